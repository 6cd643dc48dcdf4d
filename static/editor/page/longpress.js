// A finger that rests: what the right button is to a mouse.

const LONG = 500;
const NEAR = 6;

/** `pressed(point)` gets the place in the window; a finger that moves away or a second one ends it. */
export function bindLongPress({ root, pressed }) {
  let timer = 0;
  let from = null;

  const forget = () => {
    clearTimeout(timer);
    from = null;
  };

  const begin = (event) => {
    forget();
    if (event.pointerType !== "touch" || !event.isPrimary) return;
    from = { x: event.clientX, y: event.clientY };
    timer = setTimeout(() => {
      const point = from;
      forget();
      pressed(point);
    }, LONG);
  };
  // On the way down: a second finger's press goes no farther than pinch.js.
  root.addEventListener("pointerdown", begin, true);
  root.addEventListener("pointermove", ({ clientX, clientY }) => {
    if (from && Math.hypot(clientX - from.x, clientY - from.y) >= NEAR) forget();
  });
  for (const end of ["pointerup", "pointercancel"]) root.addEventListener(end, forget);
}
