/** Toasts: those the page came with, and `toast(text, { undo })` for everyone else. */
const LIFE_MS = 8000;
const region = document.getElementById("toasts");

/** Shows `text` for a while, as a `warning` if need be; with `undo`, or as an `error`, until it is dismissed. */
export function toast(text, { undo, warning = false, error = false } = {}) {
  const model = document.getElementById("toast-model");
  const element = model.content.firstElementChild.cloneNode(true);
  if (error) mark(element, "error");
  else if (warning) mark(element, "warning");
  element.querySelector(".text").textContent = text;
  if (undo) offer(element.querySelector(".undo"), undo);
  for (const other of [...region.children]) {
    if (other.querySelector(".text").textContent === text) other.remove();
  }
  region.append(element);
  if (warning) leaveLater(element);
  else attend(element);
  return element;
}

function mark(element, kind) {
  element.classList.add(kind);
  const { content } = document.getElementById(`toast-${kind}`);
  element.querySelector(".i").replaceWith(content.firstElementChild.cloneNode(true));
}

function offer(button, undo) {
  button.hidden = false;
  button.addEventListener("click", () => {
    button.closest(".toast").remove();
    undo();
  });
}

/** What can still be acted on, and what went wrong, waits for the person. */
function attend(element) {
  const waits = element.querySelector(".undo:not([hidden])") || element.matches(".error, .warning");
  if (!waits) leaveLater(element);
}

function leaveLater(element) {
  setTimeout(() => {
    if (element.matches(":hover, :focus-within")) leaveLater(element);
    else element.remove();
  }, LIFE_MS);
}

/** An act that htmx could not carry out; a poll that fails is polling.js's, what was refused to this page refusals.js's. */
function failed({ detail }) {
  if (detail.xhr.getResponseHeader("Studio-Refusal")) return;
  if (detail.elt.closest("button, form")) toast(region.dataset.failed, { error: true });
}

document.addEventListener("htmx:responseError", failed);
document.addEventListener("htmx:sendError", failed);
region.addEventListener("click", ({ target }) => {
  if (target.closest("[data-dismiss]")) target.closest(".toast").remove();
});
for (const element of region.children) attend(element);
