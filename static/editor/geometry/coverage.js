// Whether rectangles together cover another, by exact subtraction: pure, integers in and out.

const sharesPixel = (a, b) =>
  a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;

/** What two rectangles share, or null where they share no pixel. */
export function shared(a, b) {
  if (!sharesPixel(a, b)) return null;
  const x = Math.max(a.x, b.x);
  const y = Math.max(a.y, b.y);
  return {
    x,
    y,
    w: Math.min(a.x + a.w, b.x + b.w) - x,
    h: Math.min(a.y + a.h, b.y + b.h) - y,
  };
}

/** What `cover` leaves of `rect`: at most four rectangles that share no pixel. */
function without(rect, cover) {
  const hole = shared(rect, cover);
  if (!hole) return [rect];
  const right = hole.x + hole.w;
  const bottom = hole.y + hole.h;
  return [
    { ...rect, h: hole.y - rect.y },
    { ...rect, y: bottom, h: rect.y + rect.h - bottom },
    { x: rect.x, y: hole.y, w: hole.x - rect.x, h: hole.h },
    { x: right, y: hole.y, w: rect.x + rect.w - right, h: hole.h },
  ].filter(({ w, h }) => w > 0 && h > 0);
}

/** The parts of `rect` that none of `covers` lies on. */
export const uncovered = (rect, covers) =>
  covers.reduce((parts, cover) => parts.flatMap((part) => without(part, cover)), [rect]);
