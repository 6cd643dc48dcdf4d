// What of the scene is in sight: all of it, fitted, until a person zooms or pans; from then on it
// stays where they left it until they fit it again.
import * as view from "../geometry/view.js";

/** A scene fitted into next to no room. */
const LEAST = 0.01;
/** Screen pixels around what is shown or revealed. */
const MARGIN = 32;

export function createCamera() {
  const subscribers = [];
  let room = { w: 0, h: 0 };
  let pad = { x: 0, y: 0 };
  let canvas = { w: 1, h: 1 };
  let isFitted = true;
  let exact = { zoom: 1, x: 0, y: 0 };
  let seen = exact; // on whole pixels: lines stay sharp, and what is hit is what is drawn

  const put = (next, fitted = false) => {
    isFitted = fitted;
    exact = view.clamped(next, canvas, room);
    seen = { zoom: exact.zoom, x: Math.round(exact.x), y: Math.round(exact.y) };
    for (const subscriber of subscribers) subscriber();
  };

  const whole = () => view.around({ x: 0, y: 0, ...canvas }, room, pad, LEAST);
  const fit = () => put(whole(), true);
  const again = (next) => (isFitted ? fit() : put(next));
  const middle = () => ({ x: room.w / 2, y: room.h / 2 });
  const held = (zoom) => {
    const least = Math.min(view.ZOOM.min, whole().zoom);
    return Math.max(least, Math.min(view.ZOOM.max, zoom));
  };
  const zoomTo = (zoom, point = middle()) => put(view.zoomedAt(exact, held(zoom), point));

  return {
    fit,
    zoomTo,
    zoomBy: (factor, point) => zoomTo(exact.zoom * factor, point),
    /** To the next round zoom, in with 1 or out with -1. */
    step: (way) => zoomTo(view.stopFrom(exact.zoom, way)),
    pan: (dx, dy) => put(view.moved(exact, dx, dy)),
    /** A rectangle of the scene, as large as there is room for. */
    show: (rect) => put(view.around(rect, room, { x: MARGIN, y: MARGIN })),
    /** Scrolls to a rectangle of the scene that is out of sight. */
    reveal(rect) {
      if (!isFitted) put(view.revealing(exact, rect, room, MARGIN));
    },
    /** Brings what lay at `from` in a view to `to`; each is a point, and how far apart two fingers are. */
    carry(start, from, to) {
      const zoom = held((start.zoom * to.apart) / from.apart);
      put(view.moved(view.zoomedAt(start, zoom, from), to.x - from.x, to.y - from.y));
    },
    /** A function that brings back what is in sight now. */
    kept() {
      const [now, fitted] = [exact, isFitted];
      return () => put(now, fitted);
    },
    /** The stage has another size: what lies in its middle stays there. */
    resize(size, padding) {
      const [dx, dy] = [(size.w - room.w) / 2, (size.h - room.h) / 2];
      room = size;
      pad = padding;
      again(view.moved(exact, dx, dy));
    },
    scene(size) {
      canvas = size;
      again(exact);
    },
    subscribe: (subscriber) => subscribers.push(subscriber),
    toScreen: (rect) => view.toScreen(seen, rect),
    /** Whether zooming or panning has put a rectangle of the screen out of sight. */
    isAway: ({ x, y, w, h }) => !isFitted && (x > room.w || y > room.h || x + w < 0 || y + h < 0),
    toScene: (point) => view.toScene(seen, point),
    get canvas() {
      return canvas;
    },
    get room() {
      return room;
    },
    /** As it is drawn. */
    get view() {
      return seen;
    },
    /** As it is reckoned with. */
    get exact() {
      return exact;
    },
    get zoom() {
      return exact.zoom;
    },
  };
}
