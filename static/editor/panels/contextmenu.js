// The context menu of the stage: right button, Menu key, Shift+F10, or a finger that rests.
import { find } from "../document/document.js";
import { areLocked } from "../document/locks.js";
import { copyOf, setIcon, setRows, setText } from "../page/elements.js";
import { dressed } from "../page/htmx.js";
import { bindLongPress } from "../page/longpress.js";
import { createMenu } from "../page/menu.js";
import { nameOf, word } from "../page/words.js";
import { iconOf } from "../stage/item.js";

/** What fills the menu for what is selected, and with the items at a point. */
function createFill({ root, store, acts }) {
  const isOffered = (name) =>
    acts.fits(name) && !(acts.lines[name].onlyEmpty && store.selection.length > 0);

  const fillActs = () => {
    const stuck = areLocked(store.state, acts.selected());
    for (const entry of root.querySelectorAll("[data-act]")) {
      const { act } = entry.dataset;
      entry.hidden = !isOffered(act);
      // Chosen all the same, the act says who is locked.
      if (acts.lines[act].moves) entry.setAttribute("aria-disabled", String(stuck));
    }
  };

  const fillLock = () => {
    const lock = root.querySelector("[data-act=lock]");
    const held = acts.isOn("lock");
    setText(lock.querySelector("span"), word(held ? "unlockIt" : "lockIt"));
    setIcon(lock.querySelector("svg"), held ? "lock" : "unlock");
  };

  const fillBeneath = (element, key) => {
    const item = find(store.rules, key);
    element.dataset.beneath = key;
    element.setAttribute("aria-checked", String(store.selected === key));
    setIcon(element.querySelector("svg"), iconOf(item));
    setText(element.querySelector("span"), nameOf(item));
  };

  const beneath = root.querySelector("#beneath");
  return (hits) => {
    fillActs();
    fillLock();
    setRows(beneath, hits.length > 1 ? hits : [], () => copyOf("beneath-template"), fillBeneath);
    for (const group of root.querySelectorAll("[role=group]")) {
      group.hidden = ![...group.querySelectorAll("[role^=menuitem]")].some((one) => !one.hidden);
    }
  };
}

export function createContextMenu(root, { stageRoot, store, acts }, { stage, gestures }) {
  let back = null; // the item that gets the focus back
  let byKey = false;

  const focusBack = () => {
    stage.paint();
    if (find(store.rules, back)) stage.focus(back);
    else stageRoot.focus({ preventScroll: true });
  };

  const run = (entry) => {
    if ("beneath" in entry.dataset) {
      store.select(entry.dataset.beneath);
      back = entry.dataset.beneath;
      return focusBack();
    }
    focusBack();
    return acts.run(entry.dataset.act, entry.dataset.shape);
  };

  const menu = createMenu({ root, chosen: run, left: focusBack });
  const fill = createFill({ root, store, acts });

  const hitsAt = (point) => {
    const { left, top } = stageRoot.getBoundingClientRect();
    return stage.at({ x: point.x - left, y: point.y - top });
  };

  /** About an item or, with null, the empty stage: it is selected first, unless it was already. */
  const open = async (point, key, hits) => {
    if (!key || !store.selection.includes(key)) store.select(key);
    back = key;
    stage.paint();
    fill(hits);
    await dressed; // unseen entries take no focus
    menu.open(point);
  };

  const openAt = (point) => {
    const hits = hitsAt(point);
    open(point, hits[0] ?? null, hits);
  };

  const middle = (element) => {
    const { x, y, width, height } = element.getBoundingClientRect();
    return { x: x + width / 2, y: y + height / 2 };
  };

  /** By key it is about the item with the focus, whatever lies above its middle. */
  const openByKey = () => {
    const element = document.activeElement;
    const point = middle(element);
    const { key = null } = element.dataset;
    open(point, key, key ? hitsAt(point) : []);
  };

  stageRoot.addEventListener("keydown", ({ key, shiftKey }) => {
    byKey = key === "ContextMenu" || (key === "F10" && shiftKey);
  });
  stageRoot.addEventListener("pointerdown", () => {
    byKey = false;
  });
  stageRoot.addEventListener("contextmenu", (event) => {
    event.preventDefault();
    if (store.live || event.pointerType === "touch") return;
    if (byKey) openByKey();
    else openAt({ x: event.clientX, y: event.clientY });
  });
  bindLongPress({
    root: stageRoot,
    pressed(point) {
      gestures.cancel();
      openAt(point);
    },
  });
}
