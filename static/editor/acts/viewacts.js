// What a person can do to the view, by keys or buttons; the result is said.
import { number, word } from "../page/words.js";

export const percentOf = (zoom) => number(Math.round(zoom * 100));

export function createViewActs(stage, { camera, say }) {
  const sayZoom = () => say(word("zoomed", { percent: percentOf(camera.zoom) }));
  const zooming = (act) => () => {
    act();
    sayZoom();
  };

  /** What part of the scene is in sight. */
  const sayPlace = () => {
    const { room, canvas } = camera;
    const from = camera.toScene({ x: 0, y: 0 });
    const to = camera.toScene({ x: room.w, y: room.h });
    const inside = (value, length) => number(Math.round(Math.max(0, Math.min(length, value))));
    const [left, right] = [inside(from.x, canvas.w), inside(to.x, canvas.w)];
    const [top, bottom] = [inside(from.y, canvas.h), inside(to.y, canvas.h)];
    say(word("inSight", { left, right, top, bottom }));
  };

  /** Pans by shares of the room: 1 is all that is in sight. */
  const pan = (across, down) => {
    const { w, h } = camera.room;
    camera.pan(-across * w, -down * h);
    sayPlace();
  };

  return {
    "view.fit": zooming(camera.fit),
    "view.actual": zooming(() => camera.zoomTo(1)),
    "view.closer": zooming(() => camera.step(1)),
    "view.farther": zooming(() => camera.step(-1)),
    "view.selection"() {
      const rect = stage.around();
      if (!rect) return say(word("nothingSelected"));
      camera.show(rect);
      return sayZoom();
    },
    "view.pan": pan,
    "view.left": () => pan(-1 / 4, 0),
    "view.right": () => pan(1 / 4, 0),
    "view.up": () => pan(0, -1 / 4),
    "view.down": () => pan(0, 1 / 4),
    "view.say": sayZoom,
  };
}
