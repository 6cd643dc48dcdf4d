// Every field of the inspector: where it lies in the document, what it may hold, how it is named.
import { shapeOf, withShape } from "../document/assumed.js";
import {
  choicesOf,
  secondOf,
  withChoices,
  withoutOldChoices,
  withSecond,
} from "../document/choices.js";
import { boxPath, find, get, put, scene, setBox, setLayer } from "../document/document.js";
import { wholeRange, wholeValue, withWhole } from "../document/group.js";
import { relocked } from "../document/locks.js";
import { typeOfUrl } from "../document/newitems.js";
import { withSide } from "../geometry/boxes.js";
import { nameOf, namesOf, word } from "../page/words.js";

const OUTPUT = { video: ["Output", "Video"], audio: ["Output", "Audio"] };
const SIZES = new Set(["box.W", "box.H"]);
const SIDES = { X: "w", Y: "h", W: "w", H: "h" };

const ITEM_GROUPS = new Set(["box", "source", "logo", "assumed", "picture"]);

const only = (rules, keys) => (keys.length === 1 ? find(rules, keys[0]) : undefined);

/** The path of a field such as `box.X` or `video.GOP`, or null where what is selected has none. */
function pathOf(field, rules, keys) {
  const [group, name] = field.split(".");
  const item = only(rules, keys);
  if (group === "scene") return ["InputLayout", "Scene", name];
  if (group === "push") return ["Output", "Url", Number(name)];
  if (group === "callback") return ["Output", "Callback", name];
  if (OUTPUT[group]) return [...OUTPUT[group], name];
  if (group === "box") return item?.box ? [...boxPath(item), name] : null;
  if (group === "logo")
    return item?.kind === "logo" ? ["InputLayout", "Logo", item.index, name] : null;
  if (item?.kind !== "source") return null;
  if (item.index >= 0) return ["InputSource", item.index, name];
  return name === "Layer" ? [...boxPath(item), name] : null;
}

export function fieldValue(field, { rules, state }, keys, limits) {
  const [group, name] = field.split(".");
  if (group === "whole") return wholeValue(rules, keys, name);
  if (group === "assumed") return shapeOf(state, only(rules, keys)?.id, limits);
  if (group === "picture") return secondOf(state, only(rules, keys)?.id, limits);
  const path = pathOf(field, rules, keys);
  return path ? get(rules, path) : undefined;
}

/** Where what is typed into a field belongs: to it alone or, with `keys`, to the items it is about. */
export function placeOf(field, keys) {
  const [group] = field.split(".");
  return group === "whole" || ITEM_GROUPS.has(group) ? { field, keys: keys.toSorted() } : { field };
}

/** As problems what was typed for the document and can't be taken, while its field would else still show the same. */
export function untaken(refused, { rules, state }, limits) {
  const isOfNow = ({ field, keys = [], before }) =>
    keys.every((key) => find(rules, key)) &&
    String(fieldValue(field, { rules, state }, keys, limits) ?? "") === before;
  return refused.all.filter(isOfNow).map(({ field, keys = [], message }) => {
    const key = only(rules, keys)?.key ?? null;
    return { tab: tabOf(field), key, keys, field, severity: "error", message };
  });
}

/** The inspector's tab that has the field. */
function tabOf(field) {
  const [group] = field.split(".");
  if (group === "scene") return group;
  return group === "whole" || ITEM_GROUPS.has(group) ? "box" : "output";
}

/** What a number may be; `whole` is what a percentage is taken of, `unit` what it is counted in. */
export function rangeOf(field, rules, limits, keys) {
  const [group, name] = field.split(".");
  const canvas = scene(rules);
  if (group === "scene") return limits.sceneSide;
  if (group === "whole") return wholeRange(rules, keys, name, limits.boxSide);
  if (group === "box") {
    const whole = canvas[SIDES[name]];
    return name === "X" || name === "Y"
      ? { min: 0, max: whole, whole, unit: limits.boxSide.unit }
      : { ...limits.boxSide, whole };
  }
  if (field === "source.Layer") return limits.layer;
  if (field === "picture.Second") return limits.pictureSecond;
  if (field === "video.BitRate") return { ...limits.videoBitRate, step: 100_000 };
  if (field === "audio.BitRate") return { ...limits.audioBitRate, step: 1000 };
  if (field === "video.FrameRate") return limits.frameRate;
  return limits.gop;
}

/** What the history calls a change of this field. */
export function labelOf(field, rules, keys) {
  const [group, name] = field.split(".");
  if (group === "whole") {
    const all = keys.map((key) => find(rules, key));
    return word(name === "X" || name === "Y" ? "actMove" : "actResize", { name: namesOf(all) });
  }
  const what = word(`field.${group === "push" ? "push" : `${group}.${name}`}`);
  const item = ITEM_GROUPS.has(group) ? only(rules, keys) : null;
  return item
    ? word("actSetOf", { field: what, name: nameOf(item) })
    : word("actSet", { field: what });
}

function setUrl(rules, path, url) {
  const before = get(rules, path);
  const type = before === "" ? typeOfUrl(url) : null;
  const typed = type ? put(rules, [...path.slice(0, -1), "Type"], type) : rules;
  return put(typed, path, url);
}

function setCallback(rules, url) {
  if (url) return put(rules, ["Output", "Callback", "Url"], url);
  const { Callback, ...rest } = rules.Output;
  return Callback === undefined ? rules : { ...rules, Output: rest };
}

/** A width or height with the other in the same ratio, within `sides`. */
function setSide(rules, item, name, value, { min, max }) {
  return setBox(rules, item.key, withSide(item.box, SIDES[name], value, [min, max]));
}

/** With `sides`, the limits of a box, a width or height keeps the ratio. */
function setInRules(rules, field, keys, value, sides) {
  const [group, name] = field.split(".");
  const item = only(rules, keys);
  if (group === "whole") return withWhole(rules, keys, name, value, sides);
  if (sides && item?.box && SIZES.has(field)) return setSide(rules, item, name, value, sides);
  if (field === "source.Layer") return setLayer(rules, keys[0], value);
  if (field === "callback.Url") return setCallback(rules, value);
  const path = pathOf(field, rules, keys);
  if (!path) return rules;
  return field === "source.Url" ? setUrl(rules, path, value) : put(rules, path, value);
}

/** What was chosen for a source goes with it to its new ID. */
const renamed = ({ rules, state }, before, id) =>
  withoutOldChoices({ rules, state: withChoices(state, id, choicesOf(state, before)) });

/** The fields of what is chosen beside the document. */
const CHOSEN = { assumed: withShape, picture: withSecond };

/**
 * The work with the field set; typed numbers move what is locked too. A first URL also sets the
 * type it speaks of. With `ratio` a width or height keeps the ratio, within the limits of a box.
 */
export function withField(work, field, keys, value, { limits, ratio }) {
  const { rules, state } = work;
  const [group] = field.split(".");
  const item = only(rules, keys);
  if (CHOSEN[group]) {
    return item ? { rules, state: CHOSEN[group](state, item.id, value, limits) } : work;
  }
  const sides = ratio ? limits.boxSide : null;
  const after = { rules: setInRules(rules, field, keys, value, sides), state };
  if (group === "box" || group === "whole") return relocked(after);
  return field === "source.ID" && item ? renamed(after, item.id, value) : after;
}
