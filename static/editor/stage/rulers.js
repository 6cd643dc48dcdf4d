// The rulers along the top and the left of the stage, in scene pixels, with how far the selection
// reaches. Ticks are drawn anew only when the view changes.

import { multiples, ticksFor } from "../geometry/ticks.js";
import { setHidden, setPlace } from "../page/elements.js";

const NAMES = { x: "across", y: "down" };
const SVG = "http://www.w3.org/2000/svg";
/** A ruler is this thick on the screen; see editor/view.css. */
const THICK = 20;
const LONG = 9;
const SHORT = 4;

const attributes = (element, values) => {
  for (const [name, value] of Object.entries(values)) element.setAttribute(name, value);
};

function createRuler(root, axis, camera) {
  const ruler = root.querySelector(`.${NAMES[axis]}`);
  const ticks = ruler.querySelector("path");
  const numbers = ruler.querySelector("g");
  const extent = ruler.querySelector("i");

  const screen = (at) => Math.round(camera.toScreen({ x: at, y: at })[axis]);

  const tickAt = (at, isLong) => {
    const from = THICK - (isLong ? LONG : SHORT);
    return axis === "x"
      ? `M${screen(at) + 0.5} ${from}V${THICK}`
      : `M${from} ${screen(at) + 0.5}H${THICK}`;
  };

  const numberAt = (at) => {
    const text = document.createElementNS(SVG, "text");
    text.textContent = at;
    const along = screen(at) + 4;
    if (axis === "x") attributes(text, { x: along, y: 10 });
    else attributes(text, { transform: `translate(10 ${screen(at) - 4}) rotate(-90)` });
    return text;
  };

  return {
    paint() {
      const step = ticksFor(camera.zoom);
      const low = camera.toScene({ x: 0, y: 0 })[axis];
      const high = camera.toScene({ x: camera.room.w, y: camera.room.h })[axis];
      const all = multiples(step.tick, low, high);
      ticks.setAttribute("d", all.map((at) => tickAt(at, at % step.number === 0)).join(""));
      // One number before the first in sight: it may reach into sight.
      const numbered = multiples(step.number, low - step.number, high + step.number);
      numbers.replaceChildren(...numbered.map(numberAt));
    },
    mark(rect) {
      setHidden(extent, !rect);
      if (!rect) return;
      const on = camera.toScreen(rect);
      setPlace(extent, axis === "x" ? { ...on, y: 0, h: THICK } : { ...on, x: 0, w: THICK });
    },
  };
}

export function createRulers({ root, camera }) {
  const rulers = ["x", "y"].map((axis) => createRuler(root, axis, camera));
  return {
    /** Drawn anew for the view. */
    paint() {
      for (const ruler of rulers) ruler.paint();
    },
    /** How far the selection reaches; null for none. */
    mark(rect) {
      for (const ruler of rulers) ruler.mark(rect);
    },
  };
}
