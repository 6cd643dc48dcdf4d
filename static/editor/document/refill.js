// Boxes of a preset that would stay free take the parked sources, but not those a person hid.
import { items } from "./document.js";
import { layerAgain } from "./newitems.js";
import { asItem, bringBack, parkedOf, placeable } from "./parking.js";

/** The parked source on the lowest layer, or nothing. */
function nextOf(state) {
  const waiting = parkedOf(state)
    .map(asItem)
    .filter((item) => item.kind === "source" && !item.hidden);
  return waiting.sort((a, b) => a.layer - b.layer)[0];
}

/**
 * The work with parked sources brought back, by layer, for `count` boxes, as far as a mix
 * holds so many sources: what is locked needs no box, but counts.
 */
export function refilled(work, count, limits) {
  const { rules, state } = work;
  const next = nextOf(state);
  const isFull = (rules.InputSource ?? []).length >= limits.maxSources;
  if (!next || isFull || placeable(work).length >= count) return work;
  const layer = layerAgain(next, items(rules), limits.layer);
  const [after] = bringBack(work, next.aside, layer);
  return refilled(after, count, limits);
}
