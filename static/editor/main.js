// The editor page, put together: one store, the views that follow it, and the ways to change it.
// What pages/page.js brings to every other page is in this one's file.
import "../pages/dialogs.js";
import "../pages/signout.js";
import "../pages/times.js";
import { toast } from "../pages/toast.js";
import { createActs } from "./acts/acts.js";
import { createArranging } from "./acts/arrange.js";
import { createHelp } from "./acts/help.js";
import { createHiding } from "./acts/hide.js";
import { createLocks } from "./acts/lock.js";
import { createHold } from "./acts/lockguard.js";
import { createModes } from "./acts/modes.js";
import { createRegistry } from "./acts/registry.js";
import { sayCount } from "./acts/selectioncount.js";
import { bindControls } from "./controls.js";
import { find } from "./document/document.js";
import { adoptBoth } from "./document/state.js";
import { createStore } from "./document/store.js";
import { createAnnouncer } from "./page/announce.js";
import {
  editorState,
  firstProblems,
  firstRules,
  limits,
  acts as lines,
  page,
} from "./page/page.js";
import { createPreferences } from "./page/preferences.js";
import { number, word } from "./page/words.js";
import { bindRename, createSavedState } from "./panels/header.js";
import { createPanels } from "./panels/panels.js";
import { createPreview } from "./panels/preview.js";
import { createSwapWith } from "./panels/swapwith.js";
import { createTabs } from "./panels/tabs.js";
import { startKeeping } from "./saving/start.js";
import { createFrames } from "./server/frames.js";
import { createProblems } from "./server/problems.js";
import { createCamera } from "./stage/camera.js";
import { createTold } from "./stage/hintchips.js";
import { createStage } from "./stage/stage.js";

const { canEdit } = page;
const editor = document.getElementById("editor");
const stageRoot = document.getElementById("stage");

const say = createAnnouncer(document.getElementById("live"));
const warn = (text) => toast(text, { warning: true });
const full = (key, most) => {
  warn(word(key, { most: number(most) }));
  return null;
};
/** What had the focus may be gone. */
const left = () => stageRoot.focus({ preventScroll: true });

const store = createStore(adoptBoth(firstRules, editorState), {
  has: (rules, key) => Boolean(find(rules, key)),
  admits: (after, before) => hold.admits(after, before),
});
const hold = createHold({ store, say, warn });

let isDue = false;
/** Once, but before the next event: a key or a click never meets what is no longer so. */
const repaint = () => {
  if (isDue) return;
  isDue = true;
  queueMicrotask(() => isDue && paint());
};

const frames = createFrames({
  store,
  page,
  changed(seen) {
    repaint();
    if (seen) preview.refresh();
  },
});
const problems = createProblems({ store, page, first: firstProblems, changed: repaint });
const told = createTold({ store, frames });
const preferences = createPreferences({ person: page.person });
const modes = createModes({ root: stageRoot, preferences, say, repaint });

const acts = createRegistry({ lines, store });
const doing = { store, acts, limits, canEdit, frames, modes, hold, say, full, left, added };
acts.register({ several: modes.several.toggle });
for (const create of [createActs, createArranging, createLocks, createHiding, createHelp]) {
  acts.register(create(doing));
}
if (canEdit) {
  acts.register(createSwapWith({ dialog: document.getElementById("swap-dialog"), ...doing }));
}

const tabs = createTabs({ root: editor });
const camera = createCamera();
const stage = createStage({
  root: stageRoot,
  store,
  camera,
  frames,
  problems,
  told,
  modes,
  preferences,
});
const shared = {
  ...{
    store,
    page,
    limits,
    canEdit,
    frames,
    problems,
    told,
    acts,
    modes,
    say,
    warn,
    full,
    repaint,
  },
};
const { inspector, give, ...panels } = createPanels({
  shared,
  editor,
  stageRoot,
  tabs,
  picked,
  jump,
});
const preview = createPreview({ root: document.getElementById("preview"), store, page, frames });

function paint() {
  isDue = false;
  const focused = document.activeElement;
  if (!store.live) told.refresh();
  stage.paint();
  if (store.live) return;
  panels.paint();
  // Gone with what was undone, or hidden with it: keys go on working on the stage.
  // On the stage nothing is hidden, and asking would have the whole page laid out once more.
  const kept = focused === document.body || stageRoot.contains(focused);
  if (!kept && !focused.checkVisibility()) left();
}

function picked(key, adds) {
  if (adds || modes.several.on) store.toggle(key);
  else store.select(key);
  if (editor.dataset.tab !== "layers") tabs.show("box");
  stage.reveal();
}

function jump({ tab, key, field }) {
  if (key) store.select(key);
  stage.reveal();
  tabs.show(tab);
  paint();
  inspector.focus(field);
}

function toNumbers() {
  tabs.show("box");
  inspector.focus("box.X");
}

/** A new item: its address is what comes next. */
function added(key, url) {
  if (!key) return;
  stage.reveal();
  tabs.show("box");
  paint();
  if (!url) inspector.focus(find(store.rules, key).kind === "logo" ? "logo.Url" : "source.Url");
}

store.subscribe((why) => {
  if (why === "preview") return stage.paint(); // already once per frame
  if (why === "select" && store.selected && ["scene", "output"].includes(editor.dataset.tab)) {
    tabs.show("box");
  }
  return repaint();
});
sayCount({ store, say });
bindControls({
  shared,
  editor,
  stageRoot,
  stage,
  camera,
  preferences,
  hold,
  give,
  toNumbers,
  repaint,
});

const savedState = createSavedState({ at: page.savedAt, canEdit, say });
if (canEdit) {
  startKeeping({ store, page, limits, savedState });
  bindRename({ say });
}

paint();
frames.start();
preview.refresh();
document.documentElement.dataset.ready = "";
