// The scene's size, by name or by number; what becomes of the boxes is asked first.
import { open } from "../../pages/dialogs.js";
import { items, scene } from "../document/document.js";
import { resizedScene, scaledScene } from "../document/scenesize.js";
import { setText } from "../page/elements.js";
import { word } from "../page/words.js";
import { parse } from "./fieldentry.js";

export function createScenePanel(root, { store, limits, say, tabs }, dialog) {
  const [width, height] = [root.querySelector("#scene-Width"), root.querySelector("#scene-Height")];
  const button = root.querySelector("#resize-scene");
  let wanted = null;

  const typed = () => {
    const { min, max } = limits.sceneSide;
    const side = (input, present) => {
      const value = parse(input.value, {});
      return value === null ? present : Math.max(min, Math.min(max, value));
    };
    const canvas = scene(store.rules);
    return { w: side(width, canvas.w), h: side(height, canvas.h) };
  };

  const isPresent = ({ w, h }) => {
    const canvas = scene(store.rules);
    return canvas.w === w && canvas.h === h;
  };

  /** The numbers follow the document again. */
  const settle = () => {
    const canvas = scene(store.rules);
    width.value = canvas.w;
    height.value = canvas.h;
  };

  const paint = () => {
    button.disabled = isPresent(typed());
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

  root.addEventListener("click", (event) => {
    const named = event.target.closest("[data-scene-size]");
    if (named) {
      const [w, h] = named.dataset.sceneSize.split("x").map(Number);
      named.closest("[popover]")?.hidePopover();
      ask({ w, h }, named);
    } else if (event.target.closest("#resize-scene")) ask(typed(), width);
    else if (event.target.closest("#scene-other")) {
      event.target.closest("[popover]").hidePopover();
      tabs.show("scene");
      width.focus();
      width.select();
    }
  });

  root.addEventListener("input", (event) => {
    if ([width, height].includes(event.target)) paint();
  });
  root.addEventListener("keydown", (event) => {
    if (![width, height].includes(event.target) || event.isComposing) return;
    if (event.key === "Enter") ask(typed(), event.target);
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
