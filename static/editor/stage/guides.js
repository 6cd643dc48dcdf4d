// The guides of a snap in screen pixels: lines right across, measures with their number.
import { setPlace, setText } from "../page/elements.js";
import { number } from "../page/words.js";

/** A measure shorter than this on the screen has its number beside it. */
const SHORT = 30;

const isUpright = ({ axis, kind }) => (axis === "x") === (kind === "line");

/** The rectangle of a mark in scene pixels, without breadth. */
function rectOf(mark) {
  const { at, from, to } = mark;
  return isUpright(mark)
    ? { x: at, y: from, w: 0, h: to - from }
    : { x: from, y: at, w: to - from, h: 0 };
}

const kindOf = (mark) => `${mark.kind} ${isUpright(mark) ? "upright" : "level"}`;

function make(kind) {
  const element = document.createElement("span");
  element.className = kind;
  element.append(document.createElement("b"));
  return element;
}

export function createGuides({ root, toScreen }) {
  let shown = []; // [kind, element]

  const fill = (element, mark) => {
    const rect = toScreen(rectOf(mark));
    element.classList.toggle("is-short", rect.w + rect.h < SHORT);
    setPlace(element, { x: Math.round(rect.x), y: Math.round(rect.y), w: rect.w, h: rect.h });
    setText(element.firstElementChild, mark.kind === "measure" ? number(mark.value) : "");
  };

  return (marks) => {
    const rest = shown;
    shown = marks.map((mark) => {
      const kind = kindOf(mark);
      // One of its kind, so that a line that comes or goes leaves the others as they are.
      const at = rest.findIndex(([other]) => other === kind);
      const [, element] = at < 0 ? [kind, root.appendChild(make(kind))] : rest.splice(at, 1)[0];
      fill(element, mark);
      return [kind, element];
    });
    for (const [, element] of rest) element.remove();
  };
}
