// Snapping: pure, integers in, integers out. A box that comes within `distance` scene pixels of a
// target goes there, by the nearest one per axis; the marks say what it snapped to.
import { movedAll, resized, union } from "./boxes.js";
import { snapMarks } from "./snapmarks.js";
import { beside, middle, RANK, spanOf } from "./snaptargets.js";

const AXES = ["x", "y"];

/** How far a line's box lies from the span along the line. */
const apart = ({ line }, span) =>
  line?.of ? Math.max(0, line.low - span.high, span.low - line.high) : 0;

/** The nearest candidate within the distance; of equally near ones the lower rank, then the closer. */
function nearest(candidates, span, distance) {
  const before = (a, b) =>
    Math.abs(a.delta) - Math.abs(b.delta) || a.rank - b.rank || apart(a, span) - apart(b, span);
  let best = null;
  for (const one of candidates) {
    if (Math.abs(one.delta) <= distance && (!best || before(one, best) < 0)) best = one;
  }
  return best;
}

/** Places where the span would leave equal gaps, as its start. */
function* evenPlaces(span, gaps) {
  const size = span.end - span.start;
  for (const pair of gaps) {
    if (!beside(pair, span)) continue;
    const { first, second, gap } = pair;
    if (!second.wall) yield { start: second.end + gap, pair, side: "after" };
    if (!first.wall) yield { start: first.start - gap - size, pair, side: "before" };
    if (gap >= size) yield { start: first.end + (gap - size) / 2, pair, side: "between" };
  }
}

/** The line of the grid next to an edge. */
function* gridAlong(edge, gridLine) {
  const line = gridLine(edge);
  if (line) yield { delta: line.at - edge, rank: line.rank, line };
}

/** The lines within the distance of one of the probes; nothing is made of the many others. */
function* linesNear(lines, probes, distance) {
  for (const line of lines) {
    for (const probe of probes) {
      const delta = line.at - probe;
      if (Math.abs(delta) <= distance) yield { delta, rank: line.rank, line };
    }
  }
}

function* movesAlong(span, { own, lines, gridLine, gaps }, distance) {
  yield { delta: own.start - span.start, rank: RANK.own };
  yield* linesNear(lines, [span.start, middle(span), span.end], distance);
  for (const edge of [span.start, span.end]) yield* gridAlong(edge, gridLine);
  for (const even of evenPlaces(span, gaps)) {
    yield { delta: even.start - span.start, rank: RANK.gap, even };
  }
}

/** Boxes moved by (dx, dy) together, and what they snapped to: {boxes, marks}. */
export function snappedMove(boxes, dx, dy, { targets, distance, scene }) {
  const free = union(movedAll(boxes, dx, dy, scene));
  const start = union(boxes);
  const found = {};
  const by = {};
  for (const axis of AXES) {
    const span = spanOf(free, axis);
    found[axis] = nearest(movesAlong(span, targets[axis], distance), span, distance);
    by[axis] = free[axis] - start[axis] + (found[axis]?.delta ?? 0);
  }
  const after = movedAll(boxes, by.x, by.y, scene);
  return { boxes: after, marks: snapMarks(found, union(after)) };
}

/** Places of the moved edge where the size is that of another box. */
function* likeSizes(span, edge, spans, centre) {
  const sign = edge === "end" ? 1 : -1;
  const fixed = centre ? middle(span) : edge === "end" ? span.start : span.end;
  for (const other of spans) {
    const size = other.end - other.start;
    yield { at: fixed + (sign * size) / (centre ? 2 : 1), other };
  }
}

/** The gap that the box itself leaves at its other side. */
function gapBehind(span, edge, bodies) {
  const gap = (one) => (edge === "end" ? span.start - one.end : one.start - span.end);
  const behind = bodies.filter((one) => beside(one, span) && gap(one) > 0);
  const one = behind.sort((a, b) => gap(a) - gap(b))[0];
  if (!one) return [];
  const [first, second] = edge === "end" ? [one, span] : [span, one];
  const across = { low: Math.max(one.low, span.low), high: Math.min(one.high, span.high) };
  return [{ first, second, gap: gap(one), ...across }];
}

const holds = (pair, span) =>
  beside(pair, span) && pair.first.end < span.end && pair.second.start > span.start;

/** Places of the moved edge that leave a gap to the next box as wide as another gap. */
function* likeGaps(span, edge, { bodies, gaps }) {
  const fixed = edge === "end" ? span.start : span.end;
  const ahead = (one) => (edge === "end" ? one.start >= fixed : one.end <= fixed);
  const free = gaps.filter((pair) => !holds(pair, span));
  const pairs = [...gapBehind(span, edge, bodies), ...free];
  for (const next of bodies) {
    if (!beside(next, span) || !ahead(next)) continue;
    for (const pair of pairs) {
      const at = edge === "end" ? next.start - pair.gap : next.end + pair.gap;
      yield { at, pair, next };
    }
  }
}

function* edgesAlong(span, edge, target, centre, distance) {
  const from = span[edge];
  yield { delta: target.own[edge] - from, rank: RANK.own };
  yield* linesNear(target.lines, [from], distance);
  yield* gridAlong(from, target.gridLine);
  for (const like of likeGaps(span, edge, target)) {
    yield { delta: like.at - from, rank: RANK.gap, like, edge };
  }
  for (const size of likeSizes(span, edge, target.spans, centre)) {
    yield { delta: size.at - from, rank: RANK.size, size };
  }
}

/** The edge of an axis that a handle moves, or null. */
function edgeOf(handle, axis) {
  const [first, last] = axis === "x" ? ["w", "e"] : ["n", "s"];
  if (handle.includes(first)) return "start";
  return handle.includes(last) ? "end" : null;
}

/** With the ratio kept the nearer axis snaps and the other follows. */
function leadOf(found, ratio) {
  if (!ratio || !(found.x && found.y)) return found;
  return Math.abs(found.x.delta) <= Math.abs(found.y.delta) ? { x: found.x } : { y: found.y };
}

/** `start` resized as `resized` would, and what it snapped to: {box, marks}. */
export function snappedResize(start, handle, dx, dy, options, { targets, distance }) {
  const free = resized(start, handle, dx, dy, options);
  const near = {};
  for (const axis of AXES) {
    const edge = edgeOf(handle, axis);
    if (!edge) continue;
    const span = spanOf(free, axis);
    const places = edgesAlong(span, edge, targets[axis], options.centre, distance);
    near[axis] = nearest(places, span, distance);
  }
  const found = leadOf(near, options.ratio);
  if (!found.x && !found.y) return { box: free, marks: [] };
  const by = (axis, asked) => {
    const edge = edgeOf(handle, axis);
    if (!edge || !found[axis]) return asked;
    return spanOf(free, axis)[edge] + found[axis].delta - spanOf(start, axis)[edge];
  };
  const lead = options.ratio ? (found.x ? "x" : "y") : null;
  const box = resized(start, handle, by("x", dx), by("y", dy), { ...options, lead });
  return { box, marks: snapMarks(found, box) };
}
