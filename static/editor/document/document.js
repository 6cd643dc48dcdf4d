// The document in the API's own JSON shape, and pure edits on it. An edit that changes nothing
// returns the very same object; what an edit doesn't touch is shared. Unknown keys are kept.

/** Rides along on sources, layouts and logos; JSON.stringify does not see it. */
const KEY = Symbol("key");

const SCENE = ["InputLayout", "Scene"];
const LAYOUT = [...SCENE, "Layout"];
const LOGO = ["InputLayout", "Logo"];

let made = 0;
function tagged(value) {
  made += 1;
  return { ...value, [KEY]: `i${made}` };
}

/** What a source, layout or logo is known by while the page is open. */
export const keyOf = (value) => value?.[KEY];

export const get = (value, path) => path.reduce((inner, step) => inner?.[step], value);

/** `value` with `change` applied to what lies at `path`. */
export function edit(value, path, change) {
  if (path.length === 0) return change(value);
  const [step, ...rest] = path;
  const before = value?.[step];
  const after = edit(before, rest, change);
  if (after === before) return value;
  if (Array.isArray(value)) return value.map((one, index) => (index === step ? after : one));
  return { ...value, [step]: after };
}

export const put = (rules, path, value) => edit(rules, path, () => value);

/** Whether two values say the same, whatever the order of their keys. */
export function alike(a, b) {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || !a || !b) return false;
  const names = Object.keys(a);
  if (Array.isArray(a) !== Array.isArray(b) || names.length !== Object.keys(b).length) return false;
  return names.every((name) => Object.hasOwn(b, name) && alike(a[name], b[name]));
}

/** A document from the server: every source, layout and logo gets a key that survives edits. */
export function adopt(rules) {
  const tagAll = (list) => list?.map(tagged);
  const withSources = edit(rules, ["InputSource"], tagAll);
  return edit(edit(withSources, LAYOUT, tagAll), LOGO, tagAll);
}

function boxOf(layout) {
  return layout ? { x: layout.X, y: layout.Y, w: layout.W, h: layout.H } : null;
}

/** A source takes the first layout of its layer that no earlier source has taken. */
function sourceItems(rules) {
  const layouts = get(rules, LAYOUT) ?? [];
  const free = new Set(layouts.keys());
  const take = (layer) => [...free].find((index) => layouts[index].Layer === layer) ?? -1;
  const made = (rules.InputSource ?? []).map((source, index) => {
    const layoutIndex = take(source.Layer);
    free.delete(layoutIndex);
    return sourceItem(source[KEY], index, source, layoutIndex, layouts[layoutIndex]);
  });
  const loose = [...free].map((index) =>
    sourceItem(layouts[index][KEY], -1, null, index, layouts[index]),
  );
  return [...made, ...loose].sort((a, b) => a.layer - b.layer || a.index - b.index);
}

function sourceItem(key, index, source, layoutIndex, layout) {
  return {
    key,
    kind: "source",
    index,
    layoutIndex,
    layer: source?.Layer ?? layout.Layer,
    type: source?.Type ?? "",
    id: source?.ID ?? "",
    url: source?.Url ?? "",
    box: boxOf(layout),
  };
}

function logoItem(logo, index) {
  const box = boxOf(logo.Layout);
  return { key: logo[KEY], kind: "logo", index, layoutIndex: index, url: logo.Url ?? "", box };
}

const known = new WeakMap();

/** Everything that can be selected, bottom to top: sources by layer, then logos. */
export function items(rules) {
  if (!known.has(rules)) {
    const logos = (get(rules, LOGO) ?? []).map(logoItem);
    known.set(rules, [...sourceItems(rules), ...logos]);
  }
  return known.get(rules);
}

/** The items of those keys, in the document's order. */
export const itemsOf = (rules, keys) => items(rules).filter(({ key }) => keys.includes(key));

export const find = (rules, key) => items(rules).find((item) => item.key === key);

/** {w, h} of the canvas. */
export function scene(rules) {
  const { Width, Height } = get(rules, SCENE);
  return { w: Width, h: Height };
}

/** The path of the object that holds an item's X, Y, W and H. */
export function boxPath(item) {
  return item.kind === "logo" ? [...LOGO, item.index, "Layout"] : [...LAYOUT, item.layoutIndex];
}

export function setBox(rules, key, box) {
  const item = find(rules, key);
  if (!item) return rules;
  if (!item.box) return addLayout(rules, item.layer, box);
  const { x: X, y: Y, w: W, h: H } = box;
  return edit(rules, boxPath(item), (old) =>
    old.X === X && old.Y === Y && old.W === W && old.H === H ? old : { ...old, X, Y, W, H },
  );
}

/** `boxes` is a list of [key, box]. */
export const setBoxes = (rules, boxes) =>
  boxes.reduce((value, [key, box]) => setBox(value, key, box), rules);

const sidesOf = (box) => ({ X: box.x, Y: box.y, W: box.w, H: box.h });

/** `more` are keys of the layout besides its sides and its layer. */
function addLayout(rules, layer, box, more = {}) {
  const layout = { ...more, ...sidesOf(box), Layer: layer };
  return edit(rules, LAYOUT, (list) => [...(list ?? []), tagged(layout)]);
}

/** The layer joins a source to its layout, so both move together. */
export function setLayer(rules, key, layer) {
  const item = find(rules, key);
  if (item?.kind !== "source") return rules;
  const placed = item.box ? put(rules, [...boxPath(item), "Layer"], layer) : rules;
  return item.index < 0 ? placed : put(placed, ["InputSource", item.index, "Layer"], layer);
}

/** A new source on top of the others, `more` as in a layout's copy. Returns [rules, key]. */
export function addSource(rules, source, box, more = {}) {
  const made = tagged(source);
  const withSource = edit(rules, ["InputSource"], (list) => [...(list ?? []), made]);
  return [addLayout(withSource, source.Layer, box, more), made[KEY]];
}

/** A new logo above the others. Returns [rules, key]. */
export function addLogo(rules, logo, box) {
  const made = tagged({ ...logo, Layout: { ...logo.Layout, ...sidesOf(box) } });
  return [edit(rules, LOGO, (list) => [...(list ?? []), made]), made[KEY]];
}

/** A source that was taken out, and its layout if it has one. Returns [rules, key]. */
export function putBack(rules, source, layout) {
  const made = source[KEY] ? source : tagged(source);
  const all = edit(rules, ["InputSource"], (list) => [...(list ?? []), made]);
  if (!layout) return [all, made[KEY]];
  const box = layout[KEY] ? layout : tagged(layout);
  return [edit(all, LAYOUT, (list) => [...(list ?? []), box]), made[KEY]];
}

/** A logo that was taken out, at its place among the others. Returns [rules, key]. */
export function putBackLogo(rules, logo, at) {
  const made = logo[KEY] ? logo : tagged(logo);
  return [edit(rules, LOGO, (list) => (list ?? []).toSpliced(at, 0, made)), made[KEY]];
}

const without = (list, index) => list.filter((_, other) => other !== index);

export function remove(rules, key) {
  const item = find(rules, key);
  if (!item) return rules;
  if (item.kind === "logo") return edit(rules, LOGO, (list) => without(list, item.index));
  const bare = item.box ? edit(rules, LAYOUT, (list) => without(list, item.layoutIndex)) : rules;
  return item.index < 0 ? bare : edit(bare, ["InputSource"], (list) => without(list, item.index));
}
