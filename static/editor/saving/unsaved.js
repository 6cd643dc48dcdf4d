// Why nothing here can be saved any more, and what mends that: said over the stage until it is saved.

import { known, word } from "../page/words.js";

const PASSING = new Set(["dirty", "saving", "offline", "failing", "away"]);

/** `saveCopy()` saves the work as a template of its own and goes on there. */
export function createUnsaved({ saveCopy }) {
  const bar = document.getElementById("unsaved");
  const button = document.getElementById("unsaved-copy");
  const text = bar.querySelector(".text");

  button.addEventListener("click", async () => {
    if (button.ariaBusy === "true") return;
    button.ariaBusy = "true";
    await saveCopy().catch(() => {
      text.textContent = word("unsaved.copyFailed");
    });
    button.ariaBusy = "false";
  });

  /** Shows it for a state of saving, if that is one. */
  return ({ kind, name }) => {
    if (PASSING.has(kind)) return;
    const why = known(`unsaved.${kind}`) && word(`unsaved.${kind}`, { name });
    bar.hidden = !why;
    text.textContent = why;
    for (const act of bar.querySelectorAll("[data-mends]")) {
      act.hidden = !act.dataset.mends.split(" ").includes(kind);
    }
  };
}
