// The scene's size, by name or by number; what becomes of the boxes is asked first.
import { open } from "../../pages/dialogs.js";
import { items, scene } from "../document/document.js";
import { resizedScene, scaledScene } from "../document/scenesize.js";
import { setText } from "../page/elements.js";
import { readNumber } from "../page/numbers.js";
import { word } from "../page/words.js";

export function createScenePanel(root, { store, limits, refused, say, tabs }, dialog) {
  const [width, height] = [root.querySelector("#scene-Width"), root.querySelector("#scene-Height")];
  const button = root.querySelector("#resize-scene");
  let wanted = null;

  const presentOf = (input) => scene(store.rules)[input === width ? "w" : "h"];
  const placeOf = (input) => ({ field: input.dataset.field });

  /** Emptied, a field stands for the side there is. */
  const read = (input) =>
    input.value.trim() ? readNumber(input.value, limits.sceneSide) : { value: presentOf(input) };

  /** The size that is typed, or null where it can't be taken. */
  const typed = () => {
    const [w, h] = [read(width), read(height)];
    return w.fault || h.fault ? null : { w: w.value, h: h.value };
  };

  const judge = (input) => {
    const found = read(input);
    if (!found.fault) return refused.drop(placeOf(input));
    const what = { text: input.value, before: String(presentOf(input)) };
    refused.add(placeOf(input), what, found, limits.sceneSide);
  };

  const isPresent = ({ w, h }) => {
    const canvas = scene(store.rules);
    return canvas.w === w && canvas.h === h;
  };

  /** The numbers follow the document again. */
  const settle = () => {
    for (const input of [width, height]) {
      input.value = presentOf(input);
      refused.drop(placeOf(input));
    }
  };

  const paint = () => {
    const size = typed();
    button.disabled = size !== null && isPresent(size);
    for (const one of root.querySelectorAll("[data-scene-size]")) {
      const [w, h] = one.dataset.sceneSize.split("x").map(Number);
      one.setAttribute("aria-current", String(isPresent({ w, h })));
    }
  };

  const apply = (change) => {
    settle();
    const act = word("actScene", wanted);
    store.commit(act, (work) => change(work, wanted, limits.boxSide));
    say(act);
  };

  const ask = (size, opener) => {
    wanted = size;
    if (isPresent(size)) return settle();
    if (!items(store.rules).some((item) => item.box)) return apply(resizedScene);
    setText(dialog.querySelector("h2"), word("sceneAsk", size));
    open(dialog, opener);
    return undefined;
  };

  const askTyped = (opener) => {
    for (const input of [width, height]) judge(input);
    const size = typed();
    if (size) ask(size, opener);
  };

  root.addEventListener("click", (event) => {
    const named = event.target.closest("[data-scene-size]");
    if (named) {
      const [w, h] = named.dataset.sceneSize.split("x").map(Number);
      named.closest("[popover]")?.hidePopover();
      ask({ w, h }, named);
    } else if (event.target.closest("#resize-scene")) askTyped(width);
    else if (event.target.closest("#scene-other")) {
      event.target.closest("[popover]").hidePopover();
      tabs.show("scene");
      width.focus();
      width.select();
    }
  });

  root.addEventListener("input", (event) => {
    if (![width, height].includes(event.target)) return;
    if (!read(event.target).fault) refused.drop(placeOf(event.target));
    paint();
  });
  root.addEventListener("change", (event) => {
    if ([width, height].includes(event.target)) judge(event.target);
  });
  root.addEventListener("keydown", (event) => {
    if (![width, height].includes(event.target)) return;
    if (event.key === "Enter") askTyped(event.target);
    else if (event.key === "Escape") settle();
    else return;
    event.preventDefault();
    paint();
  });

  dialog.addEventListener("click", (event) => {
    const choice = event.target.closest("[data-scene-choice]")?.dataset.sceneChoice;
    if (!choice) return;
    dialog.close(choice);
    apply(choice === "scale" ? scaledScene : resizedScene);
  });
  dialog.addEventListener("close", () => {
    settle();
    paint();
  });

  return { paint };
}
