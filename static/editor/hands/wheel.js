// The wheel and the trackpad: pans, with Ctrl or Cmd held or by a pinch zooms at the pointer.

/** Screen pixels of a wheel that turns by lines or by pages. */
const LINE = 16;
/** No turn zooms by more than this many pixels of it: a notch of a wheel is 100 and more. */
const NOTCH = 24;

function turnOf({ deltaX, deltaY, deltaMode, shiftKey }, room) {
  const [across, down] = [
    [1, 1],
    [LINE, LINE],
    [room.w, room.h],
  ][deltaMode];
  const [x, y] = [deltaX * across, deltaY * down];
  return shiftKey && x === 0 ? { x: y, y: 0 } : { x, y };
}

const factorOf = (turn) => Math.exp(-Math.max(-NOTCH, Math.min(NOTCH, turn)) / 100);

export function bindWheel(root, { camera, acts }, busy) {
  const pointOf = ({ clientX, clientY }) => {
    const { left, top } = root.getBoundingClientRect();
    return { x: clientX - left, y: clientY - top };
  };

  const zoom = (factor, event) => {
    camera.zoomBy(factor, pointOf(event));
    acts.run("view.say");
  };

  root.addEventListener(
    "wheel",
    (event) => {
      event.preventDefault(); // the page neither scrolls nor zooms
      if (busy()) return;
      if (event.ctrlKey || event.metaKey)
        return zoom(factorOf(turnOf(event, camera.room).y), event);
      const { x, y } = turnOf(event, camera.room);
      return camera.pan(-x, -y);
    },
    { passive: false },
  );

  // Safari's trackpad tells a pinch by events of its own; under fingers it sends them as well.
  let scale = 1;
  const onPinch = (event) => {
    event.preventDefault();
    if (event.type === "gesturestart") scale = 1;
    if (busy() || navigator.maxTouchPoints > 0) return;
    zoom(event.scale / scale, event);
    scale = event.scale;
  };
  root.addEventListener("gesturestart", onPinch);
  root.addEventListener("gesturechange", onPinch);
}
