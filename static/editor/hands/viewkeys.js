// Keys that change the view, while the stage has the focus. Never Ctrl+0, + or -: those are the
// browser's. Arrows pan while there is nothing they could move.

/** With Shift, by the key's place: what it types differs from keyboard to keyboard. */
const WITH_SHIFT = { Digit0: "actual", Digit1: "fit", Digit2: "selection" };
const PLAIN = { "+": "closer", "=": "closer", "-": "farther" };
const ARROWS = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};
const PAGES = { PageUp: -1, PageDown: 1 };
/** Shares of the room. */
const [STEP, STRIDE, PAGE] = [0.05, 0.25, 0.75];

export function bindViewKeys({ root, store, acts, busy }) {
  const arrow = (event) => {
    const share = event.shiftKey ? STRIDE : STEP;
    const [across, down] = ARROWS[event.key].map((way) => way * share);
    return () => acts.pan(across, down);
  };

  const page = (event) => {
    const by = PAGES[event.key] * PAGE;
    return () => (event.shiftKey ? acts.pan(by, 0) : acts.pan(0, by));
  };

  const meant = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return null;
    if (event.shiftKey && WITH_SHIFT[event.code]) return acts[WITH_SHIFT[event.code]];
    if (PLAIN[event.key]) return acts[PLAIN[event.key]];
    if (PAGES[event.key]) return page(event);
    return ARROWS[event.key] && !store.selected ? arrow(event) : null;
  };

  root.addEventListener("keydown", (event) => {
    const act = busy() ? null : meant(event);
    if (!act) return;
    event.preventDefault();
    act();
  });
}
