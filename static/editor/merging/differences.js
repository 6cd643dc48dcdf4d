// The differences of two versions as rows to be read: what they are about, what it was, what each
// made of it. Pure; the words are differencewords.js's.
import { alike, get } from "../document/document.js";

/** Fields that are told in one row. */
const TOGETHER = { X: "place", Y: "place", W: "size", H: "size", Width: "size", Height: "size" };
const SIDES = ["base", "mine", "theirs"];
const ITEMS = new Set(["source", "logo", "layout"]);

/** Where the row of a change lies: a place and a size are one row each, and so is being set aside. */
function rowPath(path) {
  if (ITEMS.has(path[0]) && path[2] === "aside") return path.slice(0, 3);
  const together = TOGETHER[path.at(-1)];
  return together ? [...path.slice(0, -1), together] : path;
}

/** The row that a change belongs to, or that a row is: its path as one text. */
export const rowOf = ({ path }) => rowPath(path).join("\n");

/** The kind, name and fields of the item that a path leads into, as far as there is one. */
function itemOf([kind, name], trees) {
  if (!ITEMS.has(kind)) return null;
  const part = trees.mine[kind][name] ?? trees.theirs[kind][name] ?? trees.base[kind][name];
  return { kind, name, fields: part.fields };
}

function valueAt(tree, path) {
  const names = Object.keys(TOGETHER).filter((name) => TOGETHER[name] === path.at(-1));
  if (names.length === 0) return get(tree, path);
  const inner = get(tree, path.slice(0, -1));
  const found = names.filter((name) => inner?.[name] !== undefined);
  return found.length > 0 ? found.map((name) => inner[name]) : undefined;
}

/** What stands there on that side; an order as the items in it. */
function valueIn(change, side, path, trees) {
  if (path[0] !== "order") return valueAt(trees[side], path);
  return change[side].map((name) => itemOf([path[1], name], trees));
}

/** What was told of a merge, as {path, clash, item, base, mine, theirs}; a place or size as two numbers. */
export function rowsOf({ changes, trees }) {
  const rows = new Map();
  for (const change of changes) {
    const path = rowPath(change.path);
    const known = rows.get(rowOf(change));
    const clash = change.clash || (known?.clash ?? false);
    const values = SIDES.map((side) => [side, valueIn(change, side, path, trees)]);
    const row = { path, clash, item: itemOf(path, trees), ...Object.fromEntries(values) };
    rows.set(rowOf(change), row);
  }
  return [...rows.values()];
}

/** Whether that side changed what the row or change is about. */
export const isChanged = (row, side) => !alike(row[side], row.base);

const layoutOf = (kind, part) => {
  if (!part || part.aside) return null;
  return kind === "source" ? part.box : kind === "logo" ? part.fields.Layout : part.fields;
};

/**
 * The boxes of the items with a change that `isMarked`, as that side has them ("merged" is one too)
 * or, where they are gone, as they were: {X, Y, W, H}.
 */
export function marksOf({ changes, trees }, side, isMarked = (one) => isChanged(one, side)) {
  const marked = changes.filter((change) => ITEMS.has(change.path[0]) && isMarked(change));
  const items = new Map(marked.map(({ path: [kind, name] }) => [name, kind]));
  const boxes = [...items].map(
    ([name, kind]) =>
      layoutOf(kind, trees[side][kind][name]) ?? layoutOf(kind, trees.base[kind][name]),
  );
  return boxes.filter(Boolean);
}
