// What is told of each item, worked out anew whenever things have settled; and its chips.

import { tellings } from "../document/hints.js";
import { copyOf, setIcon, setRows, setText } from "../page/elements.js";
import { word } from "../page/words.js";

const ICONS = { covered: "layers", off: "external", partlyOff: "external", unsafe: "safe" };

export const toldWord = (what) => word(`telling.${what}`);

/** The chips of one item, an icon and words each. */
export function showChips(list, told, wordOf = toldWord) {
  list.hidden = told.length === 0;
  setRows(
    list,
    told,
    () => copyOf("telling-template"),
    (chip, what) => {
      setIcon(chip.querySelector("svg"), ICONS[what]);
      setText(chip.querySelector("span"), wordOf(what));
    },
  );
}

export function createTold({ store, frames }) {
  let told = {};
  return {
    refresh() {
      told = tellings(store.settled, frames);
    },
    of: (key) => told[key] ?? [],
  };
}
