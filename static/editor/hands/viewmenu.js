// The zoom on the screen: a button with the percentage, its menu, and the spacing of the grid.

import { percentOf } from "../acts/viewacts.js";
import { setText } from "../page/elements.js";
import { RANGES } from "../page/preferences.js";
import { bindNumber } from "../page/typednumber.js";
import { word } from "../page/words.js";

export function bindViewMenu({ root, camera, acts, preferences, refused, say, repaint }) {
  const shown = root.querySelector("#zoom-shown");
  camera.subscribe(() => setText(shown, word("percent", { percent: percentOf(camera.zoom) })));
  for (const button of root.querySelectorAll("[data-view]")) {
    button.addEventListener("click", () => acts.run(`view.${button.dataset.view}`));
  }
  bindNumber(root.querySelector("#grid-spacing"), {
    range: RANGES.spacing,
    first: preferences.spacing,
    refused,
    say,
    used(spacing) {
      preferences.set({ spacing });
      repaint();
    },
  });
}
