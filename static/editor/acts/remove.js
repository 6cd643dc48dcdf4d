// Taking what is selected out of the document, with what was chosen for it; what is locked stays.
import { withoutOldChoices } from "../document/choices.js";
import { remove } from "../document/document.js";
import { namesOf, word } from "../page/words.js";

/** `left()` is told that what had the focus may be gone. */
export function createRemoving({ store, acts, canEdit, hold, left }) {
  const takeOut = (label) => {
    const all = canEdit ? acts.selected() : [];
    const items = hold.movable(all, "lockedRemove");
    if (items.length === 0) return;
    const act = word(label, { name: namesOf(items) });
    const without = (rules) => items.reduce((value, { key }) => remove(value, key), rules);
    store.commit(act, ({ rules, state }) => withoutOldChoices({ rules: without(rules), state }));
    left();
    hold.say(word("done", { act }), all);
  };

  return {
    remove: () => takeOut("actRemove"),
    /** What follows copying it. */
    cutOut: () => takeOut("actCut"),
  };
}
