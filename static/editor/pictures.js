// Where each item's picture lies, from what is known of its size.
import { bars, letterbox } from "./geometry.js";

/** Types of which a picture is one of many. */
const MOVING = new Set(["vod", "live"]);

/** {width, height, known} of an item's picture: measured, or what is assumed until then. */
export function sizeOf(item, frames) {
  const frame = frames.get(item.url);
  const known = frame?.state === "ready" && frame.width > 0;
  return known
    ? { width: frame.width, height: frame.height, known }
    : { ...frames.assumed(item), known: false };
}

/**
 * How true the pictures of these items are: "assumed" where the size of one is, "still" where one
 * shows what moves, with the moment of the oldest such still, else "exact".
 */
export function truthOf(shown, frames) {
  if (!shown.every((item) => sizeOf(item, frames).known)) return { truth: "assumed", at: null };
  const moving = shown.filter(({ kind, type }) => kind === "source" && MOVING.has(type));
  const [at = null] = moving.map((item) => frames.get(item.url).fetched_at).sort();
  return { truth: at ? "still" : "exact", at };
}

/** The box of an item's picture in scene pixels. */
export function pictureBox(item, frames) {
  const { width, height } = sizeOf(item, frames);
  return letterbox(width, height, item.box);
}

/** Bars of an item that has a box. */
export const barsOf = (item, frames) => bars(pictureBox(item, frames), item.box);
