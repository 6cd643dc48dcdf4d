// The box beside the pointer while a gesture runs: its size and place, and what the keys would do.
import { setHidden, setText } from "../page/elements.js";
import { word } from "../page/words.js";

/** As large as it gets, in pixels: measuring it would cost a layout. */
const ROOM = { w: 400, h: 80 };
/** Nobody reads faster than this, in ms; written in every frame, its words cost more than the drag. */
const READING = 66;

export function createReadout(root) {
  const [numbers, hint] = root.children;
  let said = null;
  let due = 0;

  const write = () => {
    due = 0;
    const { x, y, w, h } = said.box;
    setText(numbers.firstElementChild, word("size", { w, h }));
    setText(numbers.lastElementChild, word("at", { x, y }));
    setText(hint, said.hint);
  };

  const place = ({ x, y }, bounds) => {
    const { style } = root;
    // Flipped near an edge.
    const flipX = x + ROOM.w > bounds.w;
    const flipY = y + ROOM.h > bounds.h;
    style.left = flipX ? "auto" : `${x + 18}px`;
    style.right = flipX ? `${bounds.w - x + 16}px` : "auto";
    style.top = flipY ? "auto" : `${y + 20}px`;
    style.bottom = flipY ? `${bounds.h - y + 14}px` : "auto";
  };

  /** Tells a box beside a point of the stage, which is as large as `bounds`; null takes it away. */
  return function read(box, hint, point, bounds) {
    const first = root.hidden;
    setHidden(root, !box);
    if (!box) {
      clearTimeout(due);
      due = 0;
      return;
    }
    said = { box, hint };
    place(point, bounds);
    if (first) write();
    else due ||= setTimeout(write, READING);
  };
}
