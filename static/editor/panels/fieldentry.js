// How a field behaves: Enter or leaving it commits, Esc reverts, arrows step, `50%` is understood.

import { word } from "../page/words.js";
import { fieldValue, labelOf, rangeOf, withField } from "./fields.js";

const JOINS = 3000;

/** A whole number from what was typed, or null; a percentage is taken of `whole`. */
export function parse(text, { whole }) {
  const plain = text.replace(/[\s_  ]/g, "").replace(",", ".");
  const percent = /^(\d+(?:\.\d+)?)%$/.exec(plain);
  if (percent && whole) return Math.round((Number(percent[1]) / 100) * whole);
  return /^[+-]?\d+(\.\d+)?$/.test(plain) ? Math.round(Number(plain)) : null;
}

export function createEntries(root, { store, limits, modes, say }) {
  const { ratio } = modes;
  const shown = new WeakMap(); // input → the text the document gave it
  const subject = new WeakMap(); // input → the keys that what it shows is about

  const isChanged = (input) => shown.has(input) && input.value !== shown.get(input);

  const show = (input, value) => {
    const text = value === undefined || value === null ? "" : String(value);
    const typing = input === document.activeElement || "asks" in input.dataset;
    if (typing && isChanged(input) && input.value !== text) return;
    if (input.value !== text) {
      input.value = text;
      // What is typed next replaces the new value as it would have replaced the old one.
      if (input === document.activeElement) input.select();
    }
    shown.set(input, text);
    if (input === document.activeElement) subject.set(input, store.selection);
  };

  const keysOf = (input) => subject.get(input) ?? store.selection;
  const range = (input) => rangeOf(input.dataset.field, store.rules, limits, keysOf(input));

  const revert = (input) => {
    input.value = shown.get(input) ?? "";
  };

  const change = (input, value) => {
    const { field } = input.dataset;
    const keys = keysOf(input);
    const merge = { key: `field:${field}:${keys}`, within: JOINS };
    const label = labelOf(field, store.rules, keys);
    shown.set(input, input.value);
    const how = { limits, ratio: ratio.on };
    const set = (work) => withField(work, field, keys, value, how);
    const changed = store.commit(label, set, { merge });
    show(input, fieldValue(field, store.work, keys, limits));
    if (changed) say(word("done", { act: label }));
  };

  /** Numbers are held to the API's range, and that is said. */
  const changeNumber = (input, wanted) => {
    const { min, max } = range(input);
    const value = Math.max(min, Math.min(max, wanted));
    input.value = String(value);
    change(input, value);
    if (value !== wanted) say(word("held", { min, max, value }));
  };

  const commit = (input) => {
    if (!isChanged(input)) return;
    if (!("number" in input.dataset)) return change(input, input.value.trim());
    const number = parse(input.value, range(input));
    if (number !== null) return changeNumber(input, number);
    revert(input);
    say(word("notNumber"));
  };

  const step = (input, way) => {
    const allowed = range(input);
    const from = parse(input.value, allowed);
    if (from !== null) changeNumber(input, from + way * (allowed.step ?? 1));
  };

  // Some fields ask before they change anything; scenepanel.js reads those.
  const fieldOf = (event) => event.target.closest("input[data-field]:not([data-asks])");

  root.addEventListener("focusin", (event) => {
    const input = event.target.closest("[data-field]");
    if (input) subject.set(input, store.selection);
  });
  root.addEventListener("focusout", (event) => {
    const input = fieldOf(event);
    if (input && !input.readOnly) commit(input);
  });
  root.addEventListener("change", (event) => {
    const choice = event.target.closest("select[data-field]");
    if (!choice) return;
    const isNumber = choice.selectedOptions[0].dataset.number !== undefined;
    change(choice, isNumber ? Number(choice.value) : choice.value);
  });
  root.addEventListener("keydown", (event) => {
    const input = fieldOf(event);
    if (!input || input.readOnly || event.isComposing) return;
    const way = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    if (event.key === "Enter") {
      commit(input);
      input.select();
    } else if (event.key === "Escape" && isChanged(input)) {
      revert(input);
      event.stopPropagation();
    } else if (way && "number" in input.dataset) {
      step(input, way * (event.shiftKey ? 10 : 1));
    } else return;
    event.preventDefault();
  });

  return { show };
}
