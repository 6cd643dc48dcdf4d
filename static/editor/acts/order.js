// What is selected one step up or down in its stack, or to its end.
import { restack } from "../document/order.js";
import { namesOf, word } from "../page/words.js";

export function createOrdering({ store, acts, limits, canEdit, say }) {
  const stack = (step, label) => {
    const items = acts.selected();
    if (items.length === 0 || !canEdit) return;
    const act = word(label, { name: namesOf(items) });
    const changed = store.commit(act, ({ rules }) => ({
      rules: restack(rules, store.selection, step, limits.layer.max),
    }));
    if (changed) say(word("done", { act }));
    else say(word(step > 0 ? "alreadyTop" : "alreadyBottom"));
  };

  return {
    forward: () => stack(1, "actForward"),
    back: () => stack(-1, "actBack"),
    toFront: () => stack(Number.POSITIVE_INFINITY, "actToFront"),
    toBack: () => stack(Number.NEGATIVE_INFINITY, "actToBack"),
  };
}
