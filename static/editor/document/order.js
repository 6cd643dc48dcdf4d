// Stacking: sources by their layer, logos by their place in the list.
import { edit, items, setLayer } from "./document.js";

/** The list with the chosen ones one step on (1) or back (-1), or at its end (±Infinity). */
function stepped(list, isChosen, step) {
  if (!Number.isFinite(step)) {
    const [chosen, rest] = [list.filter(isChosen), list.filter((one) => !isChosen(one))];
    return step > 0 ? [...rest, ...chosen] : [...chosen, ...rest];
  }
  const order = [...list];
  const places = [...list.keys()].filter((place) => isChosen(list[place]));
  for (const from of step > 0 ? places.reverse() : places) {
    const to = from + step;
    if (!(to in order) || isChosen(order[to])) continue;
    [order[from], order[to]] = [order[to], order[from]];
  }
  return order;
}

const sameOrder = (a, b) => a.every((one, index) => one === b[index]);

/** The layers in ascending order, made different where two were equal. */
export function distinct(layers, highest) {
  const rising = [];
  for (const layer of layers) rising.push(Math.max(layer, (rising.at(-1) ?? 0) + 1));
  return rising.at(-1) > highest ? layers.map((_, index) => index + 1) : rising;
}

function restackSources(rules, chosen, step, highest) {
  const sources = items(rules).filter((item) => item.kind === "source");
  const before = sources.map((item) => item.key);
  const keys = stepped(before, (key) => chosen.includes(key), step);
  if (sameOrder(keys, before)) return rules;
  const layers = distinct(
    sources.map((item) => item.layer),
    highest,
  );
  // First out of the way, then into place: two items never share a layer on the way there,
  // or they would trade layouts.
  const parked = keys.reduce((value, one, at) => setLayer(value, one, -1 - at), rules);
  return keys.reduce((value, one, at) => setLayer(value, one, layers[at]), parked);
}

function restackLogos(rules, chosen, step) {
  const logos = items(rules).filter((item) => item.kind === "logo");
  const places = logos.map((item) => item.index);
  const order = stepped(places, (place) => chosen.includes(logos[place].key), step);
  if (sameOrder(order, places)) return rules;
  return edit(rules, ["InputLayout", "Logo"], (list) => order.map((place) => list[place]));
}

/** One step forward (`step` 1) or back (-1), or with ±Infinity to the end; what is at the end of its stack stays there. */
export function restack(rules, keys, step, highest) {
  return restackLogos(restackSources(rules, keys, step, highest), keys, step);
}
