// The modes of the editor: selecting several, the ratio's padlock, snapping, what the stage shows.
import { setIcon } from "../page/elements.js";
import { createMode } from "../page/mode.js";
import { RANGES } from "../page/preferences.js";
import { word } from "../page/words.js";

const all = (selector) => [...document.querySelectorAll(selector)];

function createSnap({ preferences, say }) {
  const input = document.getElementById("snap-distance");
  const shown = document.getElementById("snap-distance-shown");
  const show = () => {
    if (!input) return;
    Object.assign(input, RANGES.distance, { value: preferences.distance });
    shown.textContent = word("px", { value: preferences.distance });
  };
  input?.addEventListener("input", () => {
    preferences.set({ distance: Number(input.value) });
    show();
  });
  input?.addEventListener("change", () =>
    say(word("snapDistance", { value: preferences.distance })),
  );
  show();
  return createMode({
    buttons: all("#snap"),
    say,
    said: [word("snapOn"), word("snapOff")],
    on: preferences.snap,
    changed: (snap) => preferences.set({ snap }),
  });
}

export function createModes({ root, preferences, say, repaint }) {
  const several = createMode({
    buttons: all("#several"),
    say,
    said: [word("severalOn"), word("severalOff")],
    changed: (on) => root.classList.toggle("is-several", on),
  });
  const padlocks = all("[data-padlock]");
  const ratio = createMode({
    buttons: padlocks,
    say,
    said: [word("ratioOn"), word("ratioOff")],
    changed(on) {
      for (const button of padlocks) setIcon(button.querySelector("svg"), on ? "link" : "unlink");
    },
  });
  /** Something the stage shows when a person wants it. */
  const shown = (name) =>
    createMode({
      buttons: all(`[data-mode="${name}"]`),
      say,
      said: [word(`${name}On`), word(`${name}Off`)],
      on: preferences[name],
      changed(on) {
        preferences.set({ [name]: on });
        repaint();
      },
    });
  return {
    several,
    ratio,
    snap: createSnap({ preferences, say }),
    safe: shown("safe"),
    grid: shown("grid"),
    rulers: shown("rulers"),
    thirds: shown("thirds"),
  };
}
