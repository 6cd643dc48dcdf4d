/** What the names of the editor's copies of unsaved work begin with; saving/browsercopy.js keeps them. */
export const PREFIX = "mix-studio:copy:";

export function forgetCopies() {
  for (const key of Object.keys(localStorage)) {
    if (key.startsWith(PREFIX)) localStorage.removeItem(key);
  }
}
