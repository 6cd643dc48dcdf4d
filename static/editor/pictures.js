// Where each item's picture lies, from what is known of its size.
import { bars, letterbox } from "./geometry.js";

/** {width, height, known} of an item's picture: measured, or what is assumed until then. */
export function sizeOf(item, frames) {
  const frame = frames.get(item.url);
  const known = frame?.state === "ready" && frame.width > 0;
  return known
    ? { width: frame.width, height: frame.height, known }
    : { ...frames.assumed(item), known: false };
}

/** The box of an item's picture in scene pixels. */
export function pictureBox(item, frames) {
  const { width, height } = sizeOf(item, frames);
  return letterbox(width, height, item.box);
}

/** Bars of an item that has a box. */
export const barsOf = (item, frames) => bars(pictureBox(item, frames), item.box);
