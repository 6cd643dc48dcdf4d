// Work taken apart into what can be matched with another version's parts, and put together
// again. A source goes with its layout, whether it is in the scene or set aside; a lock goes with
// its item.
import { CHOICES } from "../document/choices.js";
import { get, items, put } from "../document/document.js";
import { parkedOf } from "../document/parking.js";
import { savedStateOf, withSavedState } from "../document/state.js";

const SOURCE = ["InputSource"];
const LAYOUT = ["InputLayout", "Scene", "Layout"];
const LOGO = ["InputLayout", "Logo"];
const PUSH = ["Output", "Url"];

/** Another list in its place; where there was none and there is nothing, none. */
const emptied = (rules, path) => (get(rules, path) ? put(rules, path, []) : rules);
const filled = (rules, path, list) =>
  list.length > 0 || get(rules, path) ? put(rules, path, list) : rules;

const withoutLayer = ({ Layer: _layer, ...box }) => box;
const partOf = (fields, { layout, aside, locked }) => ({
  fields,
  ...(layout && { box: withoutLayer(layout) }),
  ...(aside && { aside }),
  ...(locked && { locked: true }),
});

/** What is set aside, as parts. */
function asideParts(entries) {
  const sources = entries.filter((entry) => entry.source);
  const logos = entries.filter((entry) => !entry.source);
  return {
    source: sources.map(({ source, layout, locked, ...aside }) =>
      partOf(source, { layout, aside, locked }),
    ),
    logo: logos.map(({ logo, locked, ...aside }) => partOf(logo, { aside, locked })),
  };
}

/** {rules, state, source, logo, layout, push}: what is left of both, and lists of {fields, box, aside, locked}. */
export function partsOf(work) {
  const { rules } = work;
  const { parked, locked, ...others } = savedStateOf(work);
  // Even where nothing was chosen: choices are merged per source.
  const choices = Object.fromEntries(CHOICES.map((kind) => [kind, others[kind] ?? {}]));
  const state = { ...others, ...choices };
  const locks = Array.isArray(locked) ? locked : [];
  const isLocked = (kind, at) => locks.some((one) => one?.kind === kind && one.index === at);
  const layouts = get(rules, LAYOUT) ?? [];
  const all = items(rules).filter((item) => item.kind === "source");
  const joined = new Map(all.map((item) => [item.index, layouts[item.layoutIndex]]));
  const aside = asideParts(parkedOf(work.state));
  const sources = rules.InputSource ?? [];
  return {
    rules: [SOURCE, LAYOUT, LOGO, PUSH].reduce(emptied, rules),
    state: parked === undefined ? state : { ...state, parked: [] },
    source: [
      ...sources.map((fields, at) =>
        partOf(fields, { layout: joined.get(at), locked: isLocked("source", at) }),
      ),
      ...aside.source,
    ],
    logo: [
      ...(get(rules, LOGO) ?? []).map((fields, at) =>
        partOf(fields, { locked: isLocked("logo", at) }),
      ),
      ...aside.logo,
    ],
    layout: layouts.flatMap((fields, at) =>
      all.some((item) => item.layoutIndex === at && item.index >= 0) ? [] : [{ fields }],
    ),
    push: (get(rules, PUSH) ?? []).map((fields) => ({ fields })),
  };
}

const isPlaced = (part) => !part.aside;
const fieldsOf = (parts) => parts.map((part) => part.fields);
const asSource = ({ fields, box, aside, locked }) => ({
  source: fields,
  layout: box ? { ...box, Layer: fields.Layer } : null,
  ...aside,
  ...(locked && { locked }),
});
const asLogo = ({ fields, aside, locked }) => ({
  logo: fields,
  ...aside,
  ...(locked && { locked }),
});

/** The locks of a list, each with the box that it guards from now on. */
const locksOf = (kind, parts, boxOf) =>
  parts.flatMap((part, index) => {
    const { X, Y, W, H } = boxOf(part) ?? {};
    return part.locked && X !== undefined ? [{ kind, index, box: { X, Y, W, H } }] : [];
  });

/** The work of such parts, every list in the order given. */
export function workFrom({ rules, state, source, logo, layout, push }) {
  const placed = source.filter(isPlaced);
  const boxes = placed
    .filter((part) => part.box)
    .map(({ fields, box }) => ({ ...box, Layer: fields.Layer }));
  const logos = logo.filter(isPlaced);
  const lists = [
    [SOURCE, fieldsOf(placed)],
    [LAYOUT, [...boxes, ...fieldsOf(layout)]],
    [LOGO, fieldsOf(logos)],
    [PUSH, fieldsOf(push)],
  ];
  const aside = (parts, as) => parts.filter((part) => part.aside).map(as);
  const parked = [...aside(source, asSource), ...aside(logo, asLogo)];
  const full = lists.reduce((value, [path, list]) => filled(value, path, list), rules);
  const locked = [
    ...locksOf("source", placed, (part) => part.box),
    ...locksOf("logo", logos, (part) => part.fields.Layout),
  ];
  const isNone = ([name, value]) => CHOICES.includes(name) && Object.keys(value).length === 0;
  const some = Object.fromEntries(Object.entries(state).filter((entry) => !isNone(entry)));
  const kept = filled(some, ["parked"], parked);
  return withSavedState(full, locked.length > 0 ? { ...kept, locked } : kept);
}
