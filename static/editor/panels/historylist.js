// The list of all steps beside undo and redo, the newest on top: a click or Enter goes there. The
// steps stay; what is above the present is undone and can be had back.
import { copyOf, setRows, setText } from "../page/elements.js";
import { word } from "../page/words.js";

const BY = { ArrowUp: -1, ArrowDown: 1 };

export function createHistoryList({ store, say }) {
  const menu = document.getElementById("history");
  const opener = document.getElementById("history-open");
  const list = menu.querySelector("ol");
  const isOpen = () => menu.matches(":popover-open");

  const buttons = () => [...list.querySelectorAll("button")];
  const present = () => list.querySelector("[aria-current]");

  /** Each entry is the document with so many steps done. */
  const fill = (row, { label, depth }) => {
    const button = row.firstElementChild;
    const isPresent = depth === store.depth;
    button.dataset.depth = depth;
    button.classList.toggle("undone", depth > store.depth);
    button.tabIndex = isPresent ? 0 : -1;
    if (isPresent) button.setAttribute("aria-current", "step");
    else button.removeAttribute("aria-current");
    setText(row.querySelector(".label"), label);
    row.querySelector(".vh").hidden = depth <= store.depth;
    row.querySelector(".now").hidden = !isPresent;
  };

  const paint = () => {
    const { steps } = store;
    opener.disabled = steps.length === 0;
    if (!isOpen()) return;
    const entries = [word("opened"), ...steps].map((label, depth) => ({ label, depth }));
    setRows(list, entries.reverse(), () => copyOf("step-template"), fill);
  };

  const goTo = (depth) => {
    if (depth === store.depth) return;
    store.goTo(depth);
    const { steps } = store;
    const undone = steps.length - depth;
    const at = steps[depth - 1] ?? word("opened");
    say(undone > 0 ? word("wentBackTo", { at, count: undone }) : word("wentTo", { at }));
    paint();
    present().focus();
  };

  /** The entry that a key leads to from the one that has the focus. */
  const beside = (key) => {
    const all = buttons();
    if (key === "Home") return all[0];
    if (key === "End") return all.at(-1);
    return BY[key] && all[all.indexOf(document.activeElement) + BY[key]];
  };

  list.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button) goTo(Number(button.dataset.depth));
  });
  list.addEventListener("keydown", (event) => {
    const next = beside(event.key);
    if (!next && !BY[event.key]) return;
    event.preventDefault();
    next?.focus();
  });
  menu.addEventListener("toggle", () => {
    if (!isOpen()) return;
    paint();
    present().focus();
  });

  return { paint };
}
