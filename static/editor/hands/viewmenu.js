// The zoom on the screen: a button with the percentage, its menu, and the spacing of the grid.

import { percentOf } from "../acts/viewacts.js";
import { setText } from "../page/elements.js";
import { RANGES } from "../page/preferences.js";
import { word } from "../page/words.js";

function bindSpacing({ input, preferences, repaint }) {
  const show = () => {
    Object.assign(input, RANGES.spacing, { value: preferences.spacing });
  };
  const take = () => {
    if (!input.value) return;
    preferences.set({ spacing: input.value });
    repaint();
  };
  input.addEventListener("input", () => input.validity.valid && take());
  input.addEventListener("change", () => {
    take();
    show();
  });
  show();
}

export function bindViewMenu({ root, camera, acts, preferences, repaint }) {
  const shown = root.querySelector("#zoom-shown");
  camera.subscribe(() => setText(shown, word("percent", { percent: percentOf(camera.zoom) })));
  for (const button of root.querySelectorAll("[data-view]")) {
    button.addEventListener("click", () => acts.run(`view.${button.dataset.view}`));
  }
  bindSpacing({ input: root.querySelector("#grid-spacing"), preferences, repaint });
}
