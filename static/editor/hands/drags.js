// What a pointer does on the stage: move or resize what is selected, or draw a marquee.
import { scene, setBoxes } from "../document/document.js";
import { carried, union } from "../geometry/boxes.js";
import { snappedMove, snappedResize } from "../geometry/snapping.js";
import { snapTargets } from "../geometry/snaptargets.js";
import { namesOf, word } from "../page/words.js";
import { createMarquee } from "./marquee.js";

/** A press by somebody who may only look. */
const STILL = { cursor: "is-pressed", begin() {}, to() {}, end() {} };
/** Nothing is as near as this. */
const NEVER = -1;

export function createDrags(stage, editor, picking) {
  const { store, limits, canEdit, hold, modes, preferences, acts } = editor;
  const marquee = createMarquee(stage, editor);

  /** All of a gesture is reckoned from here. */
  const starting = () => {
    const items = hold.free(stage.selected());
    const boxes = items.map((item) => item.box);
    const canvas = scene(store.rules);
    const whole = union(boxes);
    const grid = modes.grid.on ? preferences.spacing : 0;
    const safe = Object.values(limits.safeAreas);
    const targets = snapTargets(stage.others(items), canvas, whole, { grid, safe });
    return { items, boxes, whole, canvas, targets, keys: items.map((item) => item.key) };
  };

  const snapOf = ({ targets, canvas }, point) => {
    const distance = modes.snap.on && !point.command ? preferences.distance / stage.zoom : NEVER;
    return { targets, distance, scene: canvas };
  };

  /** A gesture on the selection: `boxesAt(start, dx, dy, point)` says where its boxes lie. */
  const drag = ({ act, cursor, from, click, hint, boxesAt }) => {
    // Not of the press: until it has gone far enough, a step may be undone or others' work merged.
    let start = null;
    return {
      cursor,
      click,
      begin() {
        if (hold.free(stage.selected()).length === 0) return;
        start = starting();
        store.begin(word(act, { name: namesOf(start.items) }));
      },
      to(point) {
        if (!start) return;
        const dx = (point.x - from.x) / stage.zoom;
        const dy = (point.y - from.y) / stage.zoom;
        const { boxes, marks } = boxesAt(start, dx, dy, point);
        const places = start.keys.map((key, index) => [key, boxes[index]]);
        store.preview(({ rules }) => ({ rules: setBoxes(rules, places) }));
        stage.guide(marks);
        stage.read(union(boxes), hint(), point);
      },
      end(kept) {
        if (!start) return;
        stage.guide([]);
        stage.read(null);
        if (kept) store.end();
        else store.cancel();
        stage.paint();
        stage.focus(store.selected);
        acts.run("describe", kept);
      },
    };
  };

  const move = (from, click) =>
    drag({
      act: "actMove",
      cursor: "is-dragging",
      from,
      click,
      hint: () => word("hintMove"),
      boxesAt: (start, dx, dy, point) => snappedMove(start.boxes, dx, dy, snapOf(start, point)),
    });

  const resize = (from, handle) =>
    drag({
      act: "actResize",
      cursor: `is-resizing-${handle}`,
      from,
      click() {},
      hint: () => word(modes.ratio.on ? "hintResizeLocked" : "hintResize"),
      boxesAt(start, dx, dy, point) {
        const { boxes, whole, canvas } = start;
        const ratio = point.shift !== modes.ratio.on;
        const options = { ratio, centre: point.alt, scene: canvas, boxes, sides: limits.boxSide };
        const snap = snapOf(start, point);
        const { box: to, marks } = snappedResize(whole, handle, dx, dy, options, snap);
        return { boxes: boxes.map((box) => carried(box, whole, to)), marks };
      },
    });

  const onItem = (point) => {
    const click = picking.press(point);
    stage.paint();
    stage.focus(store.selected);
    if (!canEdit) return { ...STILL, click };
    const items = stage.selected();
    const held = items.length > 0 && hold.free(items).length === 0;
    return held ? { ...STILL, click, begin: () => hold.refuse(items) } : move(point, click);
  };

  /** The gesture that a press at `point`, on a handle or not, begins. */
  return function press(point, handle) {
    if (handle) return canEdit ? resize(point, handle) : null;
    return stage.at(point).length > 0 ? onItem(point) : marquee(point, picking.adds(point));
  };
}
