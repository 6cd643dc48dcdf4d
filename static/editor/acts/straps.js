// Straps: added, and their words written where they lie. What that takes is loaded when it is wanted.
import { find, items } from "../document/document.js";
import { word } from "../page/words.js";

export function createStraps(editor) {
  const { store, acts, limits, canEdit, frames, hold, full, warn } = editor;

  const write = async (item) => {
    try {
      const { writeStrap } = await import("./writing.js");
      await writeStrap(editor, item);
    } catch {
      warn(word("strapFailed"));
    }
  };

  /** Only its picture tells how large its letters are. */
  const strapOf = (item) =>
    item?.kind === "logo" && item.box && frames.of(item)?.width && frames.of(item).strap;

  return {
    addStrap() {
      const logos = items(store.settled.rules).filter(({ kind }) => kind === "logo");
      if (logos.length >= limits.maxLogos) return full("logosFull", limits.maxLogos);
      return write(null);
    },

    writeStrap: {
      fits: () => canEdit && Boolean(strapOf(acts.selected()[0])),
      run() {
        const item = find(store.rules, store.selected);
        if (hold.allow([item])) write(item);
      },
    },
  };
}
