// What a source's picture is taken to measure until a frame of it has been seen: the usual shape, or
// what a person chose for the source's ID. The twin of studio/documents/assumed.py.
import { choiceOf, withChoice } from "./choices.js";

const isKnown = (shape, { assumedSizes }) =>
  typeof shape === "string" && Object.hasOwn(assumedSizes, shape);

export function shapeOf(state, id, limits) {
  const shape = choiceOf(state, "assumed", id);
  return isKnown(shape, limits) ? shape : limits.usualShape;
}

/** {width, height} that an item's picture is taken to have; a logo has no choice. */
export function assumedSize(state, { kind, id }, limits) {
  const shape = kind === "source" ? shapeOf(state, id, limits) : limits.usualShape;
  return limits.assumedSizes[shape];
}

/** The state with this shape assumed of the sources of that ID. */
export function withShape(state, id, shape, limits) {
  if (!isKnown(shape, limits) || shapeOf(state, id, limits) === shape) return state;
  return withChoice(state, "assumed", id, shape === limits.usualShape ? undefined : shape);
}
