// What is drawn around and over the items and follows the view: the scene itself, its title and
// edges, safe areas, grid, thirds, rulers. Nothing of it is done anew while none of it changed.
import { setPlace, setText } from "../page/elements.js";
import { number, word } from "../page/words.js";
import { createSceneLines } from "./scenelines.js";

/** Whoever shows no rulers never loads them; without them the stage is larger. */
function createRuling(surround, camera) {
  const root = surround.querySelector(".rulers");
  let rulers = null;
  let isOn = false;
  let marked = null;

  const draw = () => {
    if (!isOn) return;
    rulers?.paint();
    rulers?.mark(marked);
  };

  const load = async () => {
    const { createRulers } = await import("./rulers.js");
    rulers ??= createRulers({ root, camera });
    draw();
  };

  return {
    /** Drawn anew for the view, or taken away. */
    paint(on) {
      isOn = on;
      root.hidden = !on;
      surround.classList.toggle("has-rulers", on);
      // Where they can't be had now, the next change of the view asks for them again.
      if (on && !rulers) load().catch(() => {});
      else draw();
    },
    mark(rect) {
      marked = rect;
      if (isOn) rulers?.mark(rect);
    },
  };
}

export function createScenery(root, { camera, limits, modes, preferences }, overlay) {
  const part = (name) => root.querySelector(`.${name}`);
  const [sceneElement, title, outside, invite] = ["scene", "scene-title", "outside", "invite"].map(
    part,
  );
  const paintLines = createSceneLines({ root: part("overlay"), camera });
  const rulers = createRuling(root.parentElement, camera);

  const place = ({ zoom, x, y }, canvas, room) => {
    const { style } = sceneElement;
    style.transform = `translate(${x}px, ${y}px) scale(${zoom})`;
    style.width = `${canvas.w}px`;
    style.height = `${canvas.h}px`;
    // All items are styled anew by it: not for a mere pan.
    if (style.getPropertyValue("--zoom") !== `${zoom}`) style.setProperty("--zoom", zoom);
    const screen = camera.toScreen({ x: 0, y: 0, ...canvas });
    setPlace(outside, screen);
    if (invite) setPlace(invite, screen);
    title.style.left = `${x}px`;
    title.style.bottom = `${room.h - y + 7}px`;
  };

  const percent = ([name, share]) => [name, number(share * 100)];
  const shares = Object.fromEntries(Object.entries(limits.safeAreas).map(percent));
  let painted = "";

  return {
    paint() {
      const { view, canvas, room } = camera;
      const [safe, thirds, ruled] = [modes.safe.on, modes.thirds.on, modes.rulers.on];
      const spacing = modes.grid.on ? preferences.spacing : 0;
      const state = JSON.stringify([view, canvas, room, safe, thirds, ruled, spacing]);
      if (state === painted) return;
      painted = state;
      place(view, canvas, room);
      setText(title, word(safe ? "sceneTitleSafe" : "sceneTitle", { ...canvas, ...shares }));
      overlay.safe(safe ? canvas : null);
      paintLines({ spacing, thirds });
      rulers.paint(ruled);
    },
    /** How far the selection reaches; null for none. */
    mark: rulers.mark,
  };
}
