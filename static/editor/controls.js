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
import { word } from "./page/words.js";
import { createContextMenu } from "./panels/contextmenu.js";

const element = (id) => document.getElementById(id);

/** The list is loaded once it is opened; where it does not come, again. */
function bindSaved(root, editor) {
  const load = async () => {
    try {
      const { createSavedList } = await import("./choosing/list.js");
      createSavedList(root, editor);
    } catch {
      root.querySelector("[data-silent]").hidden = false;
      bindSaved(root, editor);
    }
  };
  root.addEventListener("toggle", load, { once: true });
}

/** The tour is loaded once its button in the help is pressed: by a hand, or by the page where it is due. */
function bindTour(button, editor) {
  button.addEventListener("click", async ({ isTrusted }) => {
    try {
      const { takeTour } = await import("./tour/tour.js");
      await takeTour(editor, button.value, isTrusted);
    } catch {
      if (isTrusted) editor.warn(word("notOpened.silent"));
    }
  });
}

/** What fields mean is loaded once it is asked for: by the button of a section, or in it by F1. */
function bindMeanings(root, editor) {
  root.addEventListener("click", async ({ target }) => {
    const button = target.closest("[data-meanings]");
    if (!button) return;
    const asked = document.activeElement;
    try {
      const { tell } = await import("./page/meanings.js");
      await tell(button, asked, editor);
    } catch {
      editor.warn(word("notOpened.silent"));
    }
  });
  root.addEventListener("keydown", (event) => {
    if (event.key !== "F1") return;
    const button = event.target.closest(".sec")?.querySelector("[data-meanings]");
    if (!button) return;
    event.preventDefault();
    button.click();
  });
}

/** `give(file, key)` is told what was dropped. */
export function bindControls(editor, stage, give) {
  const { stageRoot } = editor;
  const picking = createPicking(stage, editor);
  bindKeys(stageRoot, editor, stage);
  const gestures = bindViewing(editor, stage, createDrags(stage, editor, picking));
  bindCrossing(element("inspector"), editor, stage);
  bindMeanings(element("inspector"), editor);
  bindClipboard(stageRoot, editor);
  if (!editor.canEdit) return;
  bindArrivals(stageRoot, editor);
  bindFileDrops(stageRoot, editor, give);
  createContextMenu(element("context-menu"), editor, { stage, gestures });
  bindPad(element("pad"), editor);
  bindSaved(element("saved-sources"), editor);
  bindTour(element("tour"), editor);
}
