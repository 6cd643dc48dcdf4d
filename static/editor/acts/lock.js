// Locking and unlocking, from the list and from the tools: each one named step.
import { find } from "../document/document.js";
import { areLocked, canLock, lock, unlock } from "../document/locks.js";
import { namesOf, word } from "../page/words.js";

export function createLocks({ store, acts, canEdit, say }) {
  const turn = (items) => {
    const able = items.filter(canLock);
    if (able.length === 0 || !canEdit) return;
    const keys = able.map((item) => item.key);
    const all = areLocked(store.state, able);
    const act = word(all ? "actUnlock" : "actLock", { name: namesOf(able) });
    store.commit(act, (work) => (all ? unlock : lock)(work, keys));
    say(word("done", { act }));
  };

  const lockable = () => acts.selected().filter(canLock);

  return {
    /** Locks all that is selected or, if all of it is locked, unlocks it. */
    lock: {
      run: () => turn(acts.selected()),
      fits: () => lockable().length > 0,
      isOn: () => areLocked(store.state, lockable()),
    },
    lockOne: (key) => turn([find(store.rules, key)]),
  };
}
