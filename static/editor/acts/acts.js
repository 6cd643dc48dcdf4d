// What a person can do to the document, by whatever way: keys, buttons, fields or a dropped link.
import { withoutOldChoices } from "../document/choices.js";
import * as doc from "../document/document.js";
import {
  copiesOf,
  freeId,
  freeLayer,
  freshBox,
  typeOfUrl,
  withCopies,
} from "../document/newitems.js";
import { restack } from "../document/order.js";
import { carried, extents, movedAll, union, withSide } from "../geometry/boxes.js";
import { namesOf, word } from "../page/words.js";

const NUDGE_JOINS = 1000;

const between = (value, [low, high]) => Math.max(low, Math.min(high, value));

/**
 * `left()` is told that what had the focus may be gone, `added(key, url)` of a new item and the
 * address it came with.
 */
export function createActs({ store, acts, limits, canEdit, modes, hold, say, full, left, added }) {
  const { selected } = acts;
  const { ratio } = modes;
  /** What is selected and has a box, for those who may change it. */
  const placed = () => (canEdit ? selected().filter((item) => item.box) : []);
  const boxesOf = (items) => items.map((item) => item.box);
  const act = (key, items) => word(key, { name: namesOf(items) });
  const count = (kind, items) => items.filter((item) => item.kind === kind).length;

  /** Where those of `items` are that may be moved, and who stayed. */
  const sayPlaces = (items) => {
    const free = hold.movable(items);
    if (free.length === 0) return;
    hold.say(word("placed", { name: namesOf(free), ...union(boxesOf(free)) }), items);
  };

  const place = (label, items, boxes, joins) => {
    const keys = items.map((item) => item.key);
    const merge = { key: `${joins}:${keys}`, within: NUDGE_JOINS };
    const places = keys.map((key, index) => [key, boxes[index]]);
    store.commit(label, ({ rules }) => ({ rules: doc.setBoxes(rules, places) }), { merge });
    sayPlaces(placed());
  };

  const done = (label) => say(word("done", { act: label }));

  /** `keys` are those of what is new, one or several. */
  const add = (label, change, keys) => {
    store.commit(label, () => change, { select: keys });
    done(label);
    return keys;
  };

  /** What there would be too many of with `items` added, or null. */
  const tooMany = (items) => {
    const all = doc.items(store.rules);
    const over = (kind, most) => count(kind, items) + count(kind, all) > most;
    if (over("source", limits.maxSources)) return ["sourcesFull", limits.maxSources];
    return over("logo", limits.maxLogos) ? ["logosFull", limits.maxLogos] : null;
  };

  /** Boxes without a source have nothing that could be copied. */
  const copyable = () => placed().filter((item) => item.index >= 0);

  const addCopies = (label, copies) => {
    const over = tooMany(copies);
    if (over) return full(...over);
    return add(label, ...withCopies(store.work, copies, limits));
  };

  const stack = (step, key) => {
    const items = selected();
    if (items.length === 0 || !canEdit) return;
    const label = act(key, items);
    const changed = store.commit(label, ({ rules }) => ({
      rules: restack(rules, store.selection, step, limits.layer.max),
    }));
    if (changed) done(label);
    else say(word(step > 0 ? "alreadyTop" : "alreadyBottom"));
  };

  /** What is locked stays. */
  const takeOut = (named) => {
    const all = canEdit ? selected() : [];
    const items = hold.movable(all, "lockedRemove");
    if (items.length === 0) return;
    const label = act(named, items);
    const without = (rules) => items.reduce((value, { key }) => doc.remove(value, key), rules);
    store.commit(label, ({ rules, state }) => withoutOldChoices({ rules: without(rules), state }));
    left();
    hold.say(word("done", { act: label }), all);
  };

  const walk = (label, done, nothing) => say(label ? word(done, { act: label }) : word(nothing));

  return {
    /** Says where the selection ended up, or that the gesture was taken back. */
    describe(kept) {
      if (kept) sayPlaces(placed());
      else say(word("cancelled"));
    },

    undo: () => canEdit && walk(store.undo(), "undone", "nothingToUndo"),
    redo: () => canEdit && walk(store.redo(), "redone", "nothingToRedo"),
    forward: () => stack(1, "actForward"),
    back: () => stack(-1, "actBack"),
    toFront: () => stack(Number.POSITIVE_INFINITY, "actToFront"),
    toBack: () => stack(Number.NEGATIVE_INFINITY, "actToBack"),

    selectNone: () => store.select(null),
    selectAll: () => store.select(doc.items(store.rules).map((item) => item.key)),

    nudge(dx, dy) {
      const items = hold.movable(placed());
      if (items.length === 0) return;
      const boxes = movedAll(boxesOf(items), dx, dy, doc.scene(store.rules));
      place(act("actMove", items), items, boxes, "nudge");
    },

    /** Moves the right or the bottom edge. */
    grow(dw, dh) {
      const items = hold.movable(placed());
      if (items.length === 0) return;
      const boxes = boxesOf(items);
      const whole = union(boxes);
      const range = (size) => extents(boxes, size, doc.scene(store.rules), limits.boxSide);
      const [size, by, other] = dw ? ["w", dw, "h"] : ["h", dh, "w"];
      const side = between(whole[size] + by, range(size));
      const to = ratio.on ? withSide(whole, size, side, range(other)) : { ...whole, [size]: side };
      const grown = boxes.map((box) => carried(box, whole, to));
      place(act("actResize", items), items, grown, "grow");
    },

    remove: () => takeOut("actRemove"),
    /** What follows copying it. */
    cutOut: () => takeOut("actCut"),

    duplicate() {
      const items = copyable();
      if (items.length > 0) addCopies(act("actDuplicate", items), copiesOf(store.work, items));
    },

    /** What the clipboard takes of the selection. */
    copied() {
      const items = copyable();
      if (items.length > 0) say(word("copiedItems", { name: namesOf(items) }));
      return copiesOf(store.work, items);
    },
    paste: (copies) => canEdit && addCopies(word("actPaste"), copies),

    giveBox() {
      const [item] = selected();
      if (!item || item.box || !canEdit) return;
      const box = freshBox(doc.scene(store.rules), item.index, 0.4, limits.boxSide);
      store.commit(act("actBox", [item]), ({ rules }) => ({
        rules: doc.setBox(rules, item.key, box),
      }));
      done(act("actBox", [item]));
    },

    addSource(url = "") {
      if (!canEdit) return null;
      const over = tooMany([{ kind: "source" }]);
      if (over) return full(...over);
      const items = doc.items(store.rules);
      const Layer = freeLayer(items, limits.layer);
      const source = {
        ID: freeId(store.work),
        Layer,
        Type: typeOfUrl(url) ?? "pic",
        Url: url,
      };
      const box = freshBox(doc.scene(store.rules), count("source", items), 0.4, limits.boxSide);
      const label = word("actAdd", { name: source.ID });
      const [rules, key] = doc.addSource(store.rules, source, box);
      return added(add(label, { rules }, key), url);
    },

    /** `size`: {width, height} of its picture, if that is known. */
    addLogo(url = "", size = null) {
      if (!canEdit) return null;
      const over = tooMany([{ kind: "logo" }]);
      if (over) return full(...over);
      const items = doc.items(store.rules);
      const box = freshBox(
        doc.scene(store.rules),
        count("logo", items),
        0.125,
        limits.boxSide,
        size,
      );
      const [rules, key] = doc.addLogo(store.rules, { Url: url }, box);
      return added(add(word("actAddLogo"), { rules }, key), url);
    },
  };
}
