// All keys and gestures, by `?` on the stage or by its button.
import { open } from "../../pages/dialogs.js";

export function createHelp() {
  const dialog = document.getElementById("help-dialog");
  for (const button of document.querySelectorAll("[data-help]")) {
    button.addEventListener("click", () => open(dialog, button));
  }
  return { help: () => open(dialog) };
}
