// One store, one writer. The work, {rules, state}, is an immutable value; every edit is a step of
// the history. An edit is given the work and returns what it changes: one of the two, or both.
// A gesture is begin → preview* → end or cancel: one step.

import { edited } from "./state.js";
import { createSteps } from "./steps.js";

const same = (a, b) => a === b || JSON.stringify(a) === JSON.stringify(b);

/** A key, a list of keys or null as a list of different keys. */
const listOf = (keys) => (keys === null ? [] : [...new Set([keys].flat())]);
const sameKeys = (a, b) => a.length === b.length && a.every((key, index) => key === b[index]);

/**
 * `has(rules, key)` says whether a selected key still means something; `admits(after, before)`
 * whether a step may be made.
 * Subscribers get "preview" (during a gesture), "change" (settled) or "select".
 */
export function createStore(
  first,
  { has, admits = () => true, limit = 500, now = () => performance.now() },
) {
  const subscribers = new Set();
  const steps = createSteps({ same, limit, now });
  let work = first;
  let selection = []; // in the order of choosing: the last is the primary one
  let gesture = null;

  const emit = (why) => {
    for (const subscriber of subscribers) subscriber(why);
  };

  const settle = (value, subject) => {
    work = value;
    const still = (keys) => keys.filter((key) => has(work.rules, key));
    const wanted = still(subject);
    selection = wanted.length > 0 ? wanted : still(selection);
    emit("change");
  };

  const record = (label, before, after, merge) =>
    steps.add({ label, before, after, subject: selection }, merge);

  const cancel = () => {
    if (!gesture) return;
    work = gesture.before;
    gesture = null;
    emit("change");
  };

  const undo = (count = 1) => {
    cancel();
    const step = steps.undo(count);
    if (step) settle(step.before, step.subject);
    return step?.label ?? null;
  };

  const redo = (count = 1) => {
    cancel();
    const step = steps.redo(count);
    if (step) settle(step.after, step.subject);
    return step?.label ?? null;
  };

  return {
    get work() {
      return work;
    },
    get rules() {
      return work.rules;
    },
    get state() {
      return work.state;
    },
    /** The work without the gesture under way: what may be saved. */
    get settled() {
      return gesture ? gesture.before : work;
    },
    get live() {
      return gesture !== null;
    },
    /** The keys of all that is selected. */
    get selection() {
      return selection;
    },
    /** The one of them that was chosen last, or null. */
    get selected() {
      return selection.at(-1) ?? null;
    },
    get undoLabel() {
      return steps.labels[steps.depth - 1] ?? null;
    },
    get redoLabel() {
      return steps.labels[steps.depth] ?? null;
    },
    /** How many of the steps are done. */
    get depth() {
      return steps.depth;
    },
    /** The names of all steps, also of those that were undone. */
    get steps() {
      return steps.labels;
    },
    subscribe(subscriber) {
      subscribers.add(subscriber);
    },
    /** Selects a key, several or, with null, nothing. */
    select(keys) {
      const wanted = listOf(keys);
      if (sameKeys(wanted, selection)) return;
      selection = wanted;
      emit("select");
    },
    /** Adds a key to what is selected, or takes it out. */
    toggle(key) {
      const others = selection.filter((one) => one !== key);
      selection = others.length === selection.length ? [...selection, key] : others;
      emit("select");
    },
    /**
     * One edit. `merge` = {key, within}: steps of the same key join for `within` ms.
     * `select` names what to select with it. Returns whether anything changed.
     */
    commit(label, change, { merge = null, select = null } = {}) {
      cancel();
      const before = work;
      const after = edited(before, change(before));
      if (same(before, after) || !admits(after, before)) return false;
      const chosen = listOf(select);
      if (chosen.length > 0) selection = chosen;
      settle(record(label, before, after, merge), chosen);
      return true;
    },
    begin(label) {
      cancel();
      gesture = { label, before: work };
    },
    /** The gesture's work so far, always computed from where it began. */
    preview(change) {
      if (!gesture) return;
      work = edited(gesture.before, change(gesture.before));
      emit("preview");
    },
    end() {
      if (!gesture) return;
      const { label, before } = gesture;
      gesture = null;
      if (same(before, work) || !admits(work, before)) work = before;
      else work = record(label, before, work, null);
      emit("change");
    },
    cancel,
    undo: () => undo(),
    redo: () => redo(),
    /** Undoes or redoes until so many steps are done. */
    goTo(depth) {
      if (depth < steps.depth) undo(steps.depth - depth);
      else redo(depth - steps.depth);
    },
  };
}
