// The buttons that act on what is selected, its name beside them, and the buttons that add.
import { setIcon, setText } from "../page/elements.js";
import { bindToolbar } from "../page/toolbar.js";
import { nameOf, number, word } from "../page/words.js";

const selectedName = (items) =>
  items.length > 1 ? word("selectedCount", { count: number(items.length) }) : nameOf(items[0]);

/** `data-least` and `data-most` say for how many items an act is. */
export const fits = ({ dataset: { least = 1, most = Number.POSITIVE_INFINITY } }, count) =>
  count >= least && count <= most;

export function createTools({ root, acts }) {
  const name = root.querySelector("#selected-name");
  const toolbar = bindToolbar(root.querySelector("[role=toolbar]"));
  const buttons = [...root.querySelectorAll("[data-act]:not([role])")];

  for (const button of buttons) {
    button.addEventListener("click", () => acts[button.dataset.act](button));
  }

  const swapWith = root.querySelector("[data-act=swapWith]");
  const padlock = root.querySelector("[data-act=lock]");
  const paintLock = () => {
    if (!padlock) return;
    const able = acts.lockable();
    const held = acts.areLocked(able);
    padlock.disabled = able.length === 0;
    padlock.setAttribute("aria-pressed", String(held));
    setIcon(padlock.querySelector("svg"), held ? "lock" : "unlock");
  };

  return {
    paint() {
      const items = acts.selected();
      setText(name, items.length > 0 ? selectedName(items) : word("nothingSelected"));
      name.classList.toggle("is-none", items.length === 0);
      for (const button of buttons) button.disabled = !fits(button, items.length);
      paintLock();
      if (swapWith) swapWith.disabled = acts.swappable().length === 0;
      toolbar.paint();
    },
    bind({ added }) {
      root.querySelector("#add-source")?.addEventListener("click", () => added(acts.addSource()));
      root.querySelector("#add-logo")?.addEventListener("click", () => added(acts.addLogo()));
    },
  };
}
