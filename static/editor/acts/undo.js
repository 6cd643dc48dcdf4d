// Undoing and redoing by a step, which is named.
import { word } from "../page/words.js";

export function createUndoing({ store, canEdit, say }) {
  const walk = (act, done, nothing) => say(act ? word(done, { act }) : word(nothing));
  return {
    undo: () => canEdit && walk(store.undo(), "undone", "nothingToUndo"),
    redo: () => canEdit && walk(store.redo(), "redone", "nothingToRedo"),
  };
}
