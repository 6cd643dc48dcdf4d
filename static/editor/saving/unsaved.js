// Why nothing here can be saved any more, and what mends that: said over the stage until it is saved.

import { known, word } from "../page/words.js";

const PASSING = new Set(["dirty", "saving", "offline", "failing"]);

export function createUnsaved() {
  const bar = document.getElementById("unsaved");

  /** Shows it for a state of saving, if that is one. */
  return ({ kind, name }) => {
    if (PASSING.has(kind)) return;
    const text = known(`unsaved.${kind}`) && word(`unsaved.${kind}`, { name });
    bar.hidden = !text;
    bar.querySelector(".text").textContent = text;
    for (const act of bar.querySelectorAll("[data-mends]")) {
      act.hidden = !act.dataset.mends.split(" ").includes(kind);
    }
  };
}
