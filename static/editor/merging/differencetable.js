// The differences of two versions as a table; where both changed the same, each cell is a choice.

import { copyOf, setRows, setText } from "../page/elements.js";
import { word } from "../page/words.js";
import { isChanged, rowOf } from "./differences.js";
import { labelOf, valueText } from "./differencewords.js";

const SIDES = ["mine", "theirs"];

/** `decided(choices)` is called with what a person chose: row → "mine" or "theirs". */
export function createDifferenceTable({ root, decided }) {
  const body = root.querySelector("tbody");
  let choices = new Map();

  const fillChoice = (cell, row, side, index) => {
    const input = cell.querySelector("input");
    cell.querySelector("label").hidden = !row.clash;
    cell.querySelector(".plain").hidden = row.clash;
    input.name = `clash-${index}`;
    input.dataset.row = rowOf(row);
    input.checked = choices.get(rowOf(row)) === side;
    input.setAttribute(
      "aria-label",
      word(`choose.${side}`, { what: labelOf(row), value: valueText(row, side) }),
    );
  };

  const fillRow = (element, row, index) => {
    element.classList.toggle("clash", row.clash);
    setText(element.querySelector(".what"), labelOf(row));
    element.querySelector(".both").hidden = !row.clash;
    setText(element.querySelector('[data-side="base"] .value'), valueText(row, "base"));
    for (const side of SIDES) {
      const cell = element.querySelector(`[data-side="${side}"]`);
      cell.classList.toggle("ch", isChanged(row, side));
      for (const value of cell.querySelectorAll(".value")) setText(value, valueText(row, side));
      fillChoice(cell, row, side, index);
    }
  };

  body.addEventListener("change", ({ target }) => {
    choices.set(target.dataset.row, target.value);
    decided(choices);
  });

  return {
    decided: () => choices,
    /** The rows that clash first; what was chosen before is kept. */
    show(rows) {
      const ordered = [...rows.filter((row) => row.clash), ...rows.filter((row) => !row.clash)];
      const clashing = rows.filter((row) => row.clash).map(rowOf);
      choices = new Map(clashing.map((name) => [name, choices.get(name) ?? "mine"]));
      setRows(body, ordered, () => copyOf("difference-template"), fillRow);
    },
  };
}
