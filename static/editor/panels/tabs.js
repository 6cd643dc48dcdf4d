// Which panel is open: the inspector's tabs, and on a phone the dock below the stage.
import { setTabIndex } from "../page/elements.js";

/** `layers` and `presets` are panels of their own on wide windows: only a phone shows them as tabs. */
export function createTabs({ root }) {
  const tabs = [...root.querySelectorAll("[role=tab]")];
  const buttons = [...root.querySelectorAll("button[data-tab]")];

  const show = (name) => {
    root.dataset.tab = name;
    const panel = ["layers", "presets"].includes(name) ? "box" : name;
    for (const tab of tabs) {
      const open = tab.dataset.tab === panel;
      tab.setAttribute("aria-selected", String(open));
      setTabIndex(tab, open ? 0 : -1);
      root.querySelector(`#${tab.getAttribute("aria-controls")}`).hidden = !open;
    }
    for (const button of buttons) {
      if (button.closest(".dock"))
        button.toggleAttribute("aria-current", button.dataset.tab === name);
    }
  };

  root.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-tab]");
    if (button) show(button.dataset.tab);
  });
  root.querySelector("[role=tablist]").addEventListener("keydown", (event) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!by) return;
    const next = tabs[(tabs.indexOf(event.target) + by + tabs.length) % tabs.length];
    show(next.dataset.tab);
    next.focus();
  });
  show(root.dataset.tab);
  return { show };
}
