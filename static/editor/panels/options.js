// The options of a select: the API's list, and whatever else the document holds, so that nothing
// is changed by being shown.
import { number, word } from "../page/words.js";

const UNITS = { sampleRates: "hertz", audioBitRates: "bitsPerSecond" };

function optionOf(list, value) {
  const option = document.createElement("option");
  option.value = String(value);
  const unit = UNITS[list];
  option.textContent = unit ? word(unit, { value: number(value) }) : String(value);
  if (typeof value === "number") option.dataset.number = "";
  return option;
}

export function offer(select, list, values, present) {
  const all = present === undefined || values.includes(present) ? values : [...values, present];
  const wanted = all.join();
  if (select.dataset.offered === wanted) return;
  select.dataset.offered = wanted;
  select.replaceChildren(...all.map((value) => optionOf(list, value)));
}
