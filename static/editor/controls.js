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
 * `added(key, url)` is told what was added, `give(file, key)` what was dropped, `toNumbers()` brings the focus to the numbers of what
 * is selected, `left()` is told that what had the focus may be gone.
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
  const settled = acts.describe;
  const press = createDrags({ ...shared, stage, picking, hold, preferences, settled });
  const { choose } = bindKeys({ root: stageRoot, store, stage, acts, several });
  const gestures = bindViewing({
    root: stageRoot,
    editor,
    stage,
    store,
    camera,
    preferences,
    press,
    choose,
    say,
    repaint: on.repaint,
  });
  const { toNumbers, added } = on;
  const inspectorRoot = document.getElementById("inspector");
  bindCrossing({ stageRoot, inspectorRoot, store, stage, several, toNumbers });
  const clipboard = bindClipboard({ root: stageRoot, acts, canEdit, say });
  if (!canEdit) return;
  bindArrivals({ root: stageRoot, add: (url) => added(acts.addSource(url), url) });
  bindFileDrops({ stageRoot, selected: () => store.selected, give: on.give });
  createContextMenu({
    root: document.getElementById("context-menu"),
    stageRoot,
    store,
    stage,
    gestures,
    acts: {
      ...acts,
      ...clipboard,
      hide() {
        on.aside.hide(store.selection);
        on.left();
      },
      addSource: () => added(acts.addSource()),
      addLogo: () => added(acts.addLogo()),
    },
  });
  bindPad({ root: document.getElementById("pad"), acts });
}
