// A three-way merge of work, per item and field: what I changed and what they changed since
// `base`, which both began with. Pure. Items keep the keys they have in mine.
import { alike } from "../document/document.js";
import { distinct } from "../document/order.js";
import { namedParts } from "./identity.js";
import { partsOf, workFrom } from "./parts.js";
import { mergeOrder, mergeValue } from "./threeway.js";

const KINDS = ["source", "logo", "layout", "push"];
const SIDES = ["base", "mine", "theirs"];

const isPlaced = ([, part]) => !part.aside;
const namesOf = (entries) => entries.map(([name]) => name);
const isNothing = (value) => value === undefined || alike(value, []);

/** {rules, state, source, logo, layout, push}: each kind an object of parts by name. */
function treeOf({ rules, state }, entries) {
  const plain = ([name, part]) => [name, part.fields];
  const kinds = KINDS.map((kind) => [
    kind,
    Object.fromEntries(kind === "push" ? entries.push.map(plain) : entries[kind]),
  ]);
  return { ...Object.fromEntries(kinds), rules, state };
}

/** The merged tree's parts of a kind, in one order of the three; only the order of logos shows. */
function ordered(kind, tree, entries, changed) {
  const lists = SIDES.map((side) => [side, namesOf(entries[side][kind].filter(isPlaced))]);
  const placed = Object.keys(tree[kind]).filter((name) => !tree[kind][name].aside);
  const aside = Object.keys(tree[kind]).filter((name) => tree[kind][name].aside);
  const orderChanged = kind === "logo" ? changed : () => "mine";
  const names = mergeOrder(Object.fromEntries(lists), placed, ["order", kind], orderChanged);
  return [...names, ...aside].map((name) => [name, tree[kind][name]]);
}

const repeats = (values) => new Set(values).size < values.length;

/** Whether two in `list` agree in `field`, although neither version had that. */
function broken(field, entries, merged) {
  const values = (list) => list.map(([, part]) => part.fields[field]);
  const whole = ({ source }) => values(source);
  return (
    repeats(values(merged)) && !repeats(whole(entries.mine)) && !repeats(whole(entries.theirs))
  );
}

const withField = ([name, part], field, value) =>
  part.fields[field] === value
    ? [name, part]
    : [name, { ...part, fields: { ...part.fields, [field]: value } }];

/** Both added or renamed a source alike: what they saved keeps its id, mine gets another. */
function withOwnIds(sources, entries) {
  if (!broken("ID", entries, sources)) return sources;
  const theirs = new Map(entries.theirs.source.map(([name, part]) => [name, part.fields.ID]));
  const taken = new Set(sources.map(([, part]) => part.fields.ID));
  const free = (id) => {
    let number = 2;
    while (taken.has(`${id}-${number}`)) number += 1;
    taken.add(`${id}-${number}`);
    return `${id}-${number}`;
  };
  return sources.map((entry) => {
    const [name, { fields }] = entry;
    const isShared = sources.filter(([, other]) => other.fields.ID === fields.ID).length > 1;
    const isTheirs = theirs.get(name) === fields.ID;
    return isShared && !isTheirs ? withField(entry, "ID", free(fields.ID)) : entry;
  });
}

/** Both used one layer: those in the scene get different ones, in order, the known below the new. */
function withOwnLayers(sources, entries, highest) {
  const placed = sources.filter(isPlaced);
  const scene = (side) => ({ source: entries[side].source.filter(isPlaced) });
  if (!broken("Layer", { mine: scene("mine"), theirs: scene("theirs") }, placed)) return sources;
  const known = new Set(namesOf(entries.base.source));
  const rank = ([name, { fields }]) => [fields.Layer, known.has(name) ? 0 : 1];
  const compare = (a, b) => {
    const [[layer, fresh], [other, otherFresh]] = [rank(a), rank(b)];
    const [id, otherId] = [String(a[1].fields.ID), String(b[1].fields.ID)];
    return layer - other || fresh - otherFresh || (id < otherId ? -1 : 1);
  };
  const rising = placed.toSorted(compare);
  const layers = distinct(
    rising.map(([, part]) => part.fields.Layer),
    highest,
  );
  const given = new Map(rising.map(([name], at) => [name, layers[at]]));
  return sources.map((entry) =>
    given.has(entry[0]) ? withField(entry, "Layer", given.get(entry[0])) : entry,
  );
}

/**
 * {work, changes, trees}: the merged work; every difference of mine and theirs as {path, base, mine,
 * theirs, clash}; and the parts of base, mine, theirs and merged, into which such a path leads.
 * `decide(change)` says "mine" or "theirs" of a clash; `highest` is the highest layer.
 */
export function merge(
  base,
  mine,
  theirs,
  { decide = () => "mine", highest = Number.POSITIVE_INFINITY } = {},
) {
  const versions = { base: partsOf(base), mine: partsOf(mine), theirs: partsOf(theirs) };
  const entries = namedParts(versions);
  const trees = Object.fromEntries(
    SIDES.map((side) => [side, treeOf(versions[side], entries[side])]),
  );
  const changes = [];
  const changed = (change) => {
    if (![change.base, change.mine, change.theirs].every(isNothing)) changes.push(change);
    return change.clash ? decide(change) : null;
  };
  const tree = mergeValue(trees, [], changed);
  const lists = KINDS.map((kind) => [kind, ordered(kind, tree, entries, changed)]);
  const merged = Object.fromEntries(lists);
  merged.source = withOwnLayers(withOwnIds(merged.source, entries), entries, highest);
  const parts = KINDS.map((kind) => [
    kind,
    merged[kind].map(([, part]) => (kind === "push" ? { fields: part } : part)),
  ]);
  const work = workFrom({ ...tree, ...Object.fromEntries(parts) });
  return { work, changes, trees: { ...trees, merged: tree } };
}
