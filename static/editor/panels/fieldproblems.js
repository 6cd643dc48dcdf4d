// Problems beside what they name: every list with data-why shows those of its field.
import { copyOf, setIcon, setRows, setText } from "../page/elements.js";

/** Whether a list shows what is about `field`: `box.*` all of its group, `source.` what has no other. */
function matches(slot, field, own) {
  if (slot.endsWith("*")) return field.startsWith(slot.slice(0, -1));
  return field === slot || (slot.endsWith(".") && field.startsWith(slot) && !own.has(field));
}

function fill(row, problem) {
  row.className = `why ${problem.severity}`;
  setIcon(row.querySelector("svg"), problem.severity === "error" ? "error" : "warn");
  setText(row.querySelector("span"), problem.message);
}

/** Shows in `root` the problems of the selected item and of what belongs to no item. */
export function paintWhys(root, problems, selected) {
  const about = problems.filter((problem) => problem.key === null || problem.key === selected);
  const slots = [...root.querySelectorAll("[data-why]")];
  const own = new Set(slots.map((slot) => slot.dataset.why));
  for (const slot of slots) {
    const found = about.filter((problem) => matches(slot.dataset.why, problem.field, own));
    setRows(slot, found, () => copyOf("why-template"), fill);
  }
  for (const input of root.querySelectorAll("[data-field]")) {
    const found = about.filter((problem) => problem.field === input.dataset.field);
    const bad = found.some((problem) => problem.severity === "error");
    input.setAttribute("aria-invalid", String(bad));
    input.closest(".field, .in").classList.toggle("bad", bad);
  }
}
