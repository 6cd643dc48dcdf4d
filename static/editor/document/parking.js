// Sources and logos set aside: out of the document, so neither drawn nor counted nor sent, but kept.
import {
  boxPath,
  edit,
  find,
  get,
  items,
  putBack,
  putBackLogo,
  remove,
  setBox,
} from "./document.js";
import { isLocked, lock, unlock } from "./locks.js";
import { stateOf, withState } from "./state.js";

const LOGO = ["InputLayout", "Logo"];

const isText = (value) => value === undefined || typeof value === "string";

/** Whoever wrote it, it may hold anything. */
function isReadable(entry) {
  const kept = entry?.source ?? entry?.logo;
  return kept instanceof Object && [kept.ID, kept.Type, kept.Url].every(isText);
}

/** What is set aside: {source, layout} or {logo, at}, `at` among all logos; `hidden` if a person hid it, `locked` if it was. */
export function parkedOf(rules) {
  const { parked } = stateOf(rules);
  return Array.isArray(parked) ? parked.filter(isReadable) : [];
}

export const withParked = (rules, parked) => withState(rules, { ...stateOf(rules), parked });

/** The `aside`th of what is set aside, as lists know items; it has no box and no key. */
export function asItem({ source, logo, at, hidden, locked }, aside) {
  const common = { aside, hidden: Boolean(hidden), locked: Boolean(locked) };
  if (logo) return { ...common, kind: "logo", index: at, url: logo.Url ?? "" };
  const { Type: type = "", ID: id = "", Url: url = "", Layer: layer } = source;
  return { ...common, kind: "source", layer, type, id, url };
}

/** The place of the `index`th logo of the document among all logos, those set aside counted. */
export function placeOfLogo(rules, index) {
  const aside = parkedOf(rules).filter((entry) => entry.logo);
  const places = aside.map((entry) => entry.at).sort((a, b) => a - b);
  return places.reduce((place, at) => (at <= place ? place + 1 : place), index);
}

function setAside(rules, key, how) {
  const item = find(rules, key);
  const [path, place] =
    item.kind === "logo"
      ? [[...LOGO, item.index], { at: placeOfLogo(rules, item.index) }]
      : [["InputSource", item.index], { layout: item.box ? get(rules, boxPath(item)) : null }];
  const held = isLocked(rules, key);
  const entry = { [item.kind]: get(rules, path), ...place, ...how, ...(held && { locked: true }) };
  const bare = held ? unlock(rules, [key]) : rules;
  return withParked(remove(bare, key), [...parkedOf(rules), entry]);
}

/** The document without this source, which is parked with its layout. */
export const park = (rules, key) => setAside(rules, key, {});

/** The document without this source or logo, which keeps its row in the list. */
export const hide = (rules, key) => setAside(rules, key, { hidden: true });

function putBackSource(rules, { source, layout }, layer) {
  const moved = layout && edit(layout, ["Layer"], () => layer);
  return putBack(rules, { ...source, Layer: layer }, moved);
}

function putBackAmong(rules, { logo, at }) {
  const below = parkedOf(rules).filter((entry) => entry.logo && entry.at < at);
  return putBackLogo(rules, logo, at - below.length);
}

/** The `at`th of what is set aside back where it was; a source on `layer`. Returns [rules, key]. */
export function bringBack(rules, at, layer) {
  const all = parkedOf(rules);
  const entry = all[at];
  const without = withParked(
    rules,
    all.filter((_, other) => other !== at),
  );
  const [after, key] = entry.logo
    ? putBackAmong(without, entry)
    : putBackSource(without, entry, layer);
  return [entry.locked ? lock(after, [key]) : after, key];
}

/** The sources a preset places: by layer, the lowest first; what is locked stays where it is. */
export const placeable = (rules) =>
  items(rules).filter(
    ({ kind, index, key }) => kind === "source" && index >= 0 && !isLocked(rules, key),
  );

/** The boxes given to the sources in layer order; sources that get none are parked. */
export function arranged(rules, boxes) {
  const sources = placeable(rules);
  const give = (value, item, at) => setBox(value, item.key, boxes[at]);
  const placed = sources.slice(0, boxes.length).reduce(give, rules);
  return sources.slice(boxes.length).reduce((value, { key }) => park(value, key), placed);
}
