// The stage: items in scene pixels, as far as the camera shows them; overlay in screen pixels.
import { items, scene } from "../document/document.js";
import { isLocked } from "../document/locks.js";
import { union } from "../geometry/boxes.js";
import { setHidden, setTabIndex } from "../page/elements.js";
import { createItem, fillItem, placeItem } from "./item.js";
import { createOverlay } from "./overlay.js";
import { createScenery } from "./scenery.js";

/** Within so many a picture that is decoded has been painted, also on a machine with much to do. */
const FRAMES = 6;

export class Stage {
  #root;
  #store;
  #camera;
  #frames;
  #hints;
  #scene;
  #invite;
  #overlay;
  #scenery;
  #nodes = new Map(); // key of an item → its element
  #due = 0; // the frame that follows the view

  constructor(root, editor) {
    this.#root = root;
    this.#store = editor.store;
    this.#camera = editor.camera;
    this.#frames = editor.frames;
    this.#hints = editor.hints;
    this.#scene = root.querySelector(".scene");
    this.#invite = root.querySelector(".invite");
    this.#overlay = createOverlay(root.querySelector(".overlay"), editor);
    this.#scenery = createScenery(root, editor, this.#overlay);
    this.#camera.subscribe(() => {
      this.#due ||= requestAnimationFrame(() => this.#paintView(this.#placed()));
    });
    this.#measure();
    new ResizeObserver(() => {
      this.#measure();
      this.paint();
    }).observe(root);
  }

  get zoom() {
    return this.#camera.zoom;
  }

  paint() {
    const canvas = scene(this.#store.rules);
    const { canvas: known } = this.#camera;
    if (canvas.w !== known.w || canvas.h !== known.h) this.#camera.scene(canvas);
    const shown = this.#placed();
    shown.forEach((item, height) => {
      placeItem(this.#nodeOf(item), item, this.#frames, height);
    });
    if (!this.#store.live) this.#settleItems(shown);
    if (this.#invite) setHidden(this.#invite, shown.length > 0);
    this.#paintView(shown);
  }

  /** Once each picture there is has been painted, or is known not to come. */
  async settled() {
    const pictures = [...this.#root.querySelectorAll(".item img[src]")];
    await Promise.allSettled(pictures.map((picture) => picture.decode()));
    for (let frame = 0; frame < FRAMES; frame += 1) await new Promise(requestAnimationFrame);
  }

  focus(key) {
    this.#nodes.get(key)?.focus({ preventScroll: true });
  }

  /** Items in reading order for the keyboard: bottom to top. */
  keys() {
    return this.#placed().map((item) => item.key);
  }

  /** The boxes of all but these items. */
  others(items) {
    const keys = items.map((item) => item.key);
    return this.#placed().flatMap((item) => (keys.includes(item.key) ? [] : [item.box]));
  }

  /** What of the selection lies on the stage, bottom to top. */
  selected() {
    return this.#placed().filter((item) => this.#isSelected(item));
  }

  /** The keys of what touches a rectangle of the stage, topmost first. */
  within({ x, y, w, h }) {
    const touches = ({ box }) => {
      const rect = this.#camera.toScreen(box);
      return rect.x <= x + w && x <= rect.x + rect.w && rect.y <= y + h && y <= rect.y + rect.h;
    };
    return this.#placed()
      .filter(touches)
      .map((item) => item.key)
      .reverse();
  }

  at({ x, y }) {
    return this.within({ x, y, w: 0, h: 0 });
  }

  /** The box around what is selected, or around other items; null for nothing. */
  around(keys = this.#store.selection) {
    const boxes = this.#placed().filter((item) => keys.includes(item.key));
    return boxes.length > 0 ? union(boxes.map((item) => item.box)) : null;
  }

  /** Scrolls to what is selected, or to other items, if it is out of sight. */
  reveal(keys = this.#store.selection) {
    const rect = this.around(keys);
    if (rect) this.#camera.reveal(rect);
  }

  /** The read-out of a box beside a point of the stage; without a box it goes. */
  read(box, hint, point) {
    this.#overlay.read(box, hint, point, this.#camera.room);
  }

  guide(marks) {
    this.#overlay.guide(marks);
  }

  marquee(rect) {
    this.#overlay.marquee(rect);
  }

  #placed() {
    return items(this.#store.rules).filter((item) => item.box);
  }

  #isSelected(item) {
    return this.#store.selection.includes(item.key);
  }

  #nodeOf(item) {
    if (!this.#nodes.has(item.key)) {
      const element = createItem(item);
      this.#scene.append(element);
      this.#nodes.set(item.key, element);
    }
    return this.#nodes.get(item.key);
  }

  #settleItems(shown) {
    this.#drop(shown);
    for (const item of shown) {
      const how = {
        selected: this.#isSelected(item),
        locked: isLocked(this.#store.state, item.key),
        hints: this.#hints.of(item.key),
      };
      fillItem(this.#nodes.get(item.key), item, this.#frames.of(item), how);
    }
    this.#rove(shown);
  }

  #drop(shown) {
    const keys = new Set(shown.map((item) => item.key));
    for (const [key, element] of this.#nodes) {
      if (keys.has(key)) continue;
      element.remove();
      this.#nodes.delete(key);
    }
  }

  /** Exactly one item is in the page's tab order. */
  #rove(shown) {
    const focused = document.activeElement?.dataset?.key;
    const keys = shown.map((item) => item.key);
    const stop = [focused, this.#store.selected, keys[0]].find((key) => keys.includes(key));
    for (const [key, element] of this.#nodes) setTabIndex(element, key === stop ? 0 : -1);
    setTabIndex(this.#root, keys.length > 0 ? -1 : 0);
  }

  /** What follows the view; items lie in the scene and come along. */
  #paintView(shown) {
    cancelAnimationFrame(this.#due);
    this.#due = 0;
    const selected = shown.filter((item) => this.#isSelected(item));
    this.#scenery.paint();
    this.#overlay.paint(shown, selected, !this.#store.live);
    this.#scenery.mark(this.around());
  }

  #measure() {
    const root = this.#root;
    const { paddingLeft, paddingTop } = getComputedStyle(root);
    const pad = { x: Number.parseFloat(paddingLeft), y: Number.parseFloat(paddingTop) };
    this.#camera.resize({ w: root.clientWidth, h: root.clientHeight }, pad);
  }
}
