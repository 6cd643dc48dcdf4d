// The box beside the pointer while a gesture runs: its size and place, and what the keys would do.
import { setHidden, setText } from "./elements.js";
import { word } from "./words.js";

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

  const place = (point, bounds) => {
    // Flipped near an edge.
    const flipX = point.x + ROOM.w > bounds.w;
    const flipY = point.y + ROOM.h > bounds.h;
    const across = `calc(${point.x + (flipX ? -16 : 18)}px - ${flipX ? 100 : 0}%)`;
    const down = `calc(${point.y + (flipY ? -14 : 20)}px - ${flipY ? 100 : 0}%)`;
    root.style.transform = `translate(${across}, ${down})`;
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
