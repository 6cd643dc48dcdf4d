// Arranging boxes: pure, integers in, integers out; each takes boxes and returns as many.
import { letterbox, union } from "./boxes.js";

const AXES = { x: ["x", "w"], y: ["y", "h"] };
/** Where the room that is left goes: share 0 is left or top, 1 right or bottom. */
const EDGES = {
  left: ["x", 0],
  centre: ["x", 0.5],
  right: ["x", 1],
  top: ["y", 0],
  middle: ["y", 0.5],
  bottom: ["y", 1],
};

/** Aligned within the box around them; a single box within the scene. */
export function aligned(boxes, edge, scene) {
  const [axis, share] = EDGES[edge];
  const [place, size] = AXES[axis];
  const whole = boxes.length > 1 ? union(boxes) : { x: 0, y: 0, ...scene };
  const at = (box) => Math.max(0, Math.round(whole[place] + share * (whole[size] - box[size])));
  return boxes.map((box) => ({ ...box, [place]: at(box) }));
}

/** The first and the last stay; the gaps between are equal to a pixel. */
export function distributed(boxes, axis) {
  const [place, size] = AXES[axis];
  const mid = (box) => 2 * box[place] + box[size];
  const order = [...boxes.keys()].sort((a, b) => mid(boxes[a]) - mid(boxes[b]));
  const [first, last] = [boxes[order[0]], boxes[order.at(-1)]];
  const filled = boxes.reduce((sum, box) => sum + box[size], 0);
  const gap = (last[place] + last[size] - first[place] - filled) / (boxes.length - 1);
  const after = [...boxes];
  let next = first[place];
  for (const index of order) {
    after[index] = { ...boxes[index], [place]: Math.max(0, Math.round(next)) };
    next += boxes[index][size] + gap;
  }
  return after;
}

/** Left and right (`x`) or top and bottom (`y`) exchanged within the box around them; a single box within the scene. */
export function mirrored(boxes, axis, scene) {
  const [place, size] = AXES[axis];
  const whole = boxes.length > 1 ? union(boxes) : { x: 0, y: 0, ...scene };
  const far = 2 * whole[place] + whole[size];
  return boxes.map((box) => ({ ...box, [place]: Math.max(0, far - box[place] - box[size]) }));
}

export const sized = (boxes, { w, h }) => boxes.map((box) => ({ ...box, w, h }));

/** The largest box of that shape inside each, centred, no side under `least`. */
export const shaped = (boxes, [across, down], least) =>
  boxes.map((box) => atLeast(letterbox(across, down, box), least));

export function atLeast(box, least) {
  return { ...box, w: Math.max(least, box.w), h: Math.max(least, box.h) };
}
