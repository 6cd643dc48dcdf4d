// The words of a strap, written on the stage: its picture is drawn anew while somebody types, and
// with Enter takes the old one's place, in one step. Nothing is kept of what is only tried.
import { find, items, scene } from "../document/document.js";
import { placedStrap, rewrittenBox, scaleIn, withStrap } from "../document/straps.js";
import { createLatest } from "../page/latest.js";
import { ask, isJson } from "../page/page.js";
import { learnName, word } from "../page/words.js";
import { createSheet, formOf } from "./strapsheet.js";

const QUIET = 120;
let form = null; // what the server has words written in
let open = null; // the one there is: {place, lie, close}

/** {ok, told} of what the server draws; where it does not answer `told` is a sentence of ours. */
async function drawn(url, body) {
  const response = await ask(url, { body }).catch(() => null);
  const told = response && isJson(response) ? await response.json().catch(() => null) : null;
  return { ok: Boolean(told && response.ok), told: told ?? { message: word("strapFailed") } };
}

/** In which letters a strap is drawn to be as large as its box shows it; 0 for a new one's usual ones. */
function lettersOf(item, frame) {
  if (!item) return 0;
  const { width: w, height: h, strap } = frame;
  const size = Math.round(strap.size * scaleIn(item.box, { w, h }));
  const { least, most } = form.dataset;
  return Math.max(least, Math.min(most, size));
}

/** The strap whose words are written as it is by now: moved meanwhile, or undefined, as it is gone. */
const nowOf = (item, { store }) => item && find(store.settled.rules, item.key);

const logosOf = (rules) => items(rules).filter(({ kind }) => kind === "logo");

/** Where a picture of so many pixels is to lie, for the strap there is or for a new one. */
function boxFor({ width: w, height: h, align }, item, { store, limits }) {
  const canvas = scene(store.rules);
  if (item) return rewrittenBox(item.box, { w, h }, canvas, align);
  const others = logosOf(store.rules).flatMap(({ box }) => box ?? []);
  return placedStrap({ w, h }, canvas, limits.safeAreas.graphics, align, others);
}

/** Puts the picture that was drawn into the work: one step, unless it is there already. */
function keep(told, item, words, editor) {
  const { store, limits, frames, say, warn, full } = editor;
  if (item === undefined) return warn(word("strapGone"));
  if (!item && logosOf(store.rules).length >= limits.maxLogos)
    return full("logosFull", limits.maxLogos);
  const box = boxFor(told, item, editor);
  const [rules, key] = withStrap(store.settled.rules, item?.key, told.url, box);
  learnName(told.url, words.name);
  frames.know(told.url, told.frame);
  const act = word(item ? "actWrite" : "actAddStrap", words);
  const isDone = store.commit(act, () => ({ rules }), { select: key });
  say(isDone ? word("done", { act }) : word("nothingChanged"));
  if (told.message) warn(told.message);
}

/** `item` is the strap whose words are written, null for a new one. Throws where the form does not come. */
export async function writeStrap(editor, item) {
  const { store, page, camera, frames, hold, stageRoot, repaint } = editor;
  if (!form) {
    form = await formOf(page.urls.strap);
    camera.subscribe(() => open?.place());
    store.subscribe(() => open?.lie());
  }
  open?.close();
  const before = item ? frames.of(item) : null;
  const own = item && document.getElementById(`item-${item.key}`);
  const sheet = createSheet(form, editor);
  const { name, line } = sheet;
  const { w, h } = scene(store.rules);
  const usual = { width: Math.round(w * 0.3), height: Math.round(h * 0.12), align: "left" };
  let shown = null; // what was drawn last
  let isOpen = true;
  let isBusy = false;

  const body = () => {
    const { w: width, h: height } = scene(store.rules);
    const size = lettersOf(nowOf(item, editor) ?? item, before);
    return { name: name.value, line: line.value, size, width, height };
  };

  /** The picture goes where the strap goes. */
  const lie = () => {
    const there = item && (find(store.rules, item.key) ?? item);
    sheet.lie(item && !shown ? there.box : boxFor(shown ?? usual, there, editor));
  };

  const close = () => {
    if (!isOpen) return;
    isOpen = false;
    open = null;
    own?.classList.remove("is-written");
    sheet.drop();
    const there = document.getElementById(`item-${store.selected}`) ?? stageRoot;
    there.focus({ preventScroll: true });
  };

  const latest = createLatest({
    quiet: QUIET,
    async send() {
      if (!isOpen || !name.value.trim()) return;
      const { ok, told } = await drawn(`${page.urls.strap}draft/`, body());
      if (!isOpen) return;
      sheet.tell(told);
      if (!ok) return;
      own?.classList.add("is-written");
      sheet.show(told.picture);
      shown = told;
      lie();
    },
  });

  const finish = async (event) => {
    event.preventDefault();
    if (isBusy) return;
    isBusy = true;
    const { ok, told } = await drawn(page.urls.strap, body());
    isBusy = false;
    if (!isOpen) return;
    if (!ok) {
      sheet.tell(told);
      (told.field === "line" ? line : name).focus();
      return;
    }
    const now = nowOf(item, editor);
    if (now && !hold.allow([now])) return; // locked meanwhile: the words stay written
    keep(told, now, { name: name.value.trim() }, editor);
    repaint();
    await Promise.resolve(); // the stage has the item by then
    close();
  };

  sheet.form.addEventListener("submit", finish);
  sheet.form.addEventListener("input", latest.soon);
  sheet.form.querySelector("[data-cancels]").addEventListener("click", close);
  sheet.root.addEventListener("keydown", (event) => {
    event.stopPropagation(); // keys of the stage are not meant
    if (event.key === "Escape") close();
  });

  open = { place: sheet.place, lie, close };
  name.value = before?.strap.name ?? "";
  line.value = before?.strap.line ?? "";
  lie();
  // As it is in today's style.
  if (item) latest.soon();
  name.focus({ preventScroll: true });
  name.select();
}
