// What is drawn for what a box snapped to: lines, and measures with their number. A mark that the
// box did not reach after all, held back by its limits, is left out.
import { middle, spanOf } from "./snaptargets.js";

const ACROSS = { x: "y", y: "x" };

const line = (axis, at, from, to) => ({ kind: "line", axis, at, from, to });

/** A distance along an axis, drawn at `at` across it; none where nothing lies between. */
const measure = (axis, from, to, at) =>
  to - from >= 1 ? [{ kind: "measure", axis, from, to, at, value: Math.round(to - from) }] : [];

const isAt = (place, at) => Math.abs(place - at) < 1;

function lineMarks(axis, { at, low, high, of }, span) {
  if (![span.start, middle(span), span.end].some((place) => isAt(place, at))) return [];
  const marks = [
    line(axis, at, Math.min(low, of ? span.low : low), Math.max(high, of ? span.high : high)),
  ];
  if (!of) return marks;
  const gap = span.low >= high ? [high, span.low] : [span.high, low];
  return [...marks, ...measure(ACROSS[axis], ...gap, at)];
}

const common = (a, b) => (Math.max(a.low, b.low) + Math.min(a.high, b.high)) / 2;

function evenMarks(axis, { start, pair, side }, span) {
  if (!isAt(span.start, start)) return [];
  const { first, second } = pair;
  const at = common(pair, span);
  const inner = measure(axis, first.end, second.start, at);
  if (side === "after") return [...inner, ...measure(axis, second.end, span.start, at)];
  if (side === "before") return [...inner, ...measure(axis, span.end, first.start, at)];
  return [
    ...measure(axis, first.end, span.start, at),
    ...measure(axis, span.end, second.start, at),
  ];
}

function likeMarks(axis, { at, pair, next }, edge, span) {
  if (!isAt(span[edge], at)) return [];
  const mine = edge === "end" ? [span.end, next.start] : [next.end, span.start];
  return [
    ...measure(axis, ...mine, common(next, span)),
    ...measure(axis, pair.first.end, pair.second.start, (pair.low + pair.high) / 2),
  ];
}

function sizeMarks(axis, { other }, span) {
  if (!isAt(span.end - span.start, other.end - other.start)) return [];
  return [span, other].flatMap((one) =>
    measure(axis, one.start, one.end, (one.low + one.high) / 2),
  );
}

function marksOf(axis, found, box) {
  const span = spanOf(box, axis);
  if (found.line) return lineMarks(axis, found.line, span);
  if (found.even) return evenMarks(axis, found.even, span);
  if (found.like) return likeMarks(axis, found.like, found.edge, span);
  return found.size ? sizeMarks(axis, found.size, span) : [];
}

/** `found` holds per axis what `box` snapped to, if anything. */
export const snapMarks = (found, box) =>
  ["x", "y"].flatMap((axis) => (found[axis] ? marksOf(axis, found[axis], box) : []));
