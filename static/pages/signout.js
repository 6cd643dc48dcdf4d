/** Signing out leaves no unsaved work behind in this browser. */
import { forgetAll } from "../editor/saving/browsercopy.js";

document.addEventListener("submit", ({ target }) => {
  if (target.matches("[data-signs-out]")) forgetAll();
});
