// What a lock holds stays where it is, and that is said.
import { find } from "../document/document.js";
import { brokenLocks, isLocked } from "../document/locks.js";
import { namesOf, word } from "../page/words.js";

const several = (key, items) => (items.length === 1 ? key : `${key}Several`);

/** `warn` tells what nobody asked to hear: a change that a lock refused. */
export function createHold({ store, say, warn }) {
  const isFree = ({ key }) => !isLocked(store.state, key);
  const refuse = (items, why) => say(word(several(why, items), { name: namesOf(items) }));

  return {
    free: (items) => items.filter(isFree),

    /** Those of `items` that may be moved or, with another `why`, taken; says so if none may. */
    movable(items, why = "locked") {
      const free = items.filter(isFree);
      if (free.length === 0 && items.length > 0) refuse(items, why);
      return free;
    },

    /** Whether all may be moved; says who may not. */
    allow(items) {
      const held = items.filter((item) => !isFree(item));
      if (held.length > 0) refuse(held, "locked");
      return held.length === 0;
    },

    refuse: (items, why = "locked") => refuse(items, why),

    /** What was done to some of `items`, and who stayed. */
    say(text, items) {
      const held = items.filter((item) => !isFree(item));
      if (held.length === 0) return say(text);
      const other = word(several("lockedStay", held), { name: namesOf(held) });
      return say(word("both", { one: text, other }));
    },

    /** Whether a change leaves everything locked where it is: the last guard of the store. */
    admits(after, before) {
      const broken = brokenLocks(after);
      if (broken.length === 0) return true;
      const items = broken
        .map((key) => find(before.rules, key) ?? find(after.rules, key))
        .filter(Boolean);
      warn(word(several("locked", items), { name: namesOf(items) }));
      return false;
    },
  };
}
