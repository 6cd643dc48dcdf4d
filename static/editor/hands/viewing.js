// The ways to change the view: wheel, fingers, Space and the middle button, keys, the menu.

import { createViewActs } from "../acts/viewacts.js";
import { Gestures } from "./gestures.js";
import { createPanning } from "./panning.js";
import { bindPinch } from "./pinch.js";
import { bindViewKeys } from "./viewkeys.js";
import { bindViewMenu } from "./viewmenu.js";
import { bindWheel } from "./wheel.js";

/** `press` begins what a pointer does that does not pan. Returns the stage's gestures. */
export function bindViewing(editor, stage, press) {
  const { stageRoot: root, acts } = editor;
  acts.register(createViewActs(stage, editor));
  const busy = () => gestures.busy;
  const pan = createPanning(root, editor, busy);
  const gestures = new Gestures({
    root,
    press: (point, handle) => pan(point) ?? press(point, handle),
  });
  bindPinch(root, editor, () => gestures.cancel());
  bindWheel(root, editor, busy);
  bindViewKeys(root, editor, busy);
  bindViewMenu(editor);
  return gestures;
}
