/** The style of straps: the sample is drawn anew as the form changes, over a dark and a light picture. */
import { addressOf } from "./drawn.js";

const QUIET = 100;
const form = document.getElementById("strap-style");
const pictures = [...form.querySelectorAll(".strap-scene img")];
const [refused, doubted] = form.querySelectorAll("#sample-why .note");
let timer = 0;
let last = 0; // the number of the newest question: an answer to an older one is dropped
let shown = "";

/** What is set, also by somebody who may only look, whose form is disabled. */
function asked() {
  const set = [...form.elements].filter(({ name, type, checked }) => {
    const isSent = type !== "hidden" && type !== "submit" && name;
    return isSent && (type !== "radio" || checked);
  });
  return new URLSearchParams(set.map(({ name, value }) => [name, value]));
}

function say(note, sentence) {
  note.hidden = !sentence;
  note.querySelector(".text").textContent = sentence;
}

function show({ picture, left, top, width }) {
  URL.revokeObjectURL(shown);
  shown = addressOf(picture);
  for (const element of pictures) {
    element.src = shown;
    Object.assign(element.style, { left: `${left}%`, top: `${top}%`, width: `${width}%` });
    element.hidden = false;
  }
}

async function draw() {
  last += 1;
  const mine = last;
  const { sample } = form.dataset;
  const response = await fetch(`${sample}${sample.includes("?") ? "&" : "?"}${asked()}`).catch(
    () => null,
  );
  const told = await response?.json().catch(() => null);
  if (mine !== last || !told) return;
  say(refused, told.message ?? "");
  say(doubted, told.doubt ?? "");
  if (response.ok) show(told);
}

form.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(draw, QUIET);
});
draw();
