// Locks: each names an item and the box it guards. Whatever changes a locked item's box must
// bring its lock along (numbers typed, the scene scaled); a change that forgets it is refused.
import { find } from "./document.js";

const NONE = [];

export const locksOf = (state) => state.locked ?? NONE;

export const isLocked = (state, key) => locksOf(state).some((lock) => lock.key === key);

/** Whether there are any, and all are locked. */
export const areLocked = (state, items) =>
  items.length > 0 && items.every(({ key }) => isLocked(state, key));

/** A box alone, without a source, is nothing to keep. */
export const canLock = (item) => item.index >= 0 && Boolean(item.box);

const withLocks = ({ rules, state }, locked) => ({ rules, state: { ...state, locked } });

/** Each of the keys locked to the box it has now. */
export function lock(work, keys) {
  const { rules, state } = work;
  const fresh = keys.filter((key) => !isLocked(state, key) && canLock(find(rules, key)));
  const locks = fresh.map((key) => ({ key, box: find(rules, key).box }));
  return withLocks(work, [...locksOf(state), ...locks]);
}

export function unlock(work, keys) {
  const still = locksOf(work.state).filter(({ key }) => !keys.includes(key));
  return withLocks(work, still);
}

const SIDES = ["x", "y", "w", "h"];
const holds = (rules, { key, box }) => {
  const present = find(rules, key)?.box;
  return Boolean(present) && SIDES.every((side) => present[side] === box[side]);
};

/** The keys of locked items that are gone or whose box is another than the one guarded. */
export const brokenLocks = ({ rules, state }) =>
  locksOf(state)
    .filter((one) => !holds(rules, one))
    .map(({ key }) => key);

/** For a change of boxes that a person meant for locked items too: the locks follow. */
export function relocked(work) {
  if (brokenLocks(work).length === 0) return work;
  return withLocks(
    work,
    locksOf(work.state).map(({ key, box }) => ({ key, box: find(work.rules, key)?.box ?? box })),
  );
}
