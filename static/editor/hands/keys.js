// Keys. Undo and redo work everywhere but amid typing; the rest only while the stage has the focus.
// Those of an act come with the page; here are those that say how far as well.
import { actByStroke } from "../../pages/strokes.js";
import { createTyping } from "./typing.js";

const ARROWS = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

const isText = (element) => element?.matches?.("input, textarea, select, [contenteditable]");
const command = (event) => event.ctrlKey || event.metaKey;

export function bindKeys(root, { store, acts, modes }, stage) {
  const { several } = modes;
  const typing = createTyping();
  const browsers = { undo: typing.takesBack, redo: typing.doesAgain };
  const onStage = actByStroke(acts.lines, "stage");
  const onPage = actByStroke(acts.lines, "page");

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
    acts.run(command(event) ? "grow" : "nudge", dx, dy);
    stage.reveal();
    return true;
  };

  /** Selects the focused item; while several are being selected, adds it or takes it out. */
  const choose = () => {
    const { key } = document.activeElement.dataset;
    if (key && several.on) store.toggle(key);
    else store.select(key ?? null);
  };

  acts.register({ choose });

  /** A stroke is the stage's whether or not its act fits: Alt+D is no address bar now and then. */
  const perform = (name) => {
    if (!acts.fits(name)) return;
    acts.run(name);
    if (name !== "duplicate") return;
    // The keys go on with the copy.
    stage.paint();
    stage.focus(store.selected);
  };

  const used = (event) => {
    if (event.key === "Tab") return step(event.shiftKey ? -1 : 1);
    if (ARROWS[event.key] && !event.altKey) return store.selected ? arrow(event) : false;
    const name = onStage(event);
    if (!name) return false;
    perform(name);
    stage.reveal();
    return true;
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
    const name = onPage(event);
    if (!name || browsers[name]?.(event.target) || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    typing.rest();
    acts.run(name);
    stage.reveal();
  });
}
