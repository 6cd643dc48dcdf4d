// Several items as one: the box around them, its numbers, and what setting one of those does.

import { carried, extents, union, withSide } from "../geometry/boxes.js";
import { items, scene, setBoxes } from "./document.js";

const PLACES = { X: ["x", "w"], Y: ["y", "h"], W: ["x", "w"], H: ["y", "h"] };
const NOTHING = { placed: [], boxes: [], whole: { x: 0, y: 0, w: 0, h: 0 } };
const isPlace = (name) => name === "X" || name === "Y";

/** What of the keys has a box, and the box around all of it; null for fewer than two. */
function together(rules, keys) {
  const placed = items(rules).filter((item) => item.box && keys.includes(item.key));
  const boxes = placed.map((item) => item.box);
  return placed.length > 1 ? { placed, boxes, whole: union(boxes) } : null;
}

/** The number X, Y, W or H of the box around them. */
export function wholeValue(rules, keys, name) {
  const [place, size] = PLACES[name];
  return together(rules, keys)?.whole[isPlace(name) ? place : size];
}

export function wholeRange(rules, keys, name, sides) {
  const { boxes, whole } = together(rules, keys) ?? NOTHING;
  const [place, size] = PLACES[name];
  const canvas = scene(rules)[size];
  if (!isPlace(name)) {
    const [min, max] = extents(boxes, size, scene(rules), sides);
    return { min, max, whole: canvas, unit: sides.unit };
  }
  const last = Math.max(...boxes.map((box) => box[place]));
  const max = Math.max(0, canvas - (last - whole[place]));
  return { min: 0, max, whole: canvas, unit: sides.unit };
}

/** A place moves them all; a size scales them all, with `sides` in the same ratio. */
export function withWhole(rules, keys, name, value, sides) {
  const { placed, boxes, whole } = together(rules, keys) ?? NOTHING;
  const [place, size] = PLACES[name];
  const by = value - whole[place];
  const moved = () => boxes.map((box) => ({ ...box, [place]: box[place] + by }));
  const to = () => {
    const other = size === "w" ? "h" : "w";
    const range = sides && extents(boxes, other, scene(rules), sides);
    return range ? withSide(whole, size, value, range) : { ...whole, [size]: value };
  };
  const scaled = () => boxes.map((box) => carried(box, whole, to()));
  const after = isPlace(name) ? moved() : scaled();
  return setBoxes(
    rules,
    placed.map((item, index) => [item.key, after[index]]),
  );
}
