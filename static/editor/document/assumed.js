// What a source's picture is taken to measure until a frame of it has been seen: 16:9, or what a
// person chose for the source's ID. The twin of studio/documents/assumed.py.
import { choiceOf, withChoice } from "./choices.js";

export const SIZES = {
  "16:9": { width: 1920, height: 1080 },
  "9:16": { width: 1080, height: 1920 },
  "4:3": { width: 1440, height: 1080 },
  "1:1": { width: 1080, height: 1080 },
};
const USUAL = "16:9";

const known = (shape) => typeof shape === "string" && Object.hasOwn(SIZES, shape);

export function shapeOf(state, id) {
  const shape = choiceOf(state, "assumed", id);
  return known(shape) ? shape : USUAL;
}

/** {width, height} that an item's picture is taken to have; a logo has no choice. */
export const assumedSize = (state, { kind, id }) =>
  SIZES[kind === "source" ? shapeOf(state, id) : USUAL];

/** The state with this shape assumed of the sources of that ID. */
export function withShape(state, id, shape) {
  if (!known(shape) || shapeOf(state, id) === shape) return state;
  return withChoice(state, "assumed", id, shape === USUAL ? undefined : shape);
}
