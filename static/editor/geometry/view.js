// The view of the scene: pure. A view is {zoom, x, y}: screen pixels per scene pixel, and where the
// scene's corner lies on the stage. A room is the stage's size, a canvas the scene's, both {w, h}.

/** What a person may zoom to. */
export const ZOOM = { min: 0.1, max: 8 };

/** Where zooming by steps stops. */
const STOPS = [0.1, 0.15, 0.2, 0.25, 0.33, 0.5, 0.67, 1, 1.5, 2, 3, 4, 6, 8];

/** So many screen pixels of the scene stay in sight, however far it is panned. */
const KEPT = 64;

const between = (value, low, high) => Math.max(low, Math.min(high, value));

/** A rectangle of the scene, or a point of it, on the stage. */
export const toScreen = ({ zoom, ...view }, { x, y, w = 0, h = 0 }) => ({
  x: x * zoom + view.x,
  y: y * zoom + view.y,
  w: w * zoom,
  h: h * zoom,
});

/** A point of the stage in the scene. */
export const toScene = (view, { x, y }) => ({
  x: (x - view.x) / view.zoom,
  y: (y - view.y) / view.zoom,
});

/** The view with `rect` in the middle, as large as the room allows; `least` is its smallest zoom. */
export function around(rect, room, pad, least = ZOOM.min) {
  const fits = Math.min((room.w - 2 * pad.x) / rect.w, (room.h - 2 * pad.y) / rect.h);
  const zoom = between(fits, least, ZOOM.max);
  return {
    zoom,
    x: room.w / 2 - (rect.x + rect.w / 2) * zoom,
    y: room.h / 2 - (rect.y + rect.h / 2) * zoom,
  };
}

/** Another zoom; what lies at `point` of the stage stays there. */
export function zoomedAt(view, zoom, point) {
  const by = zoom / view.zoom;
  return {
    zoom,
    x: point.x - (point.x - view.x) * by,
    y: point.y - (point.y - view.y) * by,
  };
}

export const moved = (view, dx, dy) => ({ ...view, x: view.x + dx, y: view.y + dy });

/** The view held so that some of the scene is in sight. */
export function clamped({ zoom, x, y }, canvas, room) {
  const along = (at, size, space) => {
    const kept = Math.min(KEPT, size * zoom, space);
    return between(at, kept - size * zoom, space - kept);
  };
  return { zoom, x: along(x, canvas.w, room.w), y: along(y, canvas.h, room.h) };
}

/** The stop after (`way` 1) or before (-1) a zoom; the last one where there is none. */
export function stopFrom(zoom, way) {
  const near = 1.01;
  if (way > 0) return STOPS.find((stop) => stop > zoom * near) ?? ZOOM.max;
  return STOPS.findLast((stop) => stop < zoom / near) ?? ZOOM.min;
}

/**
 * The view scrolled as little as brings `rect` into the room, `margin` away from its edges. What
 * is larger than the room stays unless next to nothing of it is seen.
 */
export function revealing(view, rect, room, margin) {
  const along = (start, end, space) => {
    const fits = end - start + 2 * margin <= space;
    if (fits ? start < margin : start > space - KEPT) return margin - start;
    if (fits ? end > space - margin : end < KEPT) return space - margin - end;
    return 0;
  };
  const { x, y, w, h } = toScreen(view, rect);
  return moved(view, along(x, x + w, room.w), along(y, y + h, room.h));
}
