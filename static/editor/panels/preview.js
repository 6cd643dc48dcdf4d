// The server's own picture of the document, refreshed as one works.
import { items } from "../document/document.js";
import { truthOf } from "../geometry/letterbox.js";
import { createLatest } from "../page/latest.js";
import { moment, word } from "../page/words.js";
import { draw, showPicture } from "../server/drawing.js";
import { layTiles, showScaled } from "../server/tiles.js";

const QUIET = 250;
/** While a gesture runs: each picture costs a slow computer a frame or two. */
const PATIENCE = 500;

const KINDS = {
  exact: "ok",
  still: "ok",
  hdr: "info",
  hdrStill: "info",
  colours: "info",
  coloursStill: "info",
  given: "info",
  assumed: "info",
  failed: "warn",
};

export function createPreview({ root, store, page, frames }) {
  const picture = root.querySelector("img");
  const canvas = root.querySelector("canvas"); // The picture with its tiles, to the pixel,
  const view = root.querySelector("canvas:last-of-type"); // and as it lies over the image.
  const badge = root.querySelector(".badge");
  const label = badge.querySelector("span");

  const tell = (state, text) => {
    badge.dataset.state = state;
    badge.className = `badge ${KINDS[state]}`;
    label.textContent = text;
    badge.hidden = false;
  };

  let shows = null; // What the server told of the picture that is shown.
  let dragged = false;

  const show = async ({ blob, tiles, manifest }) => {
    const shown = tiles
      ? await layTiles(canvas, view.hidden && picture, tiles)
      : blob && (await showPicture(picture, blob));
    if (!shown) return false;
    if (tiles) showScaled(view, canvas, picture);
    else view.hidden = true;
    shows = manifest;
    return true;
  };

  // Drawn for the size the image had: where that changes, the image stands for itself again.
  new ResizeObserver(() => {
    if (view.hidden) return;
    view.hidden = true;
    shows = null;
  }).observe(picture);

  const send = async () => {
    const { work } = store;
    const { truth, at } = truthOf(items(work.rules), frames);
    root.setAttribute("aria-busy", "true");
    // At rest the whole picture is asked for: no tile is needed to make it right.
    const answer = await draw(page.urls.preview, work, dragged ? shows : null);
    root.removeAttribute("aria-busy");
    if (await show(answer)) {
      tell(truth, word(`preview.${truth}`, { time: moment(at ?? Date.now()) }));
    } else tell("failed", word("previewFailed"));
    return answer.answered;
  };

  const latest = createLatest({ send, quiet: QUIET, patience: PATIENCE });

  let drawn = null;
  store.subscribe((why) => {
    if (store.work !== drawn) {
      drawn = store.work;
      latest.soon();
    }
    // Who lets go has done with it: what comes next is not to be waited for.
    if (dragged && why !== "preview") {
      latest.soon();
      latest.hurry();
    }
    dragged = why === "preview";
  });
  return { refresh: latest.soon };
}
