// The stage: items in scene pixels, as far as the camera shows them; overlay in screen pixels.
import { items, scene } from "../document/document.js";
import { isLocked } from "../document/locks.js";
import { union } from "../geometry/boxes.js";
import { setHidden, setTabIndex } from "../page/elements.js";
import { createItem, fillItem, placeItem } from "./item.js";
import { createOverlay } from "./overlay.js";
import { createScenery } from "./scenery.js";

export function createStage(root, editor) {
  const { store, camera, frames, hints } = editor;
  const sceneElement = root.querySelector(".scene");
  const invite = root.querySelector(".invite");
  const nodes = new Map();
  const { toScreen } = camera;
  const overlay = createOverlay(root.querySelector(".overlay"), editor);
  const scenery = createScenery(root, editor, overlay);

  const nodeOf = (item) => {
    if (!nodes.has(item.key)) {
      const element = createItem(item);
      sceneElement.append(element);
      nodes.set(item.key, element);
    }
    return nodes.get(item.key);
  };

  const drop = (shown) => {
    const keys = new Set(shown.map((item) => item.key));
    for (const [key, element] of nodes) {
      if (keys.has(key)) continue;
      element.remove();
      nodes.delete(key);
    }
  };

  /** Exactly one item is in the page's tab order. */
  const rove = (shown) => {
    const focused = document.activeElement?.dataset?.key;
    const keys = shown.map((item) => item.key);
    const stop = [focused, store.selected, keys[0]].find((key) => keys.includes(key));
    for (const [key, element] of nodes) setTabIndex(element, key === stop ? 0 : -1);
    setTabIndex(root, keys.length > 0 ? -1 : 0);
  };

  const placed = () => items(store.rules).filter((item) => item.box);
  const isSelected = (item) => store.selection.includes(item.key);

  const settleItems = (shown) => {
    drop(shown);
    for (const item of shown) {
      const how = {
        selected: isSelected(item),
        locked: isLocked(store.state, item.key),
        hints: hints.of(item.key),
      };
      fillItem(nodes.get(item.key), item, frames.of(item), how);
    }
    rove(shown);
  };

  /** The box around what is selected, or around other items; null for nothing. */
  const around = (keys = store.selection) => {
    const boxes = placed().filter((item) => keys.includes(item.key));
    return boxes.length > 0 ? union(boxes.map((item) => item.box)) : null;
  };

  let due = 0;

  /** What follows the view; items lie in the scene and come along. */
  const paintView = (shown) => {
    cancelAnimationFrame(due);
    due = 0;
    scenery.paint();
    overlay.paint(shown, shown.filter(isSelected), !store.live);
    scenery.mark(around());
  };

  const paint = () => {
    const canvas = scene(store.rules);
    if (canvas.w !== camera.canvas.w || canvas.h !== camera.canvas.h) camera.scene(canvas);
    const shown = placed();
    shown.forEach((item, height) => {
      placeItem(nodeOf(item), item, frames, height);
    });
    if (!store.live) settleItems(shown);
    if (invite) setHidden(invite, shown.length > 0);
    paintView(shown);
  };

  camera.subscribe(() => {
    due ||= requestAnimationFrame(() => paintView(placed()));
  });

  new ResizeObserver(() => {
    const { paddingLeft, paddingTop } = getComputedStyle(root);
    const pad = { x: Number.parseFloat(paddingLeft), y: Number.parseFloat(paddingTop) };
    camera.resize({ w: root.clientWidth, h: root.clientHeight }, pad);
    paint();
  }).observe(root);

  return {
    paint,
    /** Once each picture there is has been painted, or is known not to come. */
    async settled() {
      const pictures = [...root.querySelectorAll(".item img[src]")];
      await Promise.allSettled(pictures.map((picture) => picture.decode()));
      for (let frame = 0; frame < 3; frame += 1) await new Promise(requestAnimationFrame);
    },
    focus: (key) => nodes.get(key)?.focus({ preventScroll: true }),
    /** Items in reading order for the keyboard: bottom to top. */
    keys: () => placed().map((item) => item.key),
    /** The boxes of all but these items. */
    others: (items) => {
      const keys = items.map((item) => item.key);
      return placed().flatMap((item) => (keys.includes(item.key) ? [] : [item.box]));
    },
    /** What of the selection lies on the stage, bottom to top. */
    selected: () => placed().filter(isSelected),
    /** The keys of what touches a rectangle of the stage, topmost first. */
    within({ x, y, w, h }) {
      const touches = ({ box }) => {
        const rect = toScreen(box);
        return rect.x <= x + w && x <= rect.x + rect.w && rect.y <= y + h && y <= rect.y + rect.h;
      };
      return placed()
        .filter(touches)
        .map((item) => item.key)
        .reverse();
    },
    at({ x, y }) {
      return this.within({ x, y, w: 0, h: 0 });
    },
    around,
    /** Scrolls to what is selected, or to other items, if it is out of sight. */
    reveal(keys = store.selection) {
      const rect = around(keys);
      if (rect) camera.reveal(rect);
    },
    /** The read-out of a box beside a point of the stage; without a box it goes. */
    read(box, hint, point) {
      overlay.read(box, hint, point, camera.room);
    },
    guide: overlay.guide,
    marquee: overlay.marquee,
    get zoom() {
      return camera.zoom;
    },
  };
}
