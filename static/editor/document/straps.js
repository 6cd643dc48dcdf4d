// Where a strap lies: a new one at the foot of what is safe, one with other words where it was.
import { safeArea } from "../geometry/snaptargets.js";
import { addLogo, boxPath, find, put, setBox } from "./document.js";

/** How far a strap stays above another, as a share of its height. */
const APART = 0.15;

const share = { left: 0, centre: 0.5, right: 1 };

const overlap = (a, b) => a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;

/**
 * The box of a new strap around its picture {w, h}; the twin of `placed` in
 * studio/compositor/straps/placing.py, but above what lies there: `others` are the logos' boxes.
 */
export function placedStrap({ w, h }, canvas, inset, align, others) {
  const area = safeArea(canvas, inset);
  const box = { x: area.x + Math.floor((area.w - w) * share[align]), y: area.y + area.h - h, w, h };
  const step = h + Math.round(h * APART);
  while (box.y - step >= area.y && others.some((other) => overlap(box, other))) box.y -= step;
  return box;
}

/** How much larger than it was drawn a picture {w, h} is shown in a box. */
export const scaleIn = (box, { w, h }) => Math.min(box.w / w, box.h / h);

/** The box for a picture {w, h} in place of another: on the same foot, and at the side it is set to. */
export function rewrittenBox(box, { w, h }, canvas, align) {
  const within = (at, length, side) => Math.max(0, Math.min(at, side - length));
  const x = box.x + Math.round((box.w - w) * share[align]);
  return { x: within(x, w, canvas.w), y: within(box.y + box.h - h, h, canvas.h), w, h };
}

/** The strap of that key, or without one a new strap, with this picture: [rules, key]. */
export function withStrap(rules, key, url, box) {
  if (!key) return addLogo(rules, { Url: url }, box);
  const path = [...boxPath(find(rules, key)).slice(0, -1), "Url"];
  return [setBox(put(rules, path, url), key, box), key];
}
