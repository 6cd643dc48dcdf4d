// What every gesture of a pointer has in common: nothing before the threshold, one event per
// frame, and an end that may come several ways (up, lost capture, cancel, Esc) and happens once.

const THRESHOLD = { mouse: 4, pen: 4, touch: 6 };

const LEFT = 0;
const MIDDLE = 1;
const MODIFIERS = ["Shift", "Alt", "Control", "Meta"];

const held = (event) => ({
  shift: event.shiftKey,
  alt: event.altKey,
  command: event.ctrlKey || event.metaKey,
});
const pointOf = (event, { left, top }) => ({
  x: event.clientX - left,
  y: event.clientY - top,
  ...held(event),
});

/** Keeps the browser from what it does by itself: scroll, drag a picture, move the focus. */
function onMouseDown(event) {
  const scrolls = event.button === MIDDLE; // where the browser has it
  if (scrolls || event.target.closest(".item, [data-handle]")) event.preventDefault();
}

function onMouseUp(event) {
  // On Linux letting the middle button go would paste the text selected last.
  if (event.button === MIDDLE) event.preventDefault();
}

export class Gestures {
  #root;
  #press;
  #gesture = null;
  #last = null; // the point that the pointer was last seen at
  #frame = 0;

  /**
   * `press(point, handle)` makes the gesture, or null: {cursor, begin(), to(point), end(kept), click()}.
   * A point is in the stage's screen pixels, with the modifiers held and whether the middle button is.
   */
  constructor({ root, press }) {
    this.#root = root;
    this.#press = press;
    this.#listenTo(root);
  }

  get busy() {
    return this.#gesture !== null;
  }

  cancel() {
    this.#finish(false);
  }

  #listenTo(root) {
    root.addEventListener("mousedown", onMouseDown);
    root.addEventListener("mouseup", onMouseUp);
    root.addEventListener("pointerdown", (event) => this.#down(event));
    for (const type of ["pointermove", "pointerup", "pointercancel", "lostpointercapture"]) {
      root.addEventListener(type, (event) => this.#heed(event));
    }
    for (const type of ["keydown", "keyup"]) {
      addEventListener(type, (event) => this.#modify(event));
    }
    addEventListener("keydown", (event) => this.#escape(event), true);
  }

  #down(event) {
    if (this.#gesture || ![LEFT, MIDDLE].includes(event.button)) return;
    const origin = this.#root.getBoundingClientRect();
    const from = { ...pointOf(event, origin), middle: event.button === MIDDLE };
    const act = this.#press(from, event.target.closest("[data-handle]")?.dataset.handle ?? null);
    if (!act) return;
    this.#root.setPointerCapture(event.pointerId);
    const threshold = THRESHOLD[event.pointerType] ?? THRESHOLD.mouse;
    this.#gesture = { act, from, origin, threshold, pointer: event.pointerId, started: false };
  }

  /** The gesture's own pointer goes on, is let go or gets lost. */
  #heed(event) {
    const { type, pointerId } = event;
    if (pointerId !== this.#gesture?.pointer) return;
    const isSeen = type === "pointermove" || type === "pointerup";
    if (isSeen) this.#last = pointOf(event, this.#gesture.origin);
    if (type === "pointermove") this.#ask();
    else this.#finish(type !== "pointercancel");
  }

  #modify(event) {
    if (!this.#gesture?.started || !this.#last || !MODIFIERS.includes(event.key)) return;
    event.preventDefault();
    this.#last = { ...this.#last, ...held(event) };
    this.#ask();
  }

  #escape(event) {
    if (event.key !== "Escape" || !this.#gesture) return;
    event.preventDefault();
    event.stopPropagation();
    this.#finish(false);
  }

  #ask() {
    this.#frame ||= requestAnimationFrame(() => this.#follow());
  }

  /** Begins in one frame and follows from the next: at once would be long for a slow computer. */
  #follow() {
    this.#frame = 0;
    if (!this.#isOn()) return;
    if (this.#gesture.started) this.#gesture.act.to(this.#last);
    else {
      this.#begin();
      this.#ask();
    }
  }

  /** Whether the pointer has gone far enough for more than a click. */
  #isOn() {
    if (!this.#gesture || !this.#last) return false;
    const { started, from, threshold } = this.#gesture;
    return started || Math.hypot(this.#last.x - from.x, this.#last.y - from.y) >= threshold;
  }

  #begin() {
    this.#gesture.started = true;
    this.#gesture.act.begin();
    this.#root.classList.add(this.#gesture.act.cursor);
  }

  #finish(kept) {
    if (!this.#gesture) return;
    if (kept) this.#arrive();
    const { started, act } = this.#gesture;
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    this.#gesture = null;
    this.#last = null;
    this.#root.classList.remove(act.cursor);
    if (started) act.end(kept);
    else if (kept) act.click();
  }

  /** Where the pointer was let go may not have been followed yet. */
  #arrive() {
    if (!this.#isOn()) return;
    if (!this.#gesture.started) this.#begin();
    this.#gesture.act.to(this.#last);
  }
}
