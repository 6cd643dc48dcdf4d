// The guides of a snap in screen pixels: lines right across, measures with their number.
import { setClass, setPlace, setRows, setText } from "./elements.js";
import { number } from "./words.js";

/** A measure shorter than this on the screen has its number beside it. */
const SHORT = 30;

/** The rectangle of a mark in scene pixels, without breadth. */
function rectOf({ axis, at, from, to, kind }) {
  const upright = (axis === "x") === (kind === "line");
  return upright ? { x: at, y: from, w: 0, h: to - from } : { x: from, y: at, w: to - from, h: 0 };
}

function make() {
  const mark = document.createElement("span");
  mark.append(document.createElement("b"));
  return mark;
}

export function createGuides({ root, toScreen }) {
  const fill = (element, mark) => {
    const rect = toScreen(rectOf(mark));
    const upright = rect.w < rect.h;
    const short = rect.w + rect.h < SHORT ? " is-short" : "";
    setClass(element, `${mark.kind} ${upright ? "upright" : "level"}${short}`);
    setPlace(element, { x: Math.round(rect.x), y: Math.round(rect.y), w: rect.w, h: rect.h });
    setText(element.firstElementChild, mark.kind === "measure" ? number(mark.value) : "");
  };

  return (marks) => setRows(root, marks, make, fill);
}
