// The parked sources in the layers panel, each with its way back.

import { asItem, parkedOf } from "../document/parking.js";
import { copyOf, setRows, setText } from "../page/elements.js";
import { nameOf, word } from "../page/words.js";
import { showThumb } from "./layers.js";

export function createParkedList(root, { store, frames, acts, picked }) {
  const list = root.querySelector("#parked-list");

  const fill = (row, item) => {
    showThumb(row.querySelector(".thumb"), item, frames.of(item));
    setText(row.querySelector("b"), nameOf(item));
    const button = row.querySelector("[data-bring]");
    if (!button) return;
    button.dataset.bring = item.aside;
    button.setAttribute("aria-label", word("bringBack", { name: nameOf(item) }));
  };

  list.addEventListener("click", (event) => {
    const at = event.target.closest("[data-bring]")?.dataset.bring;
    const key = at && acts.run("bringBack", Number(at));
    if (key) picked(key);
  });

  return {
    paint() {
      const parked = parkedOf(store.state)
        .map(asItem)
        .filter((item) => !item.hidden);
      root.querySelector("#parked").hidden = parked.length === 0;
      setRows(list, parked, () => copyOf("parked-template"), fill);
    },
  };
}
