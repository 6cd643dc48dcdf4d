// Acts that arrange what is selected: align, distribute, size, shape, swap, and geometry alone.

import { find, scene, setBoxes } from "../document/document.js";
import { aligned, atLeast, distributed, mirrored, shaped, sized } from "../geometry/align.js";
import { reachable } from "../geometry/boxes.js";
import { pictureBox } from "../geometry/letterbox.js";
import { namesOf, word } from "../page/words.js";

export function createArranging({ store, acts, limits, frames, hold, say }) {
  let geometry = null; // the boxes that were copied, bottom to top

  const boxesOf = (items) => items.map((item) => item.box);
  const side = (value) => Math.max(limits.boxSide.min, Math.min(limits.boxSide.max, value));

  /**
   * One named step that gives the selected items the boxes `change` returns for them. What is
   * locked counts among the boxes, but stays.
   */
  const arrange = (label, change, least = 1) => {
    const all = acts.placed();
    if (all.length < least) return;
    const free = hold.movable(all);
    if (free.length === 0) return;
    const after = change(boxesOf(all), all);
    const canvas = scene(store.rules);
    const places = free.map((item) => [
      item.key,
      reachable(after[all.indexOf(item)], item.box, canvas),
    ]);
    const act = word(label, { name: namesOf(free) });
    const changed = store.commit(act, ({ rules }) => ({ rules: setBoxes(rules, places) }));
    hold.say(changed ? word("done", { act }) : word("nothingChanged"), all);
  };

  const align = (edge) => () =>
    arrange(`actAlign.${edge}`, (boxes) => aligned(boxes, edge, scene(store.rules)));
  const distribute = (axis) => () =>
    arrange(`actDistribute.${axis}`, (boxes) => distributed(boxes, axis), 3);

  const mirror = (axis) => () =>
    arrange(`actMirror.${axis}`, (boxes) => mirrored(boxes, axis, scene(store.rules)));

  const fitScene = () => {
    const { w, h } = scene(store.rules);
    const whole = { x: 0, y: 0, w: side(w), h: side(h) };
    arrange("actFitScene", (boxes) => boxes.map(() => whole));
  };

  return {
    alignLeft: align("left"),
    alignCentre: align("centre"),
    alignRight: align("right"),
    alignTop: align("top"),
    alignMiddle: align("middle"),
    alignBottom: align("bottom"),
    distributeX: distribute("x"),
    distributeY: distribute("y"),
    mirrorX: mirror("x"),
    mirrorY: mirror("y"),
    fitScene,
    fitSource() {
      const { min } = limits.boxSide;
      const fitted = (item) => atLeast(pictureBox(item, frames), min);
      arrange("actFitSource", (_boxes, items) => items.map(fitted));
    },
    /** `ratio` as it is written: "16:9". */
    shape: (ratio) =>
      arrange("actShape", (boxes) =>
        shaped(boxes, ratio.split(":").map(Number), limits.boxSide.min),
      ),
    /** All get the size of the one that was chosen last. */
    sameSize: () =>
      arrange(
        "actSameSize",
        (boxes) => {
          const model = find(store.settled.rules, store.selected);
          return sized(boxes, model.box ?? boxes[0]);
        },
        2,
      ),
    swap() {
      const items = acts.placed();
      if (items.length === 2 && hold.allow(items)) arrange("actSwap", ([a, b]) => [b, a]);
    },

    copyGeometry() {
      const items = acts.placed();
      if (items.length === 0) return;
      geometry = boxesOf(items);
      say(word("geometryCopied", { name: namesOf(items) }));
    },
    /** One copied box goes to all that is selected; several go to as many, bottom to top. */
    pasteGeometry() {
      if (!geometry) return say(word("noGeometry"));
      const given = geometry;
      return arrange("actPasteGeometry", (boxes) =>
        boxes.map((box, index) => (given.length === 1 ? given[0] : (given[index] ?? box))),
      );
    },
  };
}
