// A version of the scene as the server draws it, with what was changed in it outlined.
import { scene } from "../document/document.js";
import { setRows, setText } from "../page/elements.js";
import { word } from "../page/words.js";
import { draw, showPicture } from "../server/drawing.js";

const percent = (part, whole) => `${(100 * part) / whole}%`;

const outline = () => {
  const mark = document.createElement("i");
  mark.className = "changed";
  return mark;
};

/** `figure` has a .shot with a picture, a .wait line, a [data-again] button and .changes. */
export function createVersionPicture({ figure, url }) {
  const shot = figure.querySelector(".shot");
  const picture = shot.querySelector("img");
  const wait = shot.querySelector(".wait span");
  const again = shot.querySelector("[data-again]");
  let wanted = null; // what is being drawn or shown

  const tell = (state) => {
    figure.dataset.state = state;
    again.hidden = state !== "failed";
    if (state === "drawn") shot.removeAttribute("aria-busy");
    setText(wait, state === "drawn" ? "" : word(`version.${state}`));
  };

  const request = async () => {
    const work = wanted;
    shot.setAttribute("aria-busy", "true");
    picture.hidden = true;
    tell("drawing");
    const { blob } = await draw(url, work);
    if (work !== wanted) return;
    const shown = blob && (await showPicture(picture, blob));
    shot.removeAttribute("aria-busy");
    tell(shown ? "drawn" : "failed");
  };

  again.addEventListener("click", request);

  return {
    /** Draws it, unless it is what is shown already. */
    show(work, boxes) {
      const { w, h } = scene(work.rules);
      shot.style.aspectRatio = `${w} / ${h}`;
      setRows(shot.querySelector(".changes"), boxes, outline, (mark, box) => {
        mark.style.left = percent(box.X, w);
        mark.style.top = percent(box.Y, h);
        mark.style.width = percent(box.W, w);
        mark.style.height = percent(box.H, h);
      });
      if (work === wanted) return;
      wanted = work;
      request();
    },
    forget() {
      wanted = null;
    },
  };
}
