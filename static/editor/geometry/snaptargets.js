// What a box may snap to, worked out once per gesture: lines of the scene and of other boxes, gaps
// between boxes, sizes of boxes. Per axis, a box is a span: from start to end, and low to high across.

/** Which of two equally near targets wins: the smaller. */
export const RANK = { own: 0, scene: 1, safe: 2, item: 3, gap: 4, size: 5, grid: 6 };

/** How far a safe area lies inside a scene of that length. */
export const inset = (length, share) => Math.round(length * share);

/** The rectangle that a share of the scene on each side leaves. */
export function safeArea({ w, h }, share) {
  const [x, y] = [inset(w, share), inset(h, share)];
  return { x, y, w: w - 2 * x, h: h - 2 * y };
}

const SIDES = { x: ["x", "w", "y", "h"], y: ["y", "h", "x", "w"] };

export function spanOf(box, axis) {
  const [place, size, across, breadth] = SIDES[axis];
  return {
    start: box[place],
    end: box[place] + box[size],
    low: box[across],
    high: box[across] + box[breadth],
  };
}

export const middle = (span) => (span.start + span.end) / 2;
export const beside = (a, b) => Math.max(a.low, b.low) < Math.min(a.high, b.high);

function sceneLines(length, breadth, shares) {
  const line = (rank) => (at) => ({ at, rank, low: 0, high: breadth });
  const safe = shares.map((share) => inset(length, share));
  const third = inset(length, 1 / 3);
  return [
    ...[0, third, length / 2, length - third, length].map(line(RANK.scene)),
    ...safe.flatMap((by) => [by, length - by]).map(line(RANK.safe)),
  ];
}

const itemLines = (span) =>
  [span.start, middle(span), span.end].map((at) => ({ at, rank: RANK.item, ...span, of: span }));

/** Two that have nothing between them, and how far apart they are. */
function gapsOf(spans) {
  const between = (first, second) => (one) =>
    one.start < second.start && one.end > first.end && beside(one, first) && beside(one, second);
  const gaps = [];
  for (const first of spans) {
    for (const second of spans) {
      const gap = second.start - first.end;
      if (!(gap > 0) || !beside(first, second)) continue;
      const rest = spans.filter((one) => one !== first && one !== second);
      if (rest.some(between(first, second))) continue;
      const low = Math.max(first.low, second.low);
      gaps.push({ first, second, gap, low, high: Math.min(first.high, second.high) });
    }
  }
  return gaps;
}

/** The line of a grid next to a place along a scene of that length; null where there is no grid. */
function gridLine(spacing, length, breadth) {
  if (!spacing) return () => null;
  const last = Math.floor(length / spacing);
  return (place) => {
    const at = spacing * Math.max(0, Math.min(last, Math.round(place / spacing)));
    return { at, rank: RANK.grid, low: 0, high: breadth };
  };
}

function along(axis, others, length, breadth, own, { grid, safe }) {
  const spans = others.map((box) => spanOf(box, axis));
  const walls = [
    { start: Number.NEGATIVE_INFINITY, end: 0, low: 0, high: breadth, wall: true },
    { start: length, end: Number.POSITIVE_INFINITY, low: 0, high: breadth, wall: true },
  ];
  return {
    own: spanOf(own, axis),
    lines: [...sceneLines(length, breadth, safe), ...spans.flatMap(itemLines)],
    gridLine: gridLine(grid, length, breadth),
    spans,
    bodies: [...spans, ...walls],
    gaps: gapsOf([...spans, ...walls]).filter(({ first, second }) => !first.wall || !second.wall),
  };
}

/**
 * `others` are the visible boxes that stay where they are, `own` is where the gesture began, `grid`
 * the spacing of the grid, 0 for none, `safe` the shares that safe areas leave on each side.
 */
export function snapTargets(others, scene, own, { grid = 0, safe = [] } = {}) {
  const lines = { grid, safe };
  return {
    x: along("x", others, scene.w, scene.h, own, lines),
    y: along("y", others, scene.h, scene.w, own, lines),
  };
}
