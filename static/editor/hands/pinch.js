// Two fingers zoom and pan. The gesture that the first one had begun is taken back without a trace.

const between = ([a, b]) => ({
  x: (a.x + b.x) / 2,
  y: (a.y + b.y) / 2,
  apart: Math.max(1, Math.hypot(a.x - b.x, a.y - b.y)),
});

export function bindPinch(root, { camera, store, acts }, cancel) {
  const fingers = new Map(); // where each is, by its pointer
  let selection = [];
  let start = null; // the view, and where the two fingers were
  let frame = 0;

  const place = (event) => {
    const { left, top } = root.getBoundingClientRect();
    fingers.set(event.pointerId, { x: event.clientX - left, y: event.clientY - top });
  };
  const two = () => between([...fingers.values()]);

  const begin = () => {
    cancel();
    store.select(selection);
    start = { view: camera.exact, from: two() };
  };

  const apply = () => {
    cancelAnimationFrame(frame);
    frame = 0;
    if (start) camera.carry(start.view, start.from, two());
  };

  root.addEventListener(
    "pointerdown",
    (event) => {
      if (event.pointerType !== "touch") return;
      if (event.isPrimary) {
        fingers.clear();
        selection = store.selection;
      }
      if (fingers.size < 2) place(event);
      if (fingers.size < 2) return;
      event.stopPropagation();
      if (!start) begin();
    },
    true,
  );

  root.addEventListener("pointermove", (event) => {
    if (!fingers.has(event.pointerId)) return;
    place(event);
    if (start) frame ||= requestAnimationFrame(apply);
  });

  const leave = (event) => {
    if (!fingers.has(event.pointerId)) return;
    if (start) {
      apply();
      acts.run("view.say");
    }
    start = null;
    fingers.delete(event.pointerId);
  };
  root.addEventListener("pointerup", leave);
  root.addEventListener("pointercancel", leave);
}
