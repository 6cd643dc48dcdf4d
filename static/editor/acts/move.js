// Moving what is selected and growing it, step by step; and saying where it is then.
import { scene, setBoxes } from "../document/document.js";
import { carried, extents, movedAll, union, withSide } from "../geometry/boxes.js";
import { namesOf, word } from "../page/words.js";

const JOINS = 1000;

const between = (value, [low, high]) => Math.max(low, Math.min(high, value));
const boxesOf = (items) => items.map((item) => item.box);

export function createMoving({ store, acts, limits, modes, hold, say }) {
  const { ratio } = modes;

  /** Where those of `items` are that may be moved, and who stayed. */
  const sayPlaces = (items) => {
    const free = hold.movable(items);
    if (free.length === 0) return;
    hold.say(word("placed", { name: namesOf(free), ...union(boxesOf(free)) }), items);
  };

  const place = (label, items, boxes, joins) => {
    const keys = items.map((item) => item.key);
    const merge = { key: `${joins}:${keys}`, within: JOINS };
    const places = keys.map((key, index) => [key, boxes[index]]);
    const act = word(label, { name: namesOf(items) });
    store.commit(act, ({ rules }) => ({ rules: setBoxes(rules, places) }), { merge });
    sayPlaces(acts.placed());
  };

  return {
    /** Says where the selection ended up, or that the gesture was taken back. */
    describe(kept) {
      if (kept) sayPlaces(acts.placed());
      else say(word("cancelled"));
    },

    nudge(dx, dy) {
      const items = hold.movable(acts.placed());
      if (items.length === 0) return;
      place("actMove", items, movedAll(boxesOf(items), dx, dy, scene(store.rules)), "nudge");
    },

    /** Moves the right or the bottom edge. */
    grow(dw, dh) {
      const items = hold.movable(acts.placed());
      if (items.length === 0) return;
      const boxes = boxesOf(items);
      const whole = union(boxes);
      const range = (size) => extents(boxes, size, scene(store.rules), limits.boxSide);
      const [size, by, other] = dw ? ["w", dw, "h"] : ["h", dh, "w"];
      const side = between(whole[size] + by, range(size));
      const to = ratio.on ? withSide(whole, size, side, range(other)) : { ...whole, [size]: side };
      const grown = boxes.map((box) => carried(box, whole, to));
      place("actResize", items, grown, "grow");
    },
  };
}
