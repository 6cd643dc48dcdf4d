// The server's own picture of the document, refreshed as one works.
import { items } from "../document/document.js";
import { truthOf } from "../geometry/letterbox.js";
import { createLatest } from "../page/latest.js";
import { moment, word } from "../page/words.js";
import { draw, showPicture } from "../server/drawing.js";

const QUIET = 250;
/** While a gesture runs: each picture costs a slow computer a frame or two. */
const PATIENCE = 500;

const KINDS = { exact: "ok", still: "ok", given: "info", assumed: "info", failed: "warn" };

export function createPreview({ root, store, page, frames }) {
  const picture = root.querySelector("img");
  const badge = root.querySelector(".badge");
  const label = badge.querySelector("span");

  const tell = (state, text) => {
    badge.dataset.state = state;
    badge.className = `badge ${KINDS[state]}`;
    label.textContent = text;
    badge.hidden = false;
  };

  const send = async () => {
    const rules = store.rules;
    const { truth, at } = truthOf(items(rules), frames);
    root.setAttribute("aria-busy", "true");
    const { blob, answered } = await draw(page.urls.preview, rules);
    root.removeAttribute("aria-busy");
    if (blob && (await showPicture(picture, blob))) {
      tell(truth, word(`preview.${truth}`, { time: moment(at ?? Date.now()) }));
    } else tell("failed", word("previewFailed"));
    return answered;
  };

  const latest = createLatest({ send, quiet: QUIET, patience: PATIENCE });

  let drawn = null;
  let dragged = false;
  store.subscribe((why) => {
    if (store.rules !== drawn) {
      drawn = store.rules;
      latest.soon();
    }
    // Who lets go has done with it: what comes next is not to be waited for.
    if (dragged && why !== "preview") latest.hurry();
    dragged = why === "preview";
  });
  return { refresh: latest.soon };
}
