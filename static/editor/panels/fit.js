// How well the picture fills its box: bars in px, unused share, and the source's size.

import { barsOf, pictureBox, sizeOf, truthOf } from "../geometry/letterbox.js";
import { setText } from "../page/elements.js";
import { lasting, moment, number, word } from "../page/words.js";
import { stateOf, underWay } from "../stage/item.js";

const DIAGRAM = 61;
const SURE = new Set(["exact", "still"]);

function place(rect, { x, y, w, h }) {
  for (const [name, value] of Object.entries({ x, y, width: w, height: h })) {
    rect.setAttribute(name, value.toFixed(1));
  }
}

function diagram(root, box, picture) {
  const scale = DIAGRAM / Math.max(box.w, box.h);
  const left = (64 - box.w * scale) / 2;
  const top = (64 - box.h * scale) / 2;
  const scaled = (rect) => ({
    x: left + (rect.x - box.x) * scale,
    y: top + (rect.y - box.y) * scale,
    w: rect.w * scale,
    h: rect.h * scale,
  });
  place(root.querySelector(".fit-box"), scaled(box));
  place(root.querySelector(".fit-picture"), scaled(picture));
}

/** "0 × 135", or both sides where halving left them unequal. */
function pair(first, second) {
  return first === second ? number(first) : `${number(first)}/${number(second)}`;
}

/** "1920 × 1080 measured", or of a video "1920 × 1080 · 25 fps · 12:04", as far as it is known. */
function measures({ width, height, known, given }, { rate, duration }) {
  if (!known) return word(given ? "givenSize" : "assumed", { width, height });
  const facts = [];
  if (rate) facts.push(word("framesPerSecond", { value: number(Math.round(rate * 100) / 100) }));
  if (duration) facts.push(lasting(duration));
  if (facts.length === 0) return word("measured", { width, height });
  return [word("size", { w: width, h: height }), ...facts].join(" · ");
}

/** Then nothing is to be had there, and the problem says why. */
const isWrong = ({ field, severity }) => field.endsWith(".Url") && severity === "error";

/** What is to be told beside the picture, or in its place. */
function saysOf(item, frame, problems) {
  if (frame?.renewing) return underWay(frame);
  if (frame?.given) return word("givenStill");
  const isTold = item.url && (frame?.state !== "ready" || frame.message);
  return isTold && !problems.some(isWrong) ? stateOf(item, frame) : "";
}

export function createFit(root, { frames, problems }) {
  const [badge, title, unused, size] = [
    "#fit-badge",
    "#fit-bars",
    "#fit-unused",
    "#fit-picture",
  ].map((id) => root.querySelector(id));

  const paintBars = (item) => {
    const picture = pictureBox(item, frames);
    const left = barsOf(item, frames);
    const percent = Math.round(left.unused * 100);
    const across = pair(left.left, left.right);
    const down = pair(left.top, left.bottom);
    const none = picture.w === item.box.w && picture.h === item.box.h;
    setText(title, none ? word("noBars") : word("bars", { across, down }));
    setText(unused, none ? word("allUsed") : word("unused", { percent }));
    setText(size, word("pictureSize", { w: picture.w, h: picture.h }));
    diagram(root, item.box, picture);
  };

  const paintFrame = (item) => {
    const frame = frames.of(item);
    const size = sizeOf(item, frames);
    const ready = frame?.state === "ready";
    for (const element of root.querySelectorAll("[data-measured]")) {
      setText(element, measures(size, ready ? frame : {}));
    }
    for (const element of root.querySelectorAll("[data-frame-says]")) {
      setText(element, saysOf(item, frame, problems.of(item.key)));
      element.classList.toggle("is-bad", frame?.state === "failed");
    }
    for (const button of root.querySelectorAll("[data-again]")) {
      button.hidden = !item.url || !frame || frame.state === "pending" || size.given;
      button.ariaDisabled = String(Boolean(frame?.renewing));
    }
    const isAssumed = !size.known && !size.given;
    for (const element of root.querySelectorAll("[data-unmeasured]")) element.hidden = !isAssumed;
    for (const element of root.querySelectorAll("[data-vod]")) {
      element.hidden = item.type !== "vod" || size.given;
    }
    const { truth, at } = truthOf([item], frames);
    badge.className = `badge ${SURE.has(truth) ? "ok" : "info"}`;
    setText(badge, word(`truth.${truth}`, { time: at ? moment(at) : "" }));
  };

  return {
    paint(item) {
      if (item.box) paintBars(item);
      paintFrame(item);
    },
  };
}
