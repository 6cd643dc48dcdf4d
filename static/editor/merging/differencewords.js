// The rows of differences.js in words.

import { known, nameOf, number, word } from "../page/words.js";
import { isChanged } from "./differences.js";

const OUTPUT = { Video: "video", Audio: "audio", Callback: "callback" };

const numberIn = (name) => Number(name.split(" ").at(-1));

function itemName({ kind, name, fields }) {
  if (kind === "layout") return word("layer", { layer: fields.Layer });
  const index = numberIn(name);
  return nameOf({ kind, id: fields.ID ?? "", url: fields.Url ?? "", index });
}

/** What is chosen for a source, by its ID. */
const CHOSEN = {
  assumed: "field.assumed.Shape",
  seconds: "field.picture.Second",
  stills: "field.picture.Still",
};
const chosenOf = ([root, part, id]) =>
  root === "state" && id !== undefined ? CHOSEN[part] : undefined;

/** What a row is about: an item by its name, or a part of the page. */
export function subjectOf({ path, item }) {
  if (item) return itemName(item);
  const [root, ...rest] = path;
  if (chosenOf(path)) return nameOf({ kind: "source", id: path[2] });
  if (root === "push") return word("about.push");
  if (root === "order") return word("about.logos");
  if (rest[0] === "InputLayout") return word("about.scene");
  if (rest[0] === "Output") return word(`about.${OUTPUT[rest[1]] ?? "output"}`);
  return rest[0];
}

/** The field's own name, or "" for a whole item. */
function fieldOf({ path, item }) {
  const last = path.at(-1);
  if (chosenOf(path)) return word(chosenOf(path));
  if (path.length === 2 && path[0] !== "rules") return path[0] === "order" ? word("inOrder") : "";
  const group = item?.kind ?? OUTPUT[path.at(-2)];
  return known(`difference.${last}`) || known(`field.${group}.${last}`) || last;
}

export function labelOf(row) {
  const [name, field] = [subjectOf(row), fieldOf(row)];
  return field && field !== name ? word("fieldOf", { name, field }) : name;
}

const boxText = ({ X, Y, W, H }) => `${X}, ${Y} · ${word("size", { w: W, h: H })}`;

function asideText(aside) {
  if (!aside) return word("inScene");
  return word(aside.hidden ? "isHidden" : "isParked");
}

/** What stands where there is nothing: it was taken out, or never there. */
const nothing = (row) => word(row.base === undefined ? "isNone" : "isRemoved");

/** A whole item: what became of it. */
function itemText(row, side) {
  if (side === "base") return word("isThere");
  if (row.base === undefined) return word("isAdded");
  return word(isChanged(row, side) ? "isChanged" : "isUnchanged");
}

function plainText(value) {
  if (Array.isArray(value)) {
    return value.map((one) => (one?.kind ? itemName(one) : one)).join(word("comma"));
  }
  if (typeof value === "number") return number(value);
  if (typeof value === "string") return value || word("isEmpty");
  return JSON.stringify(value);
}

/** The row's value on that side ("base", "mine" or "theirs"). */
export function valueText(row, side) {
  const value = row[side];
  const last = row.path.at(-1);
  if (last === "aside") return asideText(value);
  if (last === "locked") return word(value ? "isLocked" : "isUnlocked");
  if (value === undefined) return nothing(row);
  // An upload's key says nothing to a person.
  if (chosenOf(row.path) === CHOSEN.stills) return word("isGiven");
  if (row.item && row.path.length === 2) return itemText(row, side);
  if (last === "place") return value.join(", ");
  if (last === "size") return word("size", { w: value[0], h: value[1] });
  if (last === "box") return boxText(value);
  return plainText(value);
}
