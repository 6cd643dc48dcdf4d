// Another size of the scene: with every box along, or with the boxes left where they are.
import { items, put, scene, setBox } from "./document.js";
import { relocked } from "./locks.js";
import { parkedOf, withParked } from "./parking.js";

const SCENE = ["InputLayout", "Scene"];

/** The scene at that size, every box as it was in pixels. */
export const resizedScene = ({ rules, state }, { w, h }) => ({
  rules: put(put(rules, [...SCENE, "Width"], w), [...SCENE, "Height"], h),
  state,
});

/** Edges are rounded, not sizes, so that neighbours stay neighbours. */
function stretched({ x, y, w, h }, from, to, { min, max }) {
  const along = (place, side) => Math.round((place * to[side]) / from[side]) + 0;
  const length = (start, end) => Math.max(min, Math.min(max, end - start));
  const [left, top] = [along(x, "w"), along(y, "h")];
  const [right, bottom] = [along(x + w, "w"), along(y + h, "h")];
  return { x: left, y: top, w: length(left, right), h: length(top, bottom) };
}

function stretchedLayout(layout, ...how) {
  const { X: x, Y: y, W: w, H: h } = layout;
  const box = stretched({ x, y, w, h }, ...how);
  return { ...layout, X: box.x, Y: box.y, W: box.w, H: box.h };
}

/** What is set aside, by its layout or its logo's. */
function alongside(entry, ...how) {
  if (entry.layout) return { ...entry, layout: stretchedLayout(entry.layout, ...how) };
  if (!entry.logo?.Layout) return entry;
  const Layout = stretchedLayout(entry.logo.Layout, ...how);
  return { ...entry, logo: { ...entry.logo, Layout } };
}

/** The scene at that size with everything in it, parked sources too, stretched along. */
export function scaledScene({ rules, state }, size, sides) {
  const how = [scene(rules), size, sides];
  const placed = items(rules).filter((item) => item.box);
  const give = (value, item) => setBox(value, item.key, stretched(item.box, ...how));
  const parked = parkedOf(state).map((entry) => alongside(entry, ...how));
  const after = parked.length > 0 ? withParked(state, parked) : state;
  return relocked(resizedScene({ rules: placed.reduce(give, rules), state: after }, size));
}
