// The work of a page: the document, and beside it the editor state, which only the editor knows
// (parked sources, locks, choices). The store holds both as one value, {rules, state}, and so do
// undo, autosave and the browser's copy.
import { adopt, find, items } from "./document.js";

const NOTHING = Object.freeze({});

const workOf = (rules, state = NOTHING) => Object.freeze({ rules, state });

/** The work with what an edit returned of the two; the very same if that changes neither. */
export function edited(work, { rules = work.rules, state = work.state }) {
  return rules === work.rules && state === work.state ? work : workOf(rules, state);
}

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
export function savedStateOf({ rules, state: { locked = [], ...rest } }) {
  const present = locked.filter(({ key }) => find(rules, key));
  return withLocked(
    rest,
    present.map((lock) => savedLock(rules, lock)),
  );
}

/** The work as the server is sent it. */
export const bodyOf = (work) => ({ rules: work.rules, editor_state: savedStateOf(work) });

/** A document of this page with an editor state in the shape that is saved. */
export function withSavedState(rules, state) {
  const { locked, ...rest } = state ?? NOTHING;
  const kept = Array.isArray(locked) ? locked : [];
  return workOf(
    rules,
    withLocked(
      rest,
      kept.flatMap((lock) => adoptedLock(rules, lock)),
    ),
  );
}

/** A document and its editor state, as the server or this browser kept them. */
export const adoptBoth = (rules, state) => withSavedState(adopt(rules), state);
