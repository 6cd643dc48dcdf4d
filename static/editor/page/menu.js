// A menu as the keys expect it: arrows, Home and End, first letter, Esc; one entry has the focus.

const shown = (entry) => entry.checkVisibility();

/** Where along an axis something of that length begins: after `at` or, without room, before it. */
function beside(at, length, room, edge) {
  const before = at - length;
  return at + length + edge <= room ? at : Math.max(edge, Math.min(before, room - length - edge));
}

/** `chosen(entry)` is told what was pressed, once the menu is gone; `left()` that it went by itself. */
export function createMenu({ root, chosen, left }) {
  const entries = () => [...root.querySelectorAll("[role^=menuitem]")].filter(shown);
  let pressed = false; // since it opened: the end of the press that opened it chooses nothing
  const isOpen = () => root.matches(":popover-open");

  const close = () => {
    if (isOpen()) root.hidePopover();
  };

  const leave = () => {
    if (!isOpen()) return;
    close();
    left();
  };

  /** The next entry that begins with the letter, from the one with the focus on. */
  const lettered = (all, at, letter) => {
    const order = [...all.slice(at + 1), ...all.slice(0, at + 1)];
    return order.find((entry) => entry.textContent.trim().toLowerCase().startsWith(letter));
  };

  const next = (key) => {
    const all = entries();
    const at = all.indexOf(document.activeElement);
    if (key === "ArrowDown") return all[(at + 1) % all.length];
    if (key === "ArrowUp") return all.at(at <= 0 ? -1 : at - 1);
    if (key === "Home") return all[0];
    if (key === "End") return all.at(-1);
    return key.length === 1 ? lettered(all, at, key.toLowerCase()) : undefined;
  };

  root.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === " " || event.key === "Enter") return;
    if (event.key === "Escape" || event.key === "Tab") leave();
    else {
      const entry = next(event.key);
      if (!entry) return;
      entry.focus();
    }
    event.preventDefault();
    event.stopPropagation();
  });
  root.addEventListener("pointermove", (event) => {
    const entry = event.target.closest("[role^=menuitem]");
    if (entry && event.pointerType === "mouse") entry.focus({ preventScroll: true });
  });
  root.addEventListener("pointerdown", () => {
    pressed = true;
  });
  root.addEventListener("click", (event) => {
    const entry = event.target.closest("[role^=menuitem]");
    const byKey = event.detail === 0;
    if (!entry || !(pressed || byKey)) return;
    close();
    chosen(entry);
  });
  root.addEventListener("contextmenu", (event) => event.preventDefault());
  addEventListener("pointerdown", (event) => isOpen() && !root.contains(event.target) && leave(), {
    capture: true,
  });
  for (const why of ["resize", "blur"]) addEventListener(why, leave);

  return {
    /** At a point of the window, the first entry with the focus. */
    open({ x, y }) {
      pressed = false;
      root.showPopover();
      const { width, height } = root.getBoundingClientRect();
      root.style.left = `${beside(x, width, innerWidth, 4)}px`;
      root.style.top = `${beside(y, height, innerHeight, 4)}px`;
      entries()[0]?.focus({ preventScroll: true });
    },
  };
}
