// What a source's picture is taken to measure until a frame of it has been seen: 16:9, or what a
// person chose for the source's ID. The twin of studio/editor/assumed.py.
import { items } from "./document.js";
import { asItem, parkedOf } from "./parking.js";
import { stateOf, withState } from "./state.js";

export const SIZES = {
  "16:9": { width: 1920, height: 1080 },
  "9:16": { width: 1080, height: 1920 },
  "4:3": { width: 1440, height: 1080 },
  "1:1": { width: 1080, height: 1080 },
};
export const USUAL = "16:9";

const known = (shape) => typeof shape === "string" && Object.hasOwn(SIZES, shape);

/** The shapes that were chosen, by ID. */
function chosen(rules) {
  const { assumed } = stateOf(rules);
  return assumed && typeof assumed === "object" ? assumed : {};
}

export function shapeOf(rules, id) {
  const all = chosen(rules);
  return Object.hasOwn(all, id) && known(all[id]) ? all[id] : USUAL;
}

/** {width, height} that an item's picture is taken to have; a logo has no choice. */
export const assumedSize = (rules, { kind, id }) =>
  SIZES[kind === "source" ? shapeOf(rules, id) : USUAL];

function withChosen(rules, all) {
  const { assumed: _before, ...rest } = stateOf(rules);
  return withState(rules, Object.keys(all).length > 0 ? { ...rest, assumed: all } : rest);
}

/** The document with this shape assumed of the sources of that ID; the usual one needs no note. */
export function withShape(rules, id, shape) {
  if (!known(shape) || shapeOf(rules, id) === shape) return rules;
  const { [id]: _before, ...others } = chosen(rules);
  return withChosen(rules, shape === USUAL ? others : { ...others, [id]: shape });
}

/** The document without choices for sources that are neither in it nor parked. */
export function withoutOldShapes(rules) {
  const ids = new Set([...items(rules), ...parkedOf(rules).map(asItem)].map(({ id }) => id));
  const all = Object.entries(chosen(rules));
  const kept = all.filter(([id]) => ids.has(id));
  return kept.length === all.length ? rules : withChosen(rules, Object.fromEntries(kept));
}
