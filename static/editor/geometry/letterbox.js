// Where each item's picture lies, from what is known of its size.
import { bars, letterbox } from "./boxes.js";

/** Types of which a picture is one of many. */
const MOVING = new Set(["vod", "live"]);
/** Doubts about colours, the greatest first. */
const OFF_COLOUR = ["hdr", "colours"];

/**
 * {width, height, known, given} of an item's picture: measured, that of a still a person gave, or
 * what is assumed until then.
 */
export function sizeOf(item, frames) {
  const frame = frames.of(item);
  if (frame?.state !== "ready" || !(frame.width > 0))
    return { ...frames.assumed(item), known: false, given: false };
  const { width, height, given = false } = frame;
  return { width, height, known: !given, given };
}

/**
 * How true the pictures of these items are: "assumed" where the size of one is, "hdr" or
 * "colours" where the colours of one are not exact ("hdrStill" or "coloursStill" where one shows what
 * moves), "given" where a person gave one, "still" where one shows what moves, else "exact"; with the
 * moment of the oldest still of what moves.
 */
export function truthOf(shown, frames) {
  const sizes = shown.map((item) => sizeOf(item, frames));
  if (sizes.some(({ known, given }) => !known && !given)) return { truth: "assumed", at: null };
  const moving = shown.filter(({ kind, type }) => kind === "source" && MOVING.has(type));
  const [at = null] = moving.map((item) => frames.of(item).fetched_at).sort();
  const doubts = new Set(shown.flatMap((item) => frames.of(item).doubts ?? []));
  const off = OFF_COLOUR.find((doubt) => doubts.has(doubt));
  if (off) return { truth: at ? `${off}Still` : off, at };
  if (sizes.some(({ given }) => given)) return { truth: "given", at: null };
  return { truth: at ? "still" : "exact", at };
}

/** The box of an item's picture in scene pixels. */
export function pictureBox(item, frames) {
  const { width, height } = sizeOf(item, frames);
  return letterbox(width, height, item.box);
}

/** Bars of an item that has a box. */
export const barsOf = (item, frames) => bars(pictureBox(item, frames), item.box);
