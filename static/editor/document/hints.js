// What can be said of an item that no rule forbids: nothing of it is seen, some of it is cut off,
// a logo lies where some screens cut it off, the cloud may show another picture or none. Bars are
// transparent, so what counts are the pictures.
import { shared, uncovered } from "../geometry/coverage.js";
import { pictureBox } from "../geometry/letterbox.js";
import { safeArea } from "../geometry/snaptargets.js";
import { items, scene } from "./document.js";

const hasArea = ({ w, h }) => w > 0 && h > 0;
const inside = (rect, area) => {
  const part = shared(rect, area);
  return part?.w === rect.w && part.h === rect.h;
};

/** Where a source's picture hides what is beneath; a logo, like some pictures, may be see-through. */
const covers = (item, frames) => item.kind === "source" && frames.of(item)?.opaque !== false;

function hintsOf({ item, picture }, above, canvas, safe) {
  const seen = shared(picture, { x: 0, y: 0, ...canvas });
  if (!seen) return ["off"];
  const hints = [];
  if (uncovered(seen, above).length === 0) hints.push("covered");
  if (!inside(picture, seen)) hints.push("partlyOff");
  else if (item.kind === "logo" && !inside(picture, safe)) hints.push("unsafe");
  return hints;
}

/** Why the cloud may show it otherwise, by the server's words. */
const doubtsOf = ({ item }, frames) => frames.of(item)?.doubts ?? [];

/** {key: ["covered" | "off" | "partlyOff" | "unsafe", or a doubt]} of the items there is one about. */
export function hintsIn(rules, frames, { safeAreas, maxCompared }) {
  const canvas = scene(rules);
  const safe = safeArea(canvas, safeAreas.graphics);
  const shown = items(rules)
    .filter((item) => item.box && item.layoutIndex >= 0 && hasArea(item.box))
    .filter((item) => item.kind === "logo" || item.index >= 0)
    .slice(0, maxCompared)
    .map((item) => ({ item, picture: pictureBox(item, frames) }));
  const hints = {};
  const above = [];
  for (const one of shown.toReversed()) {
    const found = [...hintsOf(one, above, canvas, safe), ...doubtsOf(one, frames)];
    if (found.length > 0) hints[one.item.key] = found;
    if (covers(one.item, frames)) above.push(one.picture);
  }
  return hints;
}
