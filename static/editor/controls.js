// Every way in that is not a panel: pointer, fingers, keys, clipboard, menu and pad.

import { bindClipboard } from "./hands/clipboard.js";
import { createDrags } from "./hands/drags.js";
import { bindFileDrops } from "./hands/filedrops.js";
import { bindCrossing } from "./hands/focus.js";
import { bindKeys } from "./hands/keys.js";
import { bindArrivals } from "./hands/linkdrops.js";
import { bindPad } from "./hands/pad.js";
import { createPicking } from "./hands/press.js";
import { bindViewing } from "./hands/viewing.js";
import { createContextMenu } from "./panels/contextmenu.js";

/**
 * `give(file, key)` is told what was dropped, `toNumbers()` brings the focus to the numbers of what
 * is selected.
 */
export function bindControls({
  shared,
  editor,
  stageRoot,
  stage,
  camera,
  preferences,
  hold,
  ...on
}) {
  const { store, acts, modes, canEdit, say } = shared;
  const { several } = modes;
  const picking = createPicking({ store, stage, several });
  const settled = (kept) => acts.run("describe", kept);
  const press = createDrags({ ...shared, stage, picking, hold, preferences, settled });
  bindKeys({ root: stageRoot, store, stage, acts, several });
  const gestures = bindViewing({
    root: stageRoot,
    editor,
    stage,
    store,
    camera,
    preferences,
    acts,
    press,
    say,
    repaint: on.repaint,
  });
  const { toNumbers } = on;
  const inspectorRoot = document.getElementById("inspector");
  bindCrossing({ stageRoot, inspectorRoot, store, stage, several, toNumbers });
  bindClipboard({ root: stageRoot, acts, canEdit, say });
  if (!canEdit) return;
  bindArrivals({ root: stageRoot, add: (url) => acts.run("addSource", url) });
  bindFileDrops({ stageRoot, selected: () => store.selected, give: on.give });
  createContextMenu({
    root: document.getElementById("context-menu"),
    stageRoot,
    store,
    stage,
    gestures,
    acts,
  });
  bindPad({ root: document.getElementById("pad"), acts });
}
