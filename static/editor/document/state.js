// What the editor keeps beside the document (parked sources, locks) rides along on it under a
// symbol: undo, autosave and the browser's copy take both, and JSON.stringify does not see it.
import { adopt, find, items } from "./document.js";

const STATE = Symbol("state");
const NOTHING = {};

export const stateOf = (rules) => rules[STATE] ?? NOTHING;

export const withState = (rules, state) => ({ ...rules, [STATE]: state });

/** A lock as it is kept: keys mean nothing elsewhere, so it names the item by its place. */
function savedLock(rules, { key, box: { x: X, y: Y, w: W, h: H } }) {
  const { kind, index } = find(rules, key);
  return { kind, index, box: { X, Y, W, H } };
}

/** Guards the box the item has: where it lies is the document's to say. */
function adoptedLock(rules, lock) {
  const item = items(rules).find(
    ({ kind, index, box }) => box && kind === lock?.kind && index === lock.index,
  );
  return item && item.index >= 0 ? [{ key: item.key, box: item.box }] : [];
}

const withLocked = (state, locked) => (locked.length > 0 ? { ...state, locked } : state);

/** The editor state as the server and this browser keep it. */
export function savedStateOf(rules) {
  const { locked = [], ...rest } = stateOf(rules);
  const present = locked.filter(({ key }) => find(rules, key));
  return withLocked(
    rest,
    present.map((lock) => savedLock(rules, lock)),
  );
}

/** A document of this page with an editor state in the shape that is saved. */
export function withSavedState(rules, state) {
  const { locked, ...rest } = state ?? NOTHING;
  const kept = Array.isArray(locked) ? locked : [];
  return withState(
    rules,
    withLocked(
      rest,
      kept.flatMap((lock) => adoptedLock(rules, lock)),
    ),
  );
}

/** A document and its editor state, as the server or this browser kept them. */
export const adoptBoth = (rules, state) => withSavedState(adopt(rules), state);
