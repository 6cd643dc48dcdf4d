// The buttons that act on what is selected, its name beside them, and the buttons that add.
import { setIcon, setText } from "../page/elements.js";
import { bindToolbar } from "../page/toolbar.js";
import { nameOf, number, word } from "../page/words.js";

const selectedName = (items) =>
  items.length > 1 ? word("selectedCount", { count: number(items.length) }) : nameOf(items[0]);

export function createTools(root, { acts }) {
  const name = root.querySelector("#selected-name");
  const toolbar = bindToolbar(root.querySelector("[role=toolbar]"));
  const buttons = [...root.querySelectorAll("[data-act]:not([role])")];

  for (const button of buttons) {
    button.addEventListener("click", () => acts.run(button.dataset.act, button.dataset.shape));
  }

  const padlock = root.querySelector("[data-act=lock]");
  const paintLock = () => {
    if (!padlock) return;
    const held = acts.isOn("lock");
    padlock.setAttribute("aria-pressed", String(held));
    setIcon(padlock.querySelector("svg"), held ? "lock" : "unlock");
  };

  return {
    paint() {
      const items = acts.selected();
      setText(name, items.length > 0 ? selectedName(items) : word("nothingSelected"));
      name.classList.toggle("is-none", items.length === 0);
      for (const button of buttons) button.disabled = !acts.fits(button.dataset.act);
      paintLock();
      toolbar.paint();
    },
  };
}
