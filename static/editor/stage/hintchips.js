// The hints about each item, worked out anew whenever things have settled; and its chips.

import { hintsIn } from "../document/hints.js";
import { copyOf, setIcon, setRows, setText } from "../page/elements.js";
import { word } from "../page/words.js";

const ICONS = {
  covered: "layers",
  off: "external",
  partlyOff: "external",
  unsafe: "safe",
  undocumented: "vod",
  alpha: "vod",
  hdr: "eye",
  colours: "eye",
  lying: "portrait",
  unturned: "mirrory",
};

export const hintWord = (what) => word(`telling.${what}`);

/** The chips of one item, an icon and words each. */
export function showChips(list, hints, wordOf = hintWord) {
  list.hidden = hints.length === 0;
  setRows(
    list,
    hints,
    () => copyOf("telling-template"),
    (chip, what) => {
      setIcon(chip.querySelector("svg"), ICONS[what]);
      setText(chip.querySelector("span"), wordOf(what));
    },
  );
}

export function createHints({ store, frames, limits }) {
  let found = {};
  return {
    refresh() {
      found = hintsIn(store.settled.rules, frames, limits);
    },
    of: (key) => found[key] ?? [],
  };
}
