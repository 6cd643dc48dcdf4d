// Where the words of a strap are written: a form above the stage, and the picture at its place.
import { addressOf } from "../../pages/drawn.js";
import { setPlace, setText } from "../page/elements.js";

/** Screen pixels between a strap and the form of its words. */
const GAP = 10;

/** What the server has the words of straps written in. Throws where it does not come. */
export async function formOf(url) {
  const response = await fetch(url);
  if (!response.ok || response.redirected) throw new Error(`strap: ${response.status}`);
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  return page.querySelector(".writing");
}

/** The form above the stage, and the picture at its place in the scene. */
export function createSheet(form, { camera, stageRoot }) {
  const root = document.importNode(form, true);
  const picture = root.querySelector("img");
  const [whole] = root.querySelectorAll("form");
  const { name, line } = whole.elements;
  const [why, doubt] = root.querySelectorAll("[data-strap-says]");
  let box = { x: 0, y: 0, w: 0, h: 0 };

  /** Beside the strap, as far as there is room. */
  const place = () => {
    const rect = camera.toScreen(box);
    setPlace(picture, rect);
    const { offsetWidth: w, offsetHeight: h } = whole;
    const inside = (at, most) => `${Math.max(0, Math.min(at, most))}px`;
    const above = rect.y - h - GAP;
    whole.style.left = inside(rect.x, root.clientWidth - w);
    whole.style.top = inside(above >= 0 ? above : rect.y + rect.h + GAP, root.clientHeight - h);
  };
  const say = (element, text) => {
    setText(element.querySelector("span"), text);
    element.hidden = !text;
  };

  stageRoot.after(root);
  return {
    ...{ root, form: whole, name, line, place },

    /** What can't be drawn is told beside its field, and what is hard to read below both. */
    tell({ message = "", field = "", doubt: hard = "" }) {
      say(why, message);
      say(doubt, hard);
      for (const input of [name, line]) {
        input.setAttribute("aria-invalid", String(Boolean(message) && input.name === field));
      }
      place();
    },

    lie(at) {
      box = at;
      place();
    },

    show(base64) {
      URL.revokeObjectURL(picture.src);
      picture.src = addressOf(base64);
      picture.hidden = false;
    },

    drop() {
      URL.revokeObjectURL(picture.src);
      root.remove();
    },
  };
}
