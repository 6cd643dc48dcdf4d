// What every gesture of a pointer has in common: nothing before the threshold, one event per
// frame, and an end that may come several ways (up, lost capture, cancel, Esc) and happens once.

const THRESHOLD = { mouse: 4, pen: 4, touch: 6 };

const LEFT = 0;
const MIDDLE = 1;

/**
 * `press(point, handle)` makes the gesture, or null: {cursor, begin(), to(point), end(kept), click()}.
 * A point is in the stage's screen pixels, with the modifiers held and whether the middle button is.
 */
export function bindGestures({ root, press }) {
  let gesture = null;
  let last = null;
  let frame = 0;

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

  const begin = () => {
    gesture.started = true;
    gesture.act.begin();
    root.classList.add(gesture.act.cursor);
  };

  /** Whether the pointer has gone far enough for more than a click. */
  const isOn = () => {
    if (!gesture || !last) return false;
    const { started, from, threshold } = gesture;
    return started || Math.hypot(last.x - from.x, last.y - from.y) >= threshold;
  };

  /** Begins in one frame and follows from the next: at once would be long for a slow computer. */
  const follow = () => {
    frame = 0;
    if (!isOn()) return;
    if (gesture.started) gesture.act.to(last);
    else {
      begin();
      ask();
    }
  };

  const ask = () => {
    frame ||= requestAnimationFrame(follow);
  };

  const arrive = () => {
    if (!isOn()) return;
    if (!gesture.started) begin();
    gesture.act.to(last);
  };

  const finish = (kept) => {
    if (!gesture) return;
    if (kept) arrive();
    const { started, act } = gesture;
    cancelAnimationFrame(frame);
    frame = 0;
    gesture = null;
    last = null;
    root.classList.remove(act.cursor);
    if (started) act.end(kept);
    else if (kept) act.click();
  };

  root.addEventListener("pointerdown", (event) => {
    if (gesture || ![LEFT, MIDDLE].includes(event.button)) return;
    const origin = root.getBoundingClientRect();
    const from = { ...pointOf(event, origin), middle: event.button === MIDDLE };
    const act = press(from, event.target.closest("[data-handle]")?.dataset.handle ?? null);
    if (!act) return;
    root.setPointerCapture(event.pointerId);
    const threshold = THRESHOLD[event.pointerType] ?? THRESHOLD.mouse;
    gesture = { act, from, origin, threshold, pointer: event.pointerId, started: false };
  });
  root.addEventListener("mousedown", (event) => {
    const scrolls = event.button === MIDDLE; // by itself, where the browser has it
    if (scrolls || event.target.closest(".item, [data-handle]")) event.preventDefault();
  });

  root.addEventListener("mouseup", (event) => {
    // On Linux letting the middle button go would paste the text selected last.
    if (event.button === MIDDLE) event.preventDefault();
  });

  const mine = (event) => gesture?.pointer === event.pointerId;

  root.addEventListener("pointermove", (event) => {
    if (!mine(event)) return;
    last = pointOf(event, gesture.origin);
    ask();
  });
  root.addEventListener("pointerup", (event) => {
    if (!mine(event)) return;
    last = pointOf(event, gesture.origin);
    finish(true);
  });
  root.addEventListener("pointercancel", (event) => mine(event) && finish(false));
  root.addEventListener("lostpointercapture", (event) => mine(event) && finish(true));

  const modifier = (event) => {
    if (!gesture?.started || !last) return;
    if (!["Shift", "Alt", "Control", "Meta"].includes(event.key)) return;
    event.preventDefault();
    last = { ...last, ...held(event) };
    ask();
  };
  addEventListener("keydown", modifier);
  addEventListener("keyup", modifier);
  addEventListener(
    "keydown",
    (event) => {
      if (event.key !== "Escape" || !gesture) return;
      event.preventDefault();
      event.stopPropagation();
      finish(false);
    },
    true,
  );

  return {
    get busy() {
      return gesture !== null;
    },
    cancel: () => finish(false),
  };
}
