// One store, one writer. The work, {rules, state}, is an immutable value; every edit is a step of
// the history. An edit is given the work and returns what it changes: one of the two, or both.
// A gesture is begin → preview* → end or cancel: one step.

import { find } from "./document.js";
import { edited } from "./state.js";
import { createSteps } from "./steps.js";

const same = (a, b) => a === b || JSON.stringify(a) === JSON.stringify(b);

/** A key, a list of keys or null as a list of different keys. */
const listOf = (keys) => (keys === null ? [] : [...new Set([keys].flat())]);
const sameKeys = (a, b) => a.length === b.length && a.every((key, index) => key === b[index]);

/** Subscribers get "preview" (during a gesture), "change" (settled) or "select". */
export class Store {
  #work;
  #selection = []; // in the order of choosing: the last is the primary one
  #gesture = null;
  #steps;
  #admits;
  #subscribers = new Set();

  /** `admits(after, before)` says whether a step may be made. */
  constructor(work, { admits = () => true, limit = 500, now = () => performance.now() } = {}) {
    this.#work = work;
    this.#admits = admits;
    this.#steps = createSteps({ same, limit, now });
  }

  get work() {
    return this.#work;
  }

  get rules() {
    return this.#work.rules;
  }

  get state() {
    return this.#work.state;
  }

  /** The work without the gesture under way: what may be saved, and what the next edit begins with. */
  get settled() {
    return this.#gesture ? this.#gesture.before : this.#work;
  }

  get live() {
    return this.#gesture !== null;
  }

  /** The keys of all that is selected. */
  get selection() {
    return this.#selection;
  }

  /** The one of them that was chosen last, or null. */
  get selected() {
    return this.#selection.at(-1) ?? null;
  }

  get undoLabel() {
    return this.steps[this.depth - 1] ?? null;
  }

  get redoLabel() {
    return this.steps[this.depth] ?? null;
  }

  /** How many of the steps are done. */
  get depth() {
    return this.#steps.depth;
  }

  /** The names of all steps, also of those that were undone. */
  get steps() {
    return this.#steps.labels;
  }

  subscribe(subscriber) {
    this.#subscribers.add(subscriber);
  }

  /** Selects a key, several or, with null, nothing. */
  select(keys) {
    const wanted = listOf(keys);
    if (sameKeys(wanted, this.#selection)) return;
    this.#selection = wanted;
    this.#emit("select");
  }

  /** Adds a key to what is selected, or takes it out. */
  toggle(key) {
    const before = this.#selection;
    const others = before.filter((one) => one !== key);
    this.#selection = others.length === before.length ? [...before, key] : others;
    this.#emit("select");
  }

  /**
   * One edit. `merge` = {key, within}: steps of the same key join for `within` ms.
   * `select` names what to select with it. Returns whether anything changed.
   */
  commit(label, edit, { merge = null, select = null } = {}) {
    this.cancel();
    const before = this.#work;
    const after = edited(before, edit(before));
    if (same(before, after) || !this.#admits(after, before)) return false;
    const chosen = listOf(select);
    if (chosen.length > 0) this.#selection = chosen;
    this.#settle(this.#record(label, before, after, merge), chosen);
    return true;
  }

  begin(label) {
    this.cancel();
    this.#gesture = { label, before: this.#work };
  }

  /** The gesture's work so far, always computed from where it began. */
  preview(edit) {
    if (!this.#gesture) return;
    const { before } = this.#gesture;
    this.#work = edited(before, edit(before));
    this.#emit("preview");
  }

  end() {
    if (!this.#gesture) return;
    const { label, before } = this.#gesture;
    const after = this.#work;
    this.#gesture = null;
    const isStep = !same(before, after) && this.#admits(after, before);
    this.#work = isStep ? this.#record(label, before, after, null) : before;
    this.#emit("change");
  }

  cancel() {
    if (!this.#gesture) return;
    this.#work = this.#gesture.before;
    this.#gesture = null;
    this.#emit("change");
  }

  /** Returns the step's label, or null if there was none. */
  undo() {
    return this.#undo(1);
  }

  redo() {
    return this.#redo(1);
  }

  /** Undoes or redoes until so many steps are done. */
  goTo(depth) {
    if (depth < this.depth) this.#undo(this.depth - depth);
    else this.#redo(depth - this.depth);
  }

  #undo(count) {
    this.cancel();
    const step = this.#steps.undo(count);
    if (step) this.#settle(step.before, step.subject);
    return step?.label ?? null;
  }

  #redo(count) {
    this.cancel();
    const step = this.#steps.redo(count);
    if (step) this.#settle(step.after, step.subject);
    return step?.label ?? null;
  }

  /** One more step of the history; returns the work to go on with. */
  #record(label, before, after, merge) {
    return this.#steps.add({ label, before, after, subject: this.#selection }, merge);
  }

  #settle(work, subject) {
    this.#work = work;
    const still = (keys) => keys.filter((key) => find(work.rules, key));
    const wanted = still(subject);
    this.#selection = wanted.length > 0 ? wanted : still(this.#selection);
    this.#emit("change");
  }

  #emit(why) {
    for (const subscriber of this.#subscribers) subscriber(why);
  }
}
