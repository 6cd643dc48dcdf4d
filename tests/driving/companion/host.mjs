/**
 * Stands in for Companion, beside the module's files: constructs it as that does, presses what each line of standard input
 * names, and says on standard output what the buttons would show. The first line is {config, secrets, lights}.
 */
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { validateManifest } from "@companion-module/base/manifest";
import MixStudio from "./main.js";

const say = (told) => process.stdout.write(`${JSON.stringify(told)}\n`);
global.COMPANION_LOGGER = (_source, level, message) => say({ log: [level, message] });
validateManifest(JSON.parse(readFileSync("companion/manifest.json", "utf8")), false);

const there = {};
let lights = [];
let asked = 0;

async function showLights() {
  asked += 1;
  const mine = asked;
  const found = {};
  for (const [id, options = {}] of lights)
    found[[id, ...Object.values(options)].join(" ")] = await there.feedbacks[id].callback({ options });
  if (mine === asked) say({ lights: found });
}

const context = {
  _isInstanceContext: true,
  id: "one",
  label: "mix",
  upgradeScripts: [],
  sharedUdpSocketHandlers: new Map(),
  updateStatus: (status, message) => say({ status: [status, message] }),
  setActionDefinitions: (actions) => Object.assign(there, { actions }),
  setFeedbackDefinitions: (feedbacks) => Object.assign(there, { feedbacks }),
  setVariableDefinitions: (variables) => Object.assign(there, { variables }),
  setPresetDefinitions: (sections, presets) => Object.assign(there, { sections, presets }),
  setVariableValues: (values) => say({ variables: values }),
  checkAllFeedbacks: showLights,
};

/** What presets name is there, and each is named by a section. */
function checkPresets() {
  const named = there.sections.flatMap(({ definitions }) => definitions);
  const ids = Object.keys(there.presets);
  const used = Object.values(there.presets).flatMap(({ steps, feedbacks }) => [
    ...steps.flatMap(({ down }) => down.map(({ actionId }) => there.actions[actionId])),
    ...feedbacks.map(({ feedbackId }) => there.feedbacks[feedbackId]),
  ]);
  if (String(named) !== String(ids) || used.some((one) => !one)) throw new Error("presets");
}

const module = new MixStudio(context);
let isThere = false;
for await (const line of createInterface({ input: process.stdin })) {
  const told = JSON.parse(line);
  if (isThere) {
    await there.actions[told.press].callback({ options: told.options ?? {} });
    say({ pressed: told.press });
  } else {
    lights = told.lights;
    await module.init(told.config, true, told.secrets);
    checkPresets();
    isThere = true;
  }
}
await module.destroy();
process.exit();
