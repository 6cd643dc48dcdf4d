// Somebody else saved meanwhile: what merges the two and asks where they clash. Fetched when it is
// first needed, for hardly any visit ever is.
import { createConflict } from "./conflict.js";
import { tellCopied } from "./copytemplate.js";
import { createMerging } from "./resolve.js";

/** `asks()` is told when a person is asked. Returns what takes a 409's answer and its base. */
export function createMeeting({ store, page, limits, resolve, tell, asks }) {
  const conflict = createConflict({
    store,
    page,
    longest: limits.maxNameLength,
    copied: tellCopied,
  });
  return createMerging({
    store,
    highest: limits.layer.max,
    resolve,
    tell,
    ask(met) {
      asks();
      conflict(met);
    },
  });
}
