// The editor page, put together: one store, the views that follow it, and the ways to change it.
// What pages/page.js brings to every other page is in this one's file.
// Before all others that hear of keys.
import "../pages/strokes.js";
import "../pages/dialogs.js";
import "../pages/refusals.js";
import "../pages/signout.js";
import "../pages/times.js";
import { toast } from "../pages/toast.js";
import { registerActs } from "./acts/acts.js";
import { createHold } from "./acts/lockguard.js";
import { createModes } from "./acts/modes.js";
import { createRegistry } from "./acts/registry.js";
import { sayCount } from "./acts/selectioncount.js";
import { bindControls } from "./controls.js";
import { find } from "./document/document.js";
import { adoptBoth } from "./document/state.js";
import { Store } from "./document/store.js";
import { createAnnouncer } from "./page/announce.js";
import { bringHtmx } from "./page/htmx.js";
import { opening } from "./page/opening.js";
import { limits, acts as lines, page } from "./page/page.js";
import { createPreferences } from "./page/preferences.js";
import { createRefused } from "./page/refused.js";
import { number, word } from "./page/words.js";
import { untaken } from "./panels/fields.js";
import { bindRename, createSavedState } from "./panels/header.js";
import { createPanels } from "./panels/panels.js";
import { createPreview } from "./panels/preview.js";
import { told } from "./panels/problemlist.js";
import { createSwapWith } from "./panels/swapwith.js";
import { createTabs } from "./panels/tabs.js";
import { startKeeping } from "./saving/start.js";
import { createFrames } from "./server/frames.js";
import { createProblems } from "./server/problems.js";
import { createCamera } from "./stage/camera.js";
import { createHints } from "./stage/hintchips.js";
import { Stage } from "./stage/stage.js";

const { canEdit } = page;
const root = document.getElementById("editor");
const stageRoot = document.getElementById("stage");

const say = createAnnouncer(document.getElementById("live"));
const warn = (text) => toast(text, { warning: true });
const full = (key, most) => {
  warn(word(key, { most: number(most) }));
  return null;
};
/** Lets the page answer: on a slow machine all of the editor in one go keeps a hand waiting. */
const turn = () => new Promise((resolve) => setTimeout(resolve));
/** What had the focus may be gone. */
const left = () => stageRoot.focus({ preventScroll: true });

const opened = await opening();
const store = new Store(adoptBoth(opened.rules, opened.editorState), {
  admits: (after, before) => hold.admits(after, before),
});
const hold = createHold({ store, say, warn });

// Nothing is painted before all is there.
let isDue = true;
/** Once, but before the next event: a key or a click never meets what is no longer so. */
const repaint = () => {
  if (isDue) return;
  isDue = true;
  queueMicrotask(() => isDue && paint());
};

const frames = createFrames({
  store,
  page,
  limits,
  first: opened.frames,
  changed(seen) {
    repaint();
    if (seen) preview.refresh();
  },
});
const problems = createProblems({ store, page, first: opened.problems, changed: repaint });
const refused = createRefused({ say, changed: repaint });
const hints = createHints({ store, frames, limits });
const preferences = createPreferences({ person: page.person });
const modes = createModes({ root: stageRoot, preferences, say, repaint });

const acts = createRegistry({ lines, store, canEdit });
const tabs = createTabs({ root });
const camera = createCamera();

/** What views, hands and acts share: each is made of its own root and this. */
const editor = Object.freeze({
  ...{ page, limits, canEdit, root, stageRoot, tabs, camera },
  ...{ store, frames, problems, refused, hints, preferences, modes, hold, acts },
  ...{ say, warn, full, repaint, left, added, picked, jump, toNumbers },
});
acts.register({ several: modes.several.toggle });
registerActs(editor);
if (canEdit) acts.register(createSwapWith(document.getElementById("swap-dialog"), editor));

await turn();
const stage = new Stage(stageRoot, editor);
const { inspector, give, ...panels } = createPanels(editor);
const preview = createPreview({ root: document.getElementById("preview"), store, page, frames });

function paint() {
  isDue = false;
  const focused = document.activeElement;
  if (!store.live) hints.refresh();
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
  if (root.dataset.tab !== "layers") tabs.show("box");
  stage.reveal();
}

/** To a problem: of one item, or of several of which `keys` tells. */
function jump({ tab, key, keys = [], field }) {
  if (key) store.select(key);
  else if (keys.length > 0) store.select(keys);
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
  if (why === "select" && store.selected && ["scene", "output"].includes(root.dataset.tab)) {
    tabs.show("box");
  }
  return repaint();
});
sayCount({ store, say });
bindControls(editor, stage, give);

/** Whether a field has what can't be taken: nobody is to take it for pushed. */
function holds() {
  const [first] = untaken(refused, store.work, limits);
  if (!first) return false;
  jump(first);
  warn(word("notTaken", { problem: told(first, store.rules) }));
  return true;
}

const savedState = createSavedState({ at: opened.savedAt, canEdit, say });
if (canEdit) {
  startKeeping({ store, page, version: opened.version, limits, savedState, holds });
  bindRename({ say });
}

await turn();
hints.refresh();
stage.paint();
await turn();
paint();
frames.start();
document.documentElement.dataset.ready = "";
// What the stage can do without would keep its pictures waiting on a slow line.
await stage.settled();
preview.refresh();
bringHtmx();
document.querySelector("#tour[data-due]")?.click();
