// Whether somebody signed in anew in this browser, in another tab.

import { token } from "../page/page.js";

const EVERY = 1000;

/** `changed()` is called then, for a sign-in changes the token; and whenever this page is come back to. */
export function watchSession(changed) {
  let last = token();
  setInterval(() => {
    if (token() === last) return;
    last = token();
    changed();
  }, EVERY);
  addEventListener("focus", changed);
}
