// What a press on the stage selects: topmost first, what is beneath by clicking again, several
// with Ctrl or Shift held or while the mode for several is on.

/** As near as this, in screen pixels, a click is at the same point as the last one. */
const NEAR = 6;

const near = (a, b) => Boolean(a) && Math.hypot(a.x - b.x, a.y - b.y) <= NEAR;

export function createPicking(stage, { store, modes }) {
  const { several } = modes;
  let last = null; // where the last click was

  const beneath = (hits) => hits[(hits.indexOf(store.selected) + 1) % hits.length];

  const adding = (hits) => {
    const [top] = hits;
    if (store.selection.includes(top)) return () => store.toggle(top);
    store.toggle(top);
    return () => {};
  };

  const one = (hits, point) => {
    const again = near(last, point) && hits.includes(store.selected);
    const kept = again || store.selection.includes(hits[0]);
    if (!kept) store.select(hits[0]);
    return () => {
      store.select(again ? beneath(hits) : hits[0]);
      last = point;
    };
  };

  const adds = (point) => point.shift || point.command || several.on;

  return {
    adds,

    /** Selects what is pressed; returns what a click, a press that moved nothing, does beyond. */
    press(point) {
      const hits = stage.at(point);
      const click = adds(point) ? adding(hits) : one(hits, point);
      last = null;
      return click;
    },
  };
}
