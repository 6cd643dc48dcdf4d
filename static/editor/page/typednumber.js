// A number that no document holds: used while it is typed, as soon as it can be read. What can't be
// is refused when it is left or entered; Esc takes it back, arrows step.
import { readNumber } from "./numbers.js";

/** `input` has its name in data-field; `used(value)` is told each number that is new. */
export function bindNumber(input, { range, first, refused, used }) {
  const place = { field: input.dataset.field };
  let value = first;

  const show = () => {
    input.value = String(value);
    refused.drop(place);
  };

  const take = (number) => {
    if (number === value) return;
    value = number;
    used(value);
  };

  const enter = () => {
    const found = readNumber(input.value, range);
    if (found.fault && input.value.trim()) {
      return refused.add(place, { text: input.value, before: String(value) }, found, range);
    }
    if (!found.fault) take(found.value);
    return show();
  };

  const step = (by) => {
    const found = readNumber(input.value, range);
    if (found.fault) return;
    take(Math.max(range.min, Math.min(range.max, found.value + by)));
    show();
  };

  input.addEventListener("input", () => {
    const found = readNumber(input.value, range);
    if (found.fault) return;
    take(found.value);
    refused.drop(place);
  });
  input.addEventListener("change", enter);
  input.addEventListener("keydown", (event) => {
    const way = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    const isTyped = input.value !== String(value);
    if (way) step(way * (event.shiftKey ? 10 : 1));
    else if (event.key === "Enter") enter();
    else if (event.key === "Escape" && isTyped) show();
    else return;
    event.preventDefault();
  });
  show();
}
