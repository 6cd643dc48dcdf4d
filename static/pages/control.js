/**
 * The control page's hands. TAKE needs two acts: one arms it, another takes; armed, it lets go by itself, and at once
 * when what is on air or in preview changes. Digits only fill preview. Nothing single-keyed goes on air.
 */
import { strokeOf } from "./strokes.js";

const SECONDS = 8;
/** The second press of a double click is no act of its own. */
const DOUBLE_CLICK = 450;

const said = document.getElementById("said");
/** Outside what is swapped, so that a poll leaves the look of being armed alone. */
const page = document.getElementById("main");
let armed;

const form = () => document.getElementById("take-form");
const canArm = () => form()?.querySelector("#take:not(:disabled)");
/** What a take would follow and show: when it changes, nobody has armed that. */
const air = () => document.getElementById("task-status")?.dataset.air;

function say(text) {
  if (text) said.textContent = text;
}

function show() {
  page.classList.toggle("is-armed", Boolean(armed));
  const left = document.getElementById("take-left");
  if (armed && left) left.textContent = String(armed.left);
}

function arm() {
  if (!canArm()) return;
  disarm();
  armed = { air: air(), left: SECONDS, since: performance.now(), timer: setInterval(tick, 1000) };
  show();
  form().querySelector("#take").focus();
  say(form().querySelector("#take-hint .armed").textContent);
}

function tick() {
  armed.left -= 1;
  if (armed.left > 0) show();
  else disarm(form()?.dataset.lapsed);
}

function disarm(why) {
  if (!armed) return;
  clearInterval(armed.timer);
  armed = undefined;
  show();
  say(why);
}

/** What a person unfolded stays so when it is told anew. */
let unfolded = [];

/** After a swap: still armed only for the very same take; a way back asked for it. */
function swapped() {
  for (const id of unfolded) document.getElementById(id)?.setAttribute("open", "");
  if (refusal && !document.getElementById("refused")) {
    const place = form() ?? document.querySelector(".task-notes");
    place.insertAdjacentHTML("beforeend", refusal);
  }
  if (armed && armed.air !== air()) disarm(form()?.dataset.changed);
  if (armed && !canArm()) disarm();
  show();
  if (!wantsArming || waiting) return;
  wantsArming = false;
  if (!document.getElementById("refused")) arm();
}

/** Asked for while an act is under way, or by the way back: then what that brings is armed. */
let wantsArming = false;

function wishToArm() {
  if (underWay) wantsArming = true;
  else arm();
}

function pressed({ target }) {
  if (target.closest("#disarm")) disarm(form().dataset.lapsed);
  wantsArming = Boolean(target.closest("#back")) || wantsArming;
}

const isTyping = (target) =>
  target.closest("input:not([type=radio]), textarea, select, dialog[open], [popover]");

const KEYS = {
  T: wishToArm,
  B: () => document.getElementById("back")?.click(),
  Esc: () => disarm(form()?.dataset.lapsed),
};

function choose(digit) {
  document.querySelector(`[data-digit="${digit}"]:enabled`)?.click();
}

function keyed(event) {
  const { target, repeat } = event;
  // A key that is held down presses the focused button again and again.
  if (repeat && target.closest("#take-form")) event.preventDefault();
  if (repeat || isTyping(target) || document.querySelector("dialog[open]")) return;
  const stroke = strokeOf(event);
  if (stroke === "Enter" && armed) take(event);
  else if (/^[1-9]$/.test(stroke)) choose(stroke);
  else KEYS[stroke]?.();
}

/** Enter takes wherever the focus is, once armed; on another control it must not press that as well. */
function take(event) {
  event.preventDefault();
  armed.since = Number.NEGATIVE_INFINITY;
  form().requestSubmit(document.getElementById("take"));
}

/**
 * One act at a time, in the order of the hands: what is pressed while another act is under way waits for its answer.
 * A poll that was asked before an act tells of the time before it, and is not shown.
 */
let acts = 0;
/** Why the last act was refused: it stands until the next one, whatever is polled meanwhile. */
let refusal;
let underWay = false;
let waiting;

const isAct = ({ requestConfig, target }) =>
  requestConfig?.verb !== "get" && target?.id === "task-status";

function begins(event) {
  const { detail } = event;
  if (detail.elt.id === "take-form") disarm();
  if (isAct(detail)) {
    acts += 1;
    underWay = true;
    refusal = undefined;
  } else if (underWay && detail.elt.id === "task-status") {
    // Its answer would take away what the act's own is for.
    event.preventDefault();
  }
  detail.xhr.acts = acts;
}

function arrives({ detail }) {
  unfolded = Array.from(document.querySelectorAll("#task-status details[open]"), ({ id }) => id);
  if (detail.target?.id === "task-status" && detail.xhr.acts !== acts) detail.shouldSwap = false;
}

function ends({ detail }) {
  if (!isAct(detail)) return;
  refusal = document.getElementById("refused")?.outerHTML;
  underWay = false;
  if (!detail.successful) wantsArming = false;
  const next = waiting;
  waiting = undefined;
  if (next) document.getElementById(next)?.click();
}

function submitted(event) {
  const inStatus = event.target.closest("#task-status");
  if (underWay && inStatus) waiting = event.submitter?.id;
  else if (event.target.id !== "take-form") return;
  else if (!armed) arm();
  else if (performance.now() - armed.since > DOUBLE_CLICK) {
    event.target.elements.armed.value = "1";
    return;
  }
  event.preventDefault();
  event.stopImmediatePropagation();
}

document.addEventListener("submit", submitted, { capture: true });
document.addEventListener("click", pressed);
document.addEventListener("keydown", keyed);
document.addEventListener("htmx:afterSwap", swapped);
document.addEventListener("htmx:beforeRequest", begins);
document.addEventListener("htmx:beforeSwap", arrives);
document.addEventListener("htmx:afterRequest", ends);
