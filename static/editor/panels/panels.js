// The views beside the stage, painted once a gesture has settled.

import { presets } from "../page/page.js";
import { bindHistory } from "./header.js";
import { createHistoryList } from "./historylist.js";
import { createInspector } from "./inspector.js";
import { createLayers } from "./layers.js";
import { createParkedList } from "./parkedlist.js";
import { createPresetPanel } from "./presetpanel.js";
import { createProblemList } from "./problemlist.js";
import { createScenePanel } from "./scenepanel.js";
import { createTools } from "./tools.js";
import { createGiving } from "./upload.js";

const element = (id) => document.getElementById(id);

function editorsPanels({ shared, editor, stageRoot, tabs }) {
  const presetPanel = createPresetPanel({
    root: element("presets"),
    dialog: element("preset-dialog"),
    stageRoot,
    presets,
    ...shared,
  });
  const scenePanel = createScenePanel({
    root: editor,
    dialog: element("scene-dialog"),
    tabs,
    ...shared,
  });
  return [presetPanel, scenePanel, createHistoryList(shared)];
}

/** `picked(key, adds)` and `jump(place)` are told what a person chose. */
export function createPanels({ shared, editor, stageRoot, tabs, picked, jump }) {
  const giving = createGiving({ root: element("inspector"), ...shared, picked });
  const inspector = createInspector({ root: element("inspector"), ...shared });
  const listed = { root: element("layers"), picked };
  const views = [
    createLayers({ ...shared, ...listed }),
    createParkedList({ ...shared, ...listed }),
    inspector,
    giving,
    createProblemList({ root: editor, ...shared, jump }),
    createTools({ root: editor, ...shared }),
    { paint: bindHistory(shared) },
    ...(shared.canEdit ? editorsPanels({ shared, editor, stageRoot, tabs }) : []),
  ];
  return {
    inspector,
    give: giving.give,
    paint() {
      for (const view of views) view.paint();
    },
  };
}
