// What a new item is given: its type, a free id, a free layer, a box; and copies of items.

import { letterbox, movedAll, reachable } from "../geometry/boxes.js";
import { choicesOf, withChoices } from "./choices.js";
import * as doc from "./document.js";
import { asItem, parkedOf } from "./parking.js";

/** How far a copy lies from what it was made of, in scene pixels. */
const ASIDE = 32;

/** What the address itself says about its type, or null. */
export function typeOfUrl(url) {
  if (/^rtmps?:/i.test(url)) return "live";
  const path = url.split(/[?#]/)[0].toLowerCase();
  if (/\.(png|jpe?g)$/.test(path)) return "pic";
  if (/\.mp4$/.test(path)) return "vod";
  return /\.flv$/.test(path) ? "live" : null;
}

/**
 * An id that no source has, nor one that is set aside and may come back: the `name`, if there is
 * one, with a number where it is taken.
 */
export function freeId({ rules, state }, name = "") {
  const all = [...doc.items(rules), ...parkedOf(state).map(asItem)];
  const taken = new Set(all.map((item) => item.id));
  if (name && !taken.has(name)) return name;
  const numbered = (number) => (name ? `${name} ${number}` : `source-${number}`);
  let number = name ? 2 : 1;
  while (taken.has(numbered(number))) number += 1;
  return numbered(number);
}

/** The layer above all others, or the highest free one. */
export function freeLayer(items, { max }) {
  const taken = new Set(items.map((item) => item.layer));
  let layer = Math.min(max, Math.max(0, ...items.map((item) => item.layer ?? 0)) + 1);
  while (taken.has(layer) && layer > 1) layer -= 1;
  return layer;
}

/** The layer that something had before, or a free one if it is taken by now. */
export const layerAgain = ({ layer }, items, range) =>
  items.some((item) => item.layer === layer) ? freeLayer(items, range) : layer;

/**
 * A box for something new: a share of the scene, each a little further in than the last; around
 * a picture of that {width, height} without bars, as far as the sides may, else 16:9.
 */
export function freshBox(scene, count, share, { min, max }, size = null) {
  const fit = (length) => Math.max(min, Math.min(max, length));
  const w = fit(Math.round(scene.w * share));
  const h = fit(Math.round((w * 9) / 16));
  const step = 0.04 * ((count % 8) + 1);
  const box = { x: Math.round(scene.w * step), y: Math.round(scene.h * step), w, h };
  if (!size) return box;
  const bare = letterbox(size.width, size.height, box);
  return { ...box, w: fit(bare.w), h: fit(bare.h) };
}

/** A box with its middle at that point, as far as it then lies in the scene. */
export function around({ x, y }, box, scene) {
  const along = (middle, length, side) =>
    Math.max(0, Math.min(side - length, Math.round(middle - length / 2)));
  return { ...box, x: along(x, box.w, scene.w), y: along(y, box.h, scene.h) };
}

/** What is needed to make such items again: plain values, every key of theirs kept. */
export const copiesOf = ({ rules, state }, items) =>
  items.map((item) => {
    const { kind, index, box, id } = item;
    if (kind === "logo") return { kind, box, value: rules.InputLayout.Logo[index] };
    const layout = doc.get(rules, doc.boxPath(item));
    return { kind, box, value: rules.InputSource[index], layout, choices: choicesOf(state, id) };
  });

function addCopy(work, { kind, box, value, layout, choices = {} }, limits) {
  const { rules, state } = work;
  if (kind === "logo") {
    const [after, key] = doc.addLogo(rules, value, box);
    return [{ rules: after, state }, key];
  }
  const ID = freeId(work);
  const Layer = freeLayer(doc.items(rules), limits.layer);
  const [after, key] = doc.addSource(rules, { ...value, ID, Layer }, box, layout);
  return [{ rules: after, state: withChoices(state, ID, choices) }, key];
}

/** The work with such items a little aside, above all others: [work, their keys]. */
export function withCopies(work, copies, limits) {
  // They may come from a larger scene.
  const canvas = doc.scene(work.rules);
  const boxes = copies.map((copy) => reachable(copy.box, { x: 0, y: 0 }, canvas));
  const places = movedAll(boxes, ASIDE, ASIDE, canvas);
  const keys = [];
  const after = copies.reduce((value, copy, index) => {
    const [next, key] = addCopy(value, { ...copy, box: places[index] }, limits);
    keys.push(key);
    return next;
  }, work);
  return [after, keys];
}
