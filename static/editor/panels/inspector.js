// The inspector: shows the document's fields and what belongs to the selected item.

import { find, get, scene } from "../document/document.js";
import { setIcon, setText } from "../page/elements.js";
import { nameOf, number, word } from "../page/words.js";
import { showChips } from "../stage/hintchips.js";
import { iconOf } from "../stage/item.js";
import { createEntries } from "./fieldentry.js";
import { paintWhys } from "./fieldproblems.js";
import { fieldValue } from "./fields.js";
import { createFit } from "./fit.js";
import { offer } from "./options.js";
import { land } from "./problemfield.js";
import { createPushUrls } from "./pushurls.js";

/** Which parts of the box tab an item calls for. */
function partsOf(selected, item) {
  if (selected.length > 1) return ["several", "placed"];
  if (!item) return ["nothing"];
  const box = item.box ? ["box", "placed"] : ["boxless"];
  return ["item", ...box, item.kind === "source" && item.index < 0 ? "sourceless" : item.kind];
}

function shapeOf({ w, h }) {
  if (w === h) return word("square");
  return word(w > h ? "landscape" : "portrait");
}

const megabits = (rate) => word("megabits", { value: number(rate / 1_000_000) });
const kilobits = (rate) => word("kilobits", { value: number(rate / 1000) });

export function createInspector(root, editor) {
  const { store, limits, frames, problems, refused, hints, acts } = editor;
  const entries = createEntries(root, editor);
  const pushUrls = createPushUrls(root, editor, entries);
  const fit = createFit(root, editor);
  const parts = [...root.querySelectorAll("[data-shown]")];
  const part = (id) => root.querySelector(`#${id}`);
  const whole = document.getElementById("editor");
  const sceneSize = document.querySelector("#scene-size span");

  const paintField = (input) => {
    const { field, choices } = input.dataset;
    const value = fieldValue(field, store.work, store.selection, limits);
    if (choices) offer(input, choices, limits[choices], value);
    entries.show(input, value);
  };

  const paintItem = (selected, item) => {
    const wanted = partsOf(selected, item);
    for (const element of parts) element.hidden = !wanted.includes(element.dataset.shown);
    setText(part("several-name"), word("selectedCount", { count: number(selected.length) }));
    if (selected.length !== 1) return;
    setText(part("item-name"), nameOf(item));
    setText(part("item-type"), item.kind === "logo" ? word("logo") : item.type);
    setIcon(part("item-name").parentElement.querySelector("svg"), iconOf(item));
    showChips(part("item-tells"), hints.of(item.key));
    fit.paint(item);
  };

  const paintFacts = () => {
    const canvas = scene(store.rules);
    setText(part("scene-shape"), shapeOf(canvas));
    setText(sceneSize, word("sceneSize", { ...canvas, shape: shapeOf(canvas) }));
    setText(part("video-rate"), megabits(get(store.rules, ["Output", "Video", "BitRate"])));
    setText(part("audio-rate"), kilobits(get(store.rules, ["Output", "Audio", "BitRate"])));
  };

  root.addEventListener("click", (event) => {
    const again = event.target.closest("[data-again]");
    if (again && again.ariaDisabled !== "true") frames.again(acts.selected()[0]);
  });

  return {
    paint() {
      paintItem(store.selection, find(store.rules, store.selected));
      pushUrls.paint();
      for (const input of root.querySelectorAll("[data-field]")) paintField(input);
      paintFacts();
      const typed = refused.problems(store.selection);
      paintWhys(whole, [...typed, ...problems.all], store.selected);
    },
    /** The focus in the field that shows `name`, or as near to it as can be. */
    focus: (name) => land(whole, name),
  };
}
