// Boxes of a preset that would stay free take the parked sources, but not those a person hid.
import { items } from "./document.js";
import { layerAgain } from "./newitems.js";
import { asItem, bringBack, parkedOf, placeable } from "./parking.js";

/** The parked source on the lowest layer, or nothing. */
function nextOf(rules) {
  const waiting = parkedOf(rules)
    .map(asItem)
    .filter((item) => item.kind === "source" && !item.hidden);
  return waiting.sort((a, b) => a.layer - b.layer)[0];
}

/**
 * The document with parked sources brought back, by layer, for `count` boxes, as far as a mix
 * holds so many sources: what is locked needs no box, but counts.
 */
export function refilled(rules, count, limits) {
  const next = nextOf(rules);
  const isFull = (rules.InputSource ?? []).length >= limits.maxSources;
  if (!next || isFull || placeable(rules).length >= count) return rules;
  const layer = layerAgain(next, items(rules), limits.layer);
  const [after] = bringBack(rules, next.aside, layer);
  return refilled(after, count, limits);
}
