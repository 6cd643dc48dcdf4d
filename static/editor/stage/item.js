// One item on the stage: its picture in its integer box, or a card that says why there is none.

import { pictureBox } from "../geometry/letterbox.js";
import { copyOf, setIcon, setInset, setPlace, setText } from "../page/elements.js";
import { nameOf, word } from "../page/words.js";
import { hintWord } from "./hintchips.js";

export const iconOf = (item) =>
  item.kind === "logo" ? "logo" : { live: "live", vod: "vod", pic: "pic" }[item.type] || "help";

/** Of what is to be fetched: somebody is at it, or nobody yet, or not any more. */
export const underWay = (frame) => word(frame?.waiting ? "frame.waiting" : "frame.pending");

/** What the server or the missing address says in place of the picture. */
export function stateOf(item, frame) {
  if (!item.url) return word("noUrl");
  if (!frame || frame.state === "pending") return underWay(frame);
  return frame.message || word(`frame.${frame.state}`);
}

/** Its name, what stands in place of the picture, its hints, and where it is. */
function spoken(item, frame, { hints, locked }) {
  const { x, y, w, h } = item.box;
  const layer = item.kind === "logo" ? "" : item.layer;
  const state = frame?.state === "ready" ? [] : [stateOf(item, frame)];
  const held = locked ? [word("lockedShort")] : [];
  const name = [nameOf(item), ...state, ...hints.map(hintWord), ...held].join(word("comma"));
  const place = { name, layer, x, y, w, h };
  return word(item.kind === "logo" ? "spokenLogo" : "spokenSource", place);
}

export function createItem(item) {
  const element = copyOf("item-template");
  element.id = `item-${item.key}`;
  element.dataset.key = item.key;
  element.setAttribute("aria-roledescription", word(`movable.${item.kind}`));
  const picture = element.querySelector("img");
  picture.addEventListener("load", () => element.classList.add("has-picture"));
  return element;
}

/** Place and size: the only work while a gesture runs. */
export function placeItem(element, item, frames, height) {
  setPlace(element, item.box);
  if (element.style.zIndex !== `${height}`) element.style.zIndex = height;
  const { x, y, w, h } = pictureBox(item, frames);
  setInset(element.firstElementChild, { x: x - item.box.x, y: y - item.box.y, w, h });
}

function showPicture(element, source) {
  const picture = element.querySelector("img");
  if (picture.getAttribute("src") === source) return;
  element.classList.remove("has-picture");
  if (source) picture.src = source;
  else picture.removeAttribute("src");
}

/** Names, states and pictures: settled after a gesture. */
export function fillItem(element, item, frame, { selected, locked, hints }) {
  element.setAttribute("aria-label", spoken(item, frame, { hints, locked }));
  element.setAttribute("aria-pressed", String(selected));
  element.classList.toggle("is-logo", item.kind === "logo");
  element.classList.toggle("is-locked", locked);
  showPicture(element, frame?.state === "ready" ? frame.src : "");
  setIcon(element.querySelector("svg"), iconOf(item));
  setText(element.querySelector("b"), nameOf(item));
  setText(element.querySelector(".says"), stateOf(item, frame));
  const waiting = item.url && (!frame || frame.state === "pending");
  element.querySelector(".card").classList.toggle("is-waiting", Boolean(waiting));
}
