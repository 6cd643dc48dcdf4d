// Lines over the scene that a person asked for: the grid, and thirds with the centre. Drawn in
// screen pixels and anew only when the view changes.

import { inset } from "../geometry/snaptargets.js";
import { drawnSpacing, multiples } from "../geometry/ticks.js";
import { createGuides } from "./guides.js";

const line = (axis, at, to) => ({ kind: "line", axis, at, from: 0, to });

function partings({ w, h }) {
  const along = (axis, length, breadth) => {
    const third = inset(length, 1 / 3);
    return [third, length - third, length / 2].map((at) => line(axis, at, breadth));
  };
  return [...along("x", w, h), ...along("y", h, w)];
}

/** The grid's lines inside the scene, as far as they are in sight, as one path. */
function gridPath(camera, spacing) {
  const { canvas, room } = camera;
  const step = drawnSpacing(spacing, camera.zoom);
  const corner = camera.toScreen({ x: 0, y: 0, ...canvas });
  const [from, to] = [camera.toScene({ x: 0, y: 0 }), camera.toScene({ x: room.w, y: room.h })];
  const places = (axis, length) =>
    multiples(step, Math.max(1, from[axis]), Math.min(length - 1, to[axis])).map(
      (at) => Math.round(camera.toScreen({ x: at, y: at })[axis]) + 0.5,
    );
  const [left, right] = [Math.max(0, corner.x), Math.min(room.w, corner.x + corner.w)];
  const [top, bottom] = [Math.max(0, corner.y), Math.min(room.h, corner.y + corner.h)];
  return [
    ...places("x", canvas.w).map((x) => `M${x} ${top}V${bottom}`),
    ...places("y", canvas.h).map((y) => `M${left} ${y}H${right}`),
  ].join("");
}

export function createSceneLines({ root, camera }) {
  const grid = root.querySelector(".grid");
  const partingsOf = createGuides({
    root: root.querySelector(".thirds"),
    toScreen: camera.toScreen,
  });

  /** `spacing` is the grid's in scene pixels, 0 for no grid. */
  return function paint({ spacing, thirds }) {
    grid.toggleAttribute("hidden", spacing === 0);
    if (spacing > 0) grid.firstElementChild.setAttribute("d", gridPath(camera, spacing));
    partingsOf(thirds ? partings(camera.canvas) : []);
  };
}
