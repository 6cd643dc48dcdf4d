// "Swap with…": another source takes the selected one's place and layer, in one step.
import { open } from "../../pages/dialogs.js";
import { find, items, put, setBoxes } from "../document/document.js";
import { copyOf, setRows, setText } from "../page/elements.js";
import { nameOf, word } from "../page/words.js";
import { showThumb } from "./layers.js";

/** The sources change over; the layouts stay where they are, for what joins them is the layer. */
function exchanged(rules, a, b) {
  const [one, other] = [find(rules, a), find(rules, b)];
  const on = (value, { index }, layer) => put(value, ["InputSource", index, "Layer"], layer);
  if (one.layer !== other.layer) return on(on(rules, one, other.layer), other, one.layer);
  if (!one.box || !other.box) return rules;
  return setBoxes(rules, [
    [a, other.box],
    [b, one.box],
  ]);
}

export function createSwapWith(dialog, { store, acts, frames, hold, say }) {
  const list = dialog.querySelector("ul");
  const isSource = (item) => item.kind === "source" && item.index >= 0;

  /** The other sources, top first, if one source alone is selected. */
  const swappable = () => {
    const [item, ...more] = acts.selected();
    if (!item || more.length > 0 || !isSource(item)) return [];
    return items(store.rules)
      .filter((one) => isSource(one) && one.key !== item.key)
      .reverse();
  };

  const fill = (row, item) => {
    row.querySelector("button").dataset.key = item.key;
    showThumb(row.querySelector(".thumb"), item, frames.of(item));
    setText(row.querySelector("b"), nameOf(item));
    setText(row.querySelector(".more"), word("layer", { layer: item.layer }));
  };

  const swap = (key) => {
    const [one] = acts.selected();
    const other = find(store.rules, key);
    if (!hold.allow([one, other])) return;
    const act = word("actSwapWith", { name: nameOf(one), other: nameOf(other) });
    store.commit(act, ({ rules }) => ({ rules: exchanged(rules, one.key, key) }));
    say(word("done", { act }));
  };

  list.addEventListener("click", (event) => {
    const key = event.target.closest("[data-key]")?.dataset.key;
    if (!key) return;
    dialog.close();
    swap(key);
  });

  const offer = () => {
    const others = swappable();
    if (others.length === 0) return;
    setText(dialog.querySelector("h2"), word("swapTitle", { name: nameOf(acts.selected()[0]) }));
    setRows(list, others, () => copyOf("swap-template"), fill);
    open(dialog);
    list.querySelector("button").focus();
  };

  return { swapWith: { run: offer, fits: () => swappable().length > 0 } };
}
