// The ways to change the view: wheel, fingers, Space and the middle button, keys, the menu.

import { createViewActs } from "../acts/viewacts.js";
import { bindGestures } from "./gestures.js";
import { createPanning } from "./panning.js";
import { bindPinch } from "./pinch.js";
import { bindViewKeys } from "./viewkeys.js";
import { bindViewMenu } from "./viewmenu.js";
import { bindWheel } from "./wheel.js";

/**
 * `press` begins what a pointer does that does not pan.
 * Returns the stage's gestures.
 */
export function bindViewing({
  root,
  editor,
  stage,
  store,
  camera,
  preferences,
  acts,
  press,
  say,
  repaint,
}) {
  acts.register(createViewActs({ camera, stage, say }));
  const busy = () => gestures.busy;
  const pan = createPanning({ root, camera, choose: () => acts.run("choose"), busy });
  const gestures = bindGestures({
    root,
    press: (point, handle) => pan(point) ?? press(point, handle),
  });
  bindPinch({ root, camera, store, acts, cancel: gestures.cancel });
  bindWheel({ root, camera, acts, busy });
  bindViewKeys({ root, store, acts, busy });
  bindViewMenu({ root: editor, camera, acts, preferences, repaint });
  return gestures;
}
