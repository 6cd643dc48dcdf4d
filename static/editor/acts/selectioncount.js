// How much is selected is said whenever that is more than one, and when it is no longer.
import { find } from "../document/document.js";
import { nameOf, number, word } from "../page/words.js";

export function sayCount({ store, say }) {
  let several = false;
  store.subscribe((why) => {
    if (why !== "select") return;
    const count = store.selection.length;
    if (count > 1) say(word("selectedCount", { count: number(count) }));
    else if (several && count === 1) {
      say(word("selectedOne", { name: nameOf(find(store.rules, store.selected)) }));
    } else if (several) say(word("nothingSelected"));
    several = count > 1;
  });
}
