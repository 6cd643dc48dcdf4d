// A number that no document holds: used while it is typed, as soon as it can be read.
import { createEntering } from "./entering.js";
import { readNumber } from "./numbers.js";

/** `input` has its name in data-field; `used(value)` is told each number that is new. */
export function bindNumber(input, { range, first, refused, say, used }) {
  const entering = createEntering({ refused, say });
  const place = { field: input.dataset.field };
  let value = first;
  let before = first; // what Esc goes back to

  const use = (number) => {
    refused.drop(place);
    if (number === value) return;
    value = number;
    input.ariaValueNow = String(value);
    used(value);
  };

  const take = (number) => {
    use(number);
    before = number;
    input.value = String(number);
  };

  const revert = () => take(before);
  const field = () => ({ place, range, before: String(before), take, revert });

  input.addEventListener("input", () => {
    const found = readNumber(input.value, range);
    if (!found.fault) use(found.value);
  });
  input.addEventListener("focusout", () => entering.enter(input, field()));
  input.addEventListener("keydown", (event) => entering.key(event, input, field()));

  input.role = "spinbutton";
  input.ariaValueMin = String(range.min);
  input.ariaValueMax = String(range.max);
  input.ariaValueNow = String(value);
  take(first);
}
