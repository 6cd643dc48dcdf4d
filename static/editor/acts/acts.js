// What a person can do to the document, by whatever way: keys, buttons, fields or a dropped link.
import { createAdding } from "./add.js";
import { createArranging } from "./arrange.js";
import { createHelp } from "./help.js";
import { createHiding } from "./hide.js";
import { createLocks } from "./lock.js";
import { createMoving } from "./move.js";
import { createOrdering } from "./order.js";
import { createRemoving } from "./remove.js";
import { createSelecting } from "./select.js";
import { createStraps } from "./straps.js";
import { createUndoing } from "./undo.js";

const GROUPS = [
  createAdding,
  createRemoving,
  createMoving,
  createArranging,
  createOrdering,
  createHiding,
  createLocks,
  createSelecting,
  createStraps,
  createUndoing,
  createHelp,
];

export function registerActs(editor) {
  for (const create of GROUPS) editor.acts.register(create(editor));
}
