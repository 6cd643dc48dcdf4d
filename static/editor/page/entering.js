// How a field takes what is typed, whatever it is about: Enter or leaving it enters, Esc takes back,
// arrows step. A number that can't be taken is refused beside it and stays; undo takes that back first.
import { strokeOf } from "../../pages/strokes.js";
import { readNumber } from "./numbers.js";
import { word } from "./words.js";

/** What is out of range can be stepped back. */
const ANY = { min: Number.NEGATIVE_INFINITY, max: Number.POSITIVE_INFINITY };

/**
 * A field is {place, range, before, take, revert}: its place as refused.js knows it, what a number may be (null for
 * words), the text it shows else, what uses a value, and what shows `before` again.
 */
export function createEntering({ refused, say }) {
  const enter = (input, { place, range, before, take, revert }) => {
    if (input.value === before) return;
    if (!range) return take(input.value.trim());
    const found = readNumber(input.value, range);
    if (!found.fault) return take(found.value);
    if (!input.value.trim()) return revert();
    refused.add(place, { text: input.value, before }, found, range);
  };

  /** Steps end where the range does, and that is said. */
  const step = (input, { range, take }, way) => {
    const found = readNumber(input.value, { ...range, ...ANY });
    if (found.fault) return;
    const { min, max, step = 1 } = range;
    const wanted = found.value + way * step;
    const value = Math.max(min, Math.min(max, wanted));
    take(value);
    if (value !== wanted) say(word("held", { min, max, value }));
  };

  const key = (event, input, field) => {
    const way = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    const isRefused = refused.holds(field.place, input.value);
    if (event.key === "Enter") {
      enter(input, field);
      input.select();
    } else if (
      (event.key === "Escape" && input.value !== field.before) ||
      (isRefused && strokeOf(event) === "Ctrl+Z")
    ) {
      field.revert();
      event.stopPropagation();
    } else if (way && field.range) {
      step(input, field, way * (event.shiftKey ? 10 : 1));
    } else return;
    event.preventDefault();
  };

  return { enter, key };
}
