// The views beside the stage, painted once a gesture has settled.

import { presets } from "../page/page.js";
import { bindHistory } from "./header.js";
import { createHistoryList } from "./historylist.js";
import { createInspector } from "./inspector.js";
import { createLayers } from "./layers.js";
import { createParkedList } from "./parkedlist.js";
import { createPresetPanel } from "./presetpanel.js";
import { createProblemList } from "./problemlist.js";
import { ScenePanel } from "./scenepanel.js";
import { createTools } from "./tools.js";
import { createGiving } from "./upload.js";

const element = (id) => document.getElementById(id);

function editorsPanels(editor) {
  const dialog = element("preset-dialog");
  return [
    createPresetPanel(element("presets"), editor, { dialog, presets }),
    new ScenePanel(editor.root, editor, element("scene-dialog")),
    createHistoryList(editor),
  ];
}

export function createPanels(editor) {
  const giving = createGiving(element("inspector"), editor);
  const inspector = createInspector(element("inspector"), editor);
  const views = [
    createLayers(element("layers"), editor),
    createParkedList(element("layers"), editor),
    inspector,
    giving,
    createProblemList(editor.root, editor),
    createTools(editor.root, editor),
    { paint: bindHistory(editor) },
    ...(editor.canEdit ? editorsPanels(editor) : []),
  ];
  return {
    inspector,
    give: giving.give,
    paint() {
      for (const view of views) view.paint();
    },
  };
}
