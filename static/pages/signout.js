/** Signing out leaves no unsaved work behind in this browser. */
import { forgetCopies } from "./copies.js";

document.addEventListener("submit", ({ target }) => {
  if (target.matches("[data-signs-out]")) forgetCopies();
});
