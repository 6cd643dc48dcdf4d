// How a field behaves: Enter or leaving it commits, Esc reverts, arrows step. A number that can't be
// taken is refused beside it and stays.

import { readNumber } from "../page/numbers.js";
import { word } from "../page/words.js";
import { fieldValue, labelOf, placeOf, rangeOf, withField } from "./fields.js";

const JOINS = 3000;
/** A document may hold what is out of range: it can be stepped back. */
const ANY = { min: Number.NEGATIVE_INFINITY, max: Number.POSITIVE_INFINITY };

export function createEntries(root, { store, limits, modes, refused, say }) {
  const { ratio } = modes;
  const shown = new WeakMap(); // input → the text the document gave it
  const subject = new WeakMap(); // input → the keys that what it shows is about

  const isChanged = (input) => shown.has(input) && input.value !== shown.get(input);

  const show = (input, value) => {
    const text = value === undefined || value === null ? "" : String(value);
    const typing = input === document.activeElement || "asks" in input.dataset;
    if (typing && isChanged(input) && input.value !== text) return;
    const wanted = refused.at(placeOf(input.dataset.field, store.selection), text) ?? text;
    if (input.value !== wanted) {
      input.value = wanted;
      // What is typed next replaces the new value as it would have replaced the old one.
      if (input === document.activeElement) input.select();
    }
    shown.set(input, text);
    if (input === document.activeElement) subject.set(input, store.selection);
  };

  const keysOf = (input) => subject.get(input) ?? store.selection;
  const place = (input) => placeOf(input.dataset.field, keysOf(input));
  const range = (input) => rangeOf(input.dataset.field, store.rules, limits, keysOf(input));

  const revert = (input) => {
    input.value = shown.get(input) ?? "";
    refused.drop(place(input));
  };

  const change = (input, value) => {
    const { field } = input.dataset;
    const keys = keysOf(input);
    const merge = { key: `field:${field}:${keys}`, within: JOINS };
    const label = labelOf(field, store.rules, keys);
    shown.set(input, input.value);
    refused.drop(place(input));
    const how = { limits, ratio: ratio.on };
    const set = (work) => withField(work, field, keys, value, how);
    const changed = store.commit(label, set, { merge });
    show(input, fieldValue(field, store.work, keys, limits));
    if (changed) say(word("done", { act: label }));
  };

  const changeNumber = (input, value) => {
    input.value = String(value);
    change(input, value);
  };

  const commit = (input) => {
    if (!isChanged(input)) return;
    if (!("number" in input.dataset)) return change(input, input.value.trim());
    const allowed = range(input);
    const found = readNumber(input.value, allowed);
    if (!found.fault) return changeNumber(input, found.value);
    if (!input.value.trim()) return revert(input);
    const what = { text: input.value, before: shown.get(input) };
    refused.add(place(input), what, found, allowed);
  };

  /** Steps end where the range does, and that is said. */
  const step = (input, way) => {
    const allowed = range(input);
    const found = readNumber(input.value, { ...allowed, ...ANY });
    if (found.fault) return;
    const { min, max, step = 1 } = allowed;
    const wanted = found.value + way * step;
    const value = Math.max(min, Math.min(max, wanted));
    changeNumber(input, value);
    if (value !== wanted) say(word("held", { min, max, value }));
  };

  // Some fields ask before they change anything; scenepanel.js reads those.
  const fieldOf = (event) => event.target.closest("input[data-field]:not([data-asks])");

  root.addEventListener("focusin", (event) => {
    const input = event.target.closest("[data-field]");
    if (input) subject.set(input, store.selection);
  });
  // Mended, it is told no longer: what goes when the field is left takes what is pressed away with it.
  root.addEventListener("input", (event) => {
    const input = fieldOf(event);
    if (!input || !("number" in input.dataset)) return;
    if (!readNumber(input.value, range(input)).fault) refused.drop(place(input));
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
    if (!input || input.readOnly) return;
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
