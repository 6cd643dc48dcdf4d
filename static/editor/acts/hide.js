// Hiding, and the way back of what is hidden or parked: each one step to undo.

import { find, items } from "../document/document.js";
import { layerAgain } from "../document/newitems.js";
import { asItem, bringBack, hide, parkedOf } from "../document/parking.js";
import { nameOf, namesOf, word } from "../page/words.js";

/** A box alone, without a source, has nothing that could be kept. */
const canHide = (item) => item.kind === "logo" || item.index >= 0;

/** `left()` is told that what had the focus may be gone. */
export function createHiding({ store, limits, full, say, left }) {
  const most = { source: ["sourcesFull", limits.maxSources], logo: ["logosFull", limits.maxLogos] };

  const hideAll = (keys) => {
    const all = keys.map((key) => find(store.rules, key)).filter(canHide);
    if (all.length === 0) return;
    const act = word("actHide", { name: namesOf(all) });
    store.commit(act, (work) => all.reduce((value, { key }) => hide(value, key), work));
    say(act);
  };

  return {
    hide() {
      hideAll(store.selection);
      left();
    },
    hideOne: (key) => hideAll([key]),

    /** The `at`th of what is set aside, back in the document; its key, or null if that is full. */
    bringBack(at) {
      const entry = parkedOf(store.state)[at];
      const item = asItem(entry, at);
      const present = items(store.rules).filter(({ kind }) => kind === item.kind);
      if (present.length >= most[item.kind][1]) return full(...most[item.kind]);
      const layer = layerAgain(item, present, limits.layer);
      const act = word(entry.hidden ? "actShow" : "actBringBack", { name: nameOf(item) });
      const [after, key] = bringBack(store.settled, at, layer);
      store.commit(act, () => after, { select: key });
      say(act);
      return key;
    },
  };
}
