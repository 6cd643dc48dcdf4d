// Keys that change the view, while the stage has the focus. Never Ctrl+0, + or -: those are the
// browser's. Arrows pan while there is nothing they could move.
import { actByStroke } from "../../pages/strokes.js";

const ARROWS = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};
const PAGES = { PageUp: -1, PageDown: 1 };
/** Shares of the room. */
const [STEP, STRIDE, PAGE] = [0.05, 0.25, 0.75];

export function bindViewKeys(root, { store, acts }, busy) {
  const ofView = actByStroke(acts.lines, "view");

  const arrow = (event) => {
    const share = event.shiftKey ? STRIDE : STEP;
    const [across, down] = ARROWS[event.key].map((way) => way * share);
    return () => acts.run("view.pan", across, down);
  };

  const page = (event) => {
    const by = PAGES[event.key] * PAGE;
    return () => acts.run("view.pan", ...(event.shiftKey ? [by, 0] : [0, by]));
  };

  const meant = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return null;
    const name = ofView(event);
    if (name) return () => acts.run(name);
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
