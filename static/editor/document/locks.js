// Locks: each names an item and the box it guards. Whatever changes a locked item's box must
// bring its lock along (numbers typed, the scene scaled); a change that forgets it is refused.
import { find } from "./document.js";
import { stateOf, withState } from "./state.js";

const NONE = [];

export const locksOf = (rules) => stateOf(rules).locked ?? NONE;

export const isLocked = (rules, key) => locksOf(rules).some((lock) => lock.key === key);

/** Whether there are any, and all are locked. */
export const areLocked = (rules, items) =>
  items.length > 0 && items.every(({ key }) => isLocked(rules, key));

/** A box alone, without a source, is nothing to keep. */
export const canLock = (item) => item.index >= 0 && Boolean(item.box);

const withLocks = (rules, locked) => withState(rules, { ...stateOf(rules), locked });

/** Each of the keys locked to the box it has now. */
export function lock(rules, keys) {
  const fresh = keys.filter((key) => !isLocked(rules, key) && canLock(find(rules, key)));
  const locks = fresh.map((key) => ({ key, box: find(rules, key).box }));
  return withLocks(rules, [...locksOf(rules), ...locks]);
}

export function unlock(rules, keys) {
  const still = locksOf(rules).filter(({ key }) => !keys.includes(key));
  return withLocks(rules, still);
}

const SIDES = ["x", "y", "w", "h"];
const holds = (rules, { key, box }) => {
  const present = find(rules, key)?.box;
  return Boolean(present) && SIDES.every((side) => present[side] === box[side]);
};

/** The keys of locked items that are gone or whose box is another than the one guarded. */
export const brokenLocks = (rules) =>
  locksOf(rules)
    .filter((one) => !holds(rules, one))
    .map(({ key }) => key);

/** For a change of boxes that a person meant for locked items too: the locks follow. */
export function relocked(rules) {
  if (brokenLocks(rules).length === 0) return rules;
  return withLocks(
    rules,
    locksOf(rules).map(({ key, box }) => ({ key, box: find(rules, key)?.box ?? box })),
  );
}
