// Panning by the pointer: with the middle button, or with Space held. Space pressed and let go
// without a drag chooses what has the focus.

import { strokeOf } from "../../pages/strokes.js";

export function createPanning(root, { camera, acts }, busy) {
  let held = false;
  let used = false;

  const hold = (on) => {
    held = on;
    root.classList.toggle("is-grabbable", on);
  };

  const mine = ({ target }) => root.contains(target) || target === document.body;

  addEventListener("keydown", (event) => {
    if (strokeOf(event) !== "Space" || !mine(event) || busy()) return;
    event.preventDefault(); // the page does not scroll, a button under the focus is not pressed
    if (held) return;
    used = false;
    hold(true);
  });
  addEventListener("keyup", (event) => {
    if (event.code !== "Space" && event.key !== " ") return;
    if (!held) return;
    hold(false);
    if (!used && root.contains(event.target)) acts.run("choose");
  });
  addEventListener("blur", () => hold(false));

  /** The gesture that a press begins, or null if it does not pan. */
  return function press(from) {
    if (!held && !from.middle) return null;
    const start = camera.exact;
    const back = camera.kept();
    return {
      cursor: "is-panning",
      begin() {
        used = true;
      },
      click() {},
      to: (point) => camera.carry(start, { ...from, apart: 1 }, { ...point, apart: 1 }),
      end(kept) {
        if (!kept) back();
      },
    };
  };
}
