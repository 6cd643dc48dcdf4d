// Work that this browser kept and the server never got: offered when the page opens.

import { time, word } from "../page/words.js";

/** `left` is what the browser's copy tells of it. */
export function offerRecovery({ store, left, saving }) {
  const isOld = () => left.version !== saving.version;
  const bar = document.getElementById("recovery");
  const key = isOld() ? "recoveryOld" : "recovery";
  bar.querySelector(".text").textContent = word(key, { time: time(left.at) });
  bar.hidden = false;

  const take = async () => {
    await saving.flush();
    // What could not be taken is offered again.
    if (!store.commit(word("actRecover"), () => left.work)) return;
    // The server refuses what is based on an old version, and then the two are merged.
    if (isOld()) saving.resolve(left.version, left.base);
    left.forget();
  };

  bar.addEventListener("click", (event) => {
    const choice = event.target.closest("[data-recovery]")?.dataset.recovery;
    if (!choice) return;
    bar.hidden = true;
    if (choice === "take") take();
    else left.forget();
  });
}
