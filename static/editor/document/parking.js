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

const LOGO = ["InputLayout", "Logo"];

const isText = (value) => value === undefined || typeof value === "string";

/** Whoever wrote it, it may hold anything. */
function isReadable(entry) {
  const kept = entry?.source ?? entry?.logo;
  return kept instanceof Object && [kept.ID, kept.Type, kept.Url].every(isText);
}

/** What is set aside: {source, layout} or {logo, at}, `at` among all logos; `hidden` if a person hid it, `locked` if it was. */
export function parkedOf({ parked }) {
  return Array.isArray(parked) ? parked.filter(isReadable) : [];
}

export const withParked = (state, parked) => ({ ...state, parked });

/** The `aside`th of what is set aside, as lists know items; it has no box and no key. */
export function asItem({ source, logo, at, hidden, locked }, aside) {
  const common = { aside, hidden: Boolean(hidden), locked: Boolean(locked) };
  if (logo) return { ...common, kind: "logo", index: at, url: logo.Url ?? "" };
  const { Type: type = "", ID: id = "", Url: url = "", Layer: layer } = source;
  return { ...common, kind: "source", layer, type, id, url };
}

/** The place of the `index`th logo of the document among all logos, those set aside counted. */
export function placeOfLogo(state, index) {
  const aside = parkedOf(state).filter((entry) => entry.logo);
  const places = aside.map((entry) => entry.at).sort((a, b) => a - b);
  return places.reduce((place, at) => (at <= place ? place + 1 : place), index);
}

function setAside(work, key, how) {
  const { rules, state } = work;
  const item = find(rules, key);
  const [path, place] =
    item.kind === "logo"
      ? [[...LOGO, item.index], { at: placeOfLogo(state, item.index) }]
      : [["InputSource", item.index], { layout: item.box ? get(rules, boxPath(item)) : null }];
  const held = isLocked(state, key);
  const entry = { [item.kind]: get(rules, path), ...place, ...how, ...(held && { locked: true }) };
  const { state: unlocked } = held ? unlock(work, [key]) : work;
  const after = withParked(unlocked, [...parkedOf(state), entry]);
  return { rules: remove(rules, key), state: after };
}

/** The work with this source out of the document, parked with its layout. */
const park = (work, key) => setAside(work, key, {});

/** The work with this source or logo out of the document; it keeps its row in the list. */
export const hide = (work, key) => setAside(work, key, { hidden: true });

function putBackSource(rules, { source, layout }, layer) {
  const moved = layout && edit(layout, ["Layer"], () => layer);
  return putBack(rules, { ...source, Layer: layer }, moved);
}

/** The logo at its place among those of the document; `others` stay set aside. */
function putBackAmong(rules, { logo, at }, others) {
  const below = others.filter((entry) => entry.logo && entry.at < at);
  return putBackLogo(rules, logo, at - below.length);
}

/** The `at`th of what is set aside back where it was; a source on `layer`. Returns [work, key]. */
export function bringBack({ rules, state }, at, layer) {
  const all = parkedOf(state);
  const entry = all[at];
  const others = all.toSpliced(at, 1);
  const [after, key] = entry.logo
    ? putBackAmong(rules, entry, others)
    : putBackSource(rules, entry, layer);
  const work = { rules: after, state: withParked(state, others) };
  return [entry.locked ? lock(work, [key]) : work, key];
}

/** The sources a preset places: by layer, the lowest first; what is locked stays where it is. */
export const placeable = ({ rules, state }) =>
  items(rules).filter(
    ({ kind, index, key }) => kind === "source" && index >= 0 && !isLocked(state, key),
  );

/** The boxes given to the sources in layer order; sources that get none are parked. */
export function arranged(work, boxes) {
  const sources = placeable(work);
  const give = (value, item, at) => setBox(value, item.key, boxes[at]);
  const rules = sources.slice(0, boxes.length).reduce(give, work.rules);
  const placed = { ...work, rules };
  return sources.slice(boxes.length).reduce((value, { key }) => park(value, key), placed);
}
