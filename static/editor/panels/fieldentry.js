// The fields of the document: what each shows, and what becomes of the document when it is entered.
import { createEntering } from "../page/entering.js";
import { readNumber } from "../page/numbers.js";
import { word } from "../page/words.js";
import { fieldValue, labelOf, placeOf, rangeOf, withField } from "./fields.js";

const JOINS = 3000;

export function createEntries(root, { store, limits, modes, refused, say }) {
  const { ratio } = modes;
  const entering = createEntering({ refused, say });
  const shown = new WeakMap(); // input → the text the document gave it
  const subject = new WeakMap(); // input → the keys that what it shows is about

  const isChanged = (input) => shown.has(input) && input.value !== shown.get(input);

  const keysOf = (input) => subject.get(input) ?? store.selection;
  const place = (input) => placeOf(input.dataset.field, keysOf(input));

  /** Whether what stands there was refused for items that are selected no longer: it is kept for them. */
  const isOfOthers = (input) =>
    String(keysOf(input)) !== String(store.selection) && refused.holds(place(input), input.value);

  const show = (input, value) => {
    const text = value === undefined || value === null ? "" : String(value);
    const typing = input === document.activeElement || "asks" in input.dataset;
    if (typing && isChanged(input) && input.value !== text && !isOfOthers(input)) return;
    const wanted = refused.at(placeOf(input.dataset.field, store.selection), text) ?? text;
    if (input.value !== wanted) {
      input.value = wanted;
      // What is typed next replaces the new value as it would have replaced the old one.
      if (input === document.activeElement) input.select();
    }
    shown.set(input, text);
    if (input === document.activeElement) subject.set(input, store.selection);
  };

  const range = (input) => rangeOf(input.dataset.field, store.rules, limits, keysOf(input));

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

  /** As entering.js takes it. */
  const entered = (input) => ({
    place: place(input),
    range: "number" in input.dataset ? range(input) : null,
    before: shown.get(input) ?? input.value,
    take(value) {
      input.value = String(value);
      change(input, value);
    },
    revert() {
      input.value = shown.get(input) ?? "";
      refused.drop(place(input));
    },
  });

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
    if (input && !input.readOnly) entering.enter(input, entered(input));
  });
  root.addEventListener("change", (event) => {
    const choice = event.target.closest("select[data-field]");
    if (!choice) return;
    const isNumber = choice.selectedOptions[0].dataset.number !== undefined;
    change(choice, isNumber ? Number(choice.value) : choice.value);
  });
  root.addEventListener("keydown", (event) => {
    const input = fieldOf(event);
    if (input && !input.readOnly) entering.key(event, input, entered(input));
  });

  return { show };
}
