// What lies above the scene in screen pixels: outline, handles, bars, name, marks, read-out.

import { isLocked } from "../document/locks.js";
import { union } from "../geometry/boxes.js";
import { barsOf } from "../geometry/letterbox.js";
import { safeArea } from "../geometry/snaptargets.js";
import { copyOf, setHidden, setPlace, setRows, setSize, setText } from "../page/elements.js";
import { namesOf, number, word } from "../page/words.js";
import { createGuides } from "./guides.js";
import { createMarks } from "./marks.js";
import { createReadout } from "./readout.js";

/** Below this many screen pixels the handles on the sides would crowd the corners. */
const CROWDED = 72;
/** The name's tag above its box, and what each of its letters takes at the most. */
const TAG = { h: 19, letter: 7 };
const BAR_LABEL = { across: 44, down: 20 };
/** The side of a bar that tells how thick it is. */
const THICKNESS = { left: "w", right: "w", top: "h", bottom: "h" };

function tagOf(items) {
  const [item] = items;
  const name = namesOf(items);
  const bare = items.length > 1 || item.kind === "logo";
  return bare ? name : word("nameAndLayer", { name, layer: item.layer });
}

export function createOverlay(root, editor) {
  const { store, frames, camera, limits } = editor;
  const { toScreen } = camera;
  const locked = (item) => isLocked(store.state, item.key);
  const part = (name) => root.querySelector(`.${name}`);
  const [selection, members, tag, marquee] = ["selection", "members", "tag", "marquee"].map(part);
  const barElements = new Map(
    [...root.querySelectorAll("[data-bar]")].map((e) => [e.dataset.bar, e]),
  );

  const paintBars = (item) => {
    const sizes = item ? barsOf(item, frames) : {};
    for (const [side, element] of barElements) {
      const size = sizes[side];
      setHidden(element, !(size > 0));
      if (element.hidden) continue;
      const { w, h } = toScreen({ ...item.box, [THICKNESS[side]]: size });
      setSize(element, { w, h });
      const label = element.firstElementChild;
      setHidden(label, w < BAR_LABEL.across || h < BAR_LABEL.down);
      setText(label, word("px", { value: number(size) }));
    }
  };

  const mark = createMarks(part("all-marks"), editor);
  const outline = (element, item) => {
    setPlace(element, toScreen(item.box));
    element.classList.toggle("is-locked", locked(item));
  };

  /** Handles lie around what they would move. */
  const handled = (items) => {
    const free = items.filter((item) => !locked(item));
    selection.classList.toggle("is-locked", free.length === 0);
    return free.length > 0 ? free : items;
  };

  const paintSelection = (items) => {
    const none = items.length === 0;
    setHidden(selection, none);
    setHidden(tag, none);
    const marked = items.length > 1 || items.some(locked) ? items : [];
    setRows(members, marked, () => copyOf("member-template"), outline);
    if (none) return null;
    const rect = toScreen(union(handled(items).map((item) => item.box)));
    setPlace(selection, rect);
    selection.classList.toggle("is-tiny", Math.min(rect.w, rect.h) < CROWDED);
    selection.classList.toggle("is-group", items.length > 1);
    return rect;
  };

  /** The name at what is selected, around which `rect` lies. Returns where it is. */
  const paintTag = (items, rect) => {
    setText(tag, tagOf(items));
    // At the corner, or at the stage's edge while the corner is out of sight or too near to it;
    // `cqw` is a part of the stage's width.
    const near = (start, size) => Math.max(start - 1, Math.min(0, start + size));
    const across = `min(${near(rect.x, rect.w)}px, 100cqw - 100%)`;
    tag.style.transform = `translate(${across}, ${near(rect.y, rect.h)}px) translateY(-100%)`;
    tag.classList.toggle("is-inside", rect.y < 22);
    return { x: rect.x, y: rect.y - TAG.h, w: TAG.letter * tag.textContent.length };
  };

  return {
    paint(items, selected, settled) {
      root.classList.toggle("is-moving", !settled);
      const rect = paintSelection(selected);
      paintBars(selected.length === 1 ? selected[0] : null);
      if (settled) mark(items, rect && paintTag(selected, rect));
    },

    /** The lines and measures of what a box snapped to. */
    guide: createGuides({ root: part("guides"), toScreen }),

    /** The safe areas of a scene; null takes them away. */
    safe(canvas) {
      for (const [name, share] of Object.entries(limits.safeAreas)) {
        const area = part(`safe-${name}`);
        area.hidden = !canvas;
        if (canvas) setPlace(area, toScreen(safeArea(canvas, share)));
      }
    },

    /** The rectangle that selects; null takes it away. */
    marquee(rect) {
      setHidden(marquee, !rect);
      if (rect) setPlace(marquee, rect);
    },

    read: createReadout(part("readout")),
  };
}
