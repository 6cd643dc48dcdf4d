// A preset in small: its boxes as parts of the scene, with the producer's own pictures in them.

import { pictureBox } from "../geometry/letterbox.js";
import { copyOf, setRows } from "../page/elements.js";

/** `inner` as percentages of `outer`, so that a miniature has any size. */
function setPart(element, inner, outer) {
  const { style } = element;
  style.left = `${(100 * (inner.x - (outer.x ?? 0))) / outer.w}%`;
  style.top = `${(100 * (inner.y - (outer.y ?? 0))) / outer.h}%`;
  style.width = `${(100 * inner.w) / outer.w}%`;
  style.height = `${(100 * inner.h) / outer.h}%`;
}

function fillCell(cell, box, item, frames) {
  const frame = item && frames.of(item);
  const picture = cell.firstElementChild;
  const shown = frame?.state === "ready";
  cell.classList.toggle("is-free", !item);
  picture.hidden = !shown;
  if (!shown) return;
  setPart(picture, pictureBox({ ...item, box }, frames), box);
  if (picture.getAttribute("src") !== frame.src) picture.src = frame.src;
}

/** Boxes beyond the sources there are stay visibly free. */
export function paintMiniature(element, scene, boxes, sources, frames) {
  element.style.aspectRatio = `${scene.w} / ${scene.h}`;
  element.classList.toggle("is-wide", scene.w * 9 >= scene.h * 16);
  setRows(
    element,
    boxes,
    () => copyOf("cell-template"),
    (cell, box, at) => {
      setPart(cell, box, scene);
      fillCell(cell, box, sources[at], frames);
    },
  );
}
