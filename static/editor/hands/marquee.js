// Selecting by a rectangle drawn from an empty place of the stage. What is locked stays out of it.
import { isLocked } from "../document/locks.js";

const rectOf = (a, b) => ({
  x: Math.min(a.x, b.x),
  y: Math.min(a.y, b.y),
  w: Math.abs(a.x - b.x),
  h: Math.abs(a.y - b.y),
});

export function createMarquee(stage, { store }) {
  const isFree = (key) => !isLocked(store.state, key);

  /** The gesture from a point; `adds` keeps what was selected before. */
  return function marquee(from, adds) {
    const before = store.selection;
    const kept = adds ? before : [];
    if (!adds) store.select(null);
    return {
      cursor: "is-selecting",
      click() {},
      begin() {},
      to(point) {
        const rect = rectOf(from, point);
        stage.marquee(rect);
        store.select([...kept, ...stage.within(rect).filter(isFree).reverse()]);
      },
      end(done) {
        stage.marquee(null);
        if (!done) store.select(before);
        stage.paint();
        if (store.selected) stage.focus(store.selected);
      },
    };
  };
}
