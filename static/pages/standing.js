/**
 * <main data-events>: shows how a task stands, as its server-sent events tell it, each whole. What was told too long ago,
 * or by a connection that is lost, is shown no longer: a light that may be wrong is no light.
 */
import { showTimes } from "./times.js";

/** Milliseconds: a line comes every 3 s at the latest (studio/processes/panels.py: BEAT), and three may be missed. */
const PATIENCE = 10_000;
const RETRY = 1000;
/** Milliseconds between two looks at the clock: while a machine sleeps, its timers do, too. */
const LOOK = 1000;
/** What says that there is nothing to be told any more; whatever else goes wrong may pass. */
const OVER = [401, 403, 404];

const main = document.getElementById("main");
const standing = document.getElementById("standing");
const said = document.getElementById("said");
const all = document.getElementById("all");
const full = document.getElementById("full");

let connection;
let heardAt = 0;

/** "waiting", "live", "lost" (no word), "refused" (a word, but no state) or "closed". */
function become(state) {
  if (main.dataset.state === state) return;
  main.dataset.state = state;
  for (const part of main.querySelectorAll("[data-while]"))
    part.hidden = part.dataset.while !== state;
  if (state !== "live") standing.replaceChildren();
  if (["lost", "refused", "closed"].includes(state))
    say(main.querySelector(`[data-while="${state}"] h2`).textContent);
}

function say(text) {
  if (said.textContent !== text) said.textContent = text;
}

/** One source alone where the address names it after its #. */
function chosen() {
  try {
    return decodeURIComponent(location.hash.slice(1));
  } catch {
    return ""; // nothing that a light has made
  }
}

function choose() {
  const name = chosen();
  const lights = [...standing.querySelectorAll("[data-source]")];
  const its = lights.find(({ dataset }) => dataset.source === name);
  for (const light of lights) light.hidden = Boolean(name) && light !== its;
  const absent = standing.querySelector("[data-absent]");
  if (absent) absent.hidden = !name || Boolean(its) || lights.length === 0;
  main.classList.toggle("is-one", Boolean(name));
  if (all) all.hidden = !name;
  const speaks = its ?? standing.querySelector("[data-said]");
  if (speaks) say(speaks.dataset.said);
}

function show(html) {
  const focused = standing.contains(document.activeElement)
    ? document.activeElement.getAttribute("href")
    : undefined;
  standing.innerHTML = html;
  become("live");
  choose();
  showTimes(standing);
  if (focused) standing.querySelector(`[href="${CSS.escape(focused)}"]`)?.focus();
}

/** Whatever comes says that what is shown holds still. */
function heard() {
  heardAt = Date.now();
}

/** A clock that was set back tells as little as one that went on. */
function check() {
  if (Math.abs(Date.now() - heardAt) > PATIENCE) lose();
}

function lose() {
  become("lost");
  connection?.abort();
}

async function listen(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    heard();
    const told = (rest + value).split("\n\n");
    rest = told.pop();
    for (const event of told) {
      const lines = event.split("\n").filter((line) => line.startsWith("data: "));
      if (lines.length) show(lines.map((line) => line.slice(6)).join("\n"));
    }
  }
}

/** What the page becomes when there is no more to be told, for now or for good. */
async function connect() {
  connection = new AbortController();
  heard();
  try {
    const answer = await fetch(main.dataset.events, {
      headers: { Accept: "text/event-stream" },
      cache: "no-store",
      redirect: "manual",
      signal: connection.signal,
    });
    // Who is signed out is led elsewhere.
    if (answer.type === "opaqueredirect" || OVER.includes(answer.status)) return "closed";
    if (answer.status >= 400 && answer.status < 500) return "refused";
    if (answer.ok) await listen(answer.body);
  } catch {
    // It was cut off, or never there.
  }
  return "lost";
}

async function follow() {
  become("waiting");
  const watchdog = setInterval(check, LOOK);
  let state = "waiting";
  while (state !== "closed") {
    state = await connect();
    become(state);
    await new Promise((resolve) => setTimeout(resolve, RETRY));
  }
  clearInterval(watchdog);
}

/** A phone on a tripod stays lit, where its browser lets it. */
async function stayAwake() {
  if (document.visibilityState !== "visible") return;
  // While it was away it was looked at more rarely.
  if (main.dataset.state === "live") check();
  try {
    await navigator.wakeLock?.request("screen");
  } catch {
    // Its battery is low, or it wants to be asked by hand.
  }
}

if (full) {
  full.hidden = !document.fullscreenEnabled;
  full.addEventListener("click", () => {
    if (document.fullscreenElement) document.exitFullscreen();
    else document.documentElement.requestFullscreen();
  });
}
addEventListener("hashchange", choose);
addEventListener("offline", lose);
addEventListener("pagehide", lose);
document.addEventListener("visibilitychange", stayAwake);
document.addEventListener("click", stayAwake, { once: true });
stayAwake();
follow();
