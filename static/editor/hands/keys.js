// Keys. Undo and redo work everywhere but amid typing; the rest only while the stage has the focus.
import { createTyping } from "./typing.js";

const ARROWS = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

const isText = (element) => element?.matches?.("input, textarea, select, [contenteditable]");
const command = (event) => event.ctrlKey || event.metaKey;

/** "undo", "redo" or null. */
function walkOf(event) {
  if (!command(event) || event.altKey) return null;
  const key = event.key.toLowerCase();
  if (key === "z") return event.shiftKey ? "redo" : "undo";
  return key === "y" ? "redo" : null;
}

export function bindKeys({ root, store, stage, acts, several }) {
  const isTyping = createTyping();

  /** Tab goes from item to item and leaves the stage at either end. */
  const step = (by) => {
    const keys = stage.keys();
    const next = keys[keys.indexOf(document.activeElement?.dataset?.key) + by];
    if (!next) return false;
    if (!several.on) store.select(next);
    stage.paint();
    stage.focus(next);
    stage.reveal([next]);
    return true;
  };

  const arrow = (event) => {
    const by = event.shiftKey ? 10 : 1;
    const [dx, dy] = ARROWS[event.key].map((way) => way * by);
    if (command(event)) acts.grow(dx, dy);
    else acts.nudge(dx, dy);
    stage.reveal();
    return true;
  };

  /** Selects the focused item; while several are being selected, adds it or takes it out. */
  const choose = () => {
    const { key } = document.activeElement.dataset;
    if (key && several.on) store.toggle(key);
    else store.select(key ?? null);
  };

  const withAlt = {
    KeyA: () => acts.alignLeft(),
    KeyD: () => acts.alignRight(),
    KeyW: () => acts.alignTop(),
    KeyS: () => acts.alignBottom(),
    KeyH: () => acts.alignCentre(),
    KeyV: () => acts.alignMiddle(),
  };

  const withCommandShift = {
    c: () => acts.copyGeometry(),
    v: () => acts.pasteGeometry(),
  };

  const withCommand = {
    a: () => acts.selectAll(),
    d() {
      acts.duplicate();
      // The keys go on with the copy.
      stage.paint();
      stage.focus(store.selected);
    },
  };

  const plain = {
    delete: () => acts.remove(),
    backspace: () => acts.remove(),
    "[": () => acts.back(),
    "]": () => acts.forward(),
    "{": () => acts.toBack(),
    "}": () => acts.toFront(),
    escape: () => store.select(null),
    enter: choose,
    m: () => several.toggle(),
    "?": () => acts.help(),
  };

  const meant = (event) => {
    const key = event.key.toLowerCase();
    if (event.altKey) return command(event) ? undefined : withAlt[event.code];
    if (!command(event)) return plain[key];
    return (event.shiftKey ? withCommandShift : withCommand)[key];
  };

  const used = (event) => {
    if (event.key === "Tab") return step(event.shiftKey ? -1 : 1);
    if (ARROWS[event.key] && !event.altKey) return store.selected ? arrow(event) : false;
    const does = meant(event);
    does?.();
    if (does) stage.reveal();
    return Boolean(does);
  };

  root.addEventListener("keydown", (event) => {
    if (store.live || isText(event.target) || !used(event)) return;
    event.preventDefault();
  });

  // The outline is heavier for someone who works by keys.
  root.addEventListener("keydown", () => root.classList.add("has-keys"));
  root.addEventListener("pointerdown", () => root.classList.remove("has-keys"), true);
  root.addEventListener("focusin", (event) => {
    const arrived = event.target.dataset?.key && !root.contains(event.relatedTarget);
    if (!arrived || !event.target.matches(":focus-visible") || store.live) return;
    if (!store.selection.includes(event.target.dataset.key)) store.select(event.target.dataset.key);
    stage.reveal([event.target.dataset.key]);
  });

  addEventListener("keydown", (event) => {
    const walk = walkOf(event);
    if (!walk || isTyping(event.target) || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    acts[walk]();
    stage.reveal();
  });

  return { choose };
}
