// The scene's size, by name or by number; what becomes of the boxes is asked first.
import { open } from "../../pages/dialogs.js";
import { items, scene } from "../document/document.js";
import { resizedScene, scaledScene } from "../document/scenesize.js";
import { setText } from "../page/elements.js";
import { readNumber } from "../page/numbers.js";
import { word } from "../page/words.js";

const placeOf = (input) => ({ field: input.dataset.field });

export class ScenePanel {
  #root;
  #parts;
  #dialog;
  /** Of its width and its height. */
  #inputs;
  /** The size that is asked about. */
  #wanted = null;

  constructor(root, parts, dialog) {
    this.#root = root;
    this.#parts = parts;
    this.#dialog = dialog;
    this.#inputs = ["Width", "Height"].map((side) => root.querySelector(`#scene-${side}`));
    root.addEventListener("click", (event) => this.#clicked(event));
    for (const input of this.#inputs) this.#listen(input);
    dialog.addEventListener("click", (event) => this.#chosen(event));
    dialog.addEventListener("close", () => {
      this.#settle();
      this.paint();
    });
  }

  paint() {
    const size = this.#typed();
    this.#root.querySelector("#resize-scene").disabled = size !== null && this.#isPresent(size);
    for (const one of this.#root.querySelectorAll("[data-scene-size]")) {
      const [w, h] = one.dataset.sceneSize.split("x").map(Number);
      one.setAttribute("aria-current", String(this.#isPresent({ w, h })));
    }
  }

  #listen(input) {
    input.addEventListener("input", () => {
      if (!this.#read(input).fault) this.#parts.refused.drop(placeOf(input));
      this.paint();
    });
    input.addEventListener("change", () => this.#judge(input));
    input.addEventListener("keydown", (event) => {
      if (event.key === "Enter") this.#askTyped(input);
      else if (event.key === "Escape") this.#settle();
      else return;
      event.preventDefault();
      this.paint();
    });
  }

  #present(input) {
    return scene(this.#parts.store.rules)["wh"[this.#inputs.indexOf(input)]];
  }

  #isPresent({ w, h }) {
    const canvas = scene(this.#parts.store.rules);
    return canvas.w === w && canvas.h === h;
  }

  /** Emptied, a field stands for the side there is. */
  #read(input) {
    if (!input.value.trim()) return { value: this.#present(input) };
    return readNumber(input.value, this.#parts.limits.sceneSide);
  }

  /** The size that is typed, or null where it can't be taken. */
  #typed() {
    const [w, h] = this.#inputs.map((input) => this.#read(input));
    return w.fault || h.fault ? null : { w: w.value, h: h.value };
  }

  #judge(input) {
    const { limits, refused } = this.#parts;
    const found = this.#read(input);
    if (!found.fault) return refused.drop(placeOf(input));
    const what = { text: input.value, before: String(this.#present(input)) };
    refused.add(placeOf(input), what, found, limits.sceneSide);
  }

  /** The numbers follow the document again. */
  #settle() {
    for (const input of this.#inputs) {
      input.value = this.#present(input);
      this.#parts.refused.drop(placeOf(input));
    }
  }

  #askTyped(opener) {
    for (const input of this.#inputs) this.#judge(input);
    const size = this.#typed();
    if (size) this.#ask(size, opener);
  }

  #ask(size, opener) {
    this.#wanted = size;
    if (this.#isPresent(size)) return this.#settle();
    if (!items(this.#parts.store.rules).some((item) => item.box)) return this.#apply(resizedScene);
    setText(this.#dialog.querySelector("h2"), word("sceneAsk", size));
    open(this.#dialog, opener);
  }

  #apply(change) {
    const { limits, say, store } = this.#parts;
    this.#settle();
    const act = word("actScene", this.#wanted);
    store.commit(act, (work) => change(work, this.#wanted, limits.boxSide));
    say(act);
  }

  #clicked(event) {
    const named = event.target.closest("[data-scene-size]");
    if (named) {
      const [w, h] = named.dataset.sceneSize.split("x").map(Number);
      named.closest("[popover]")?.hidePopover();
      this.#ask({ w, h }, named);
    } else if (event.target.closest("#resize-scene")) this.#askTyped(this.#inputs[0]);
    else if (event.target.closest("#scene-other")) {
      event.target.closest("[popover]").hidePopover();
      this.#parts.tabs.show("scene");
      this.#inputs[0].focus();
      this.#inputs[0].select();
    }
  }

  #chosen(event) {
    const choice = event.target.closest("[data-scene-choice]")?.dataset.sceneChoice;
    if (!choice) return;
    this.#dialog.close(choice);
    this.#apply(choice === "scale" ? scaledScene : resizedScene);
  }
}
