// The words of a strap, written on the stage: its picture is drawn anew while somebody types, and
// with Enter takes the old one's place, in one step. Nothing is kept of what is only tried.
import { addressOf } from "../../pages/drawn.js";
import { addLogo, boxPath, find, items, put, scene, setBox } from "../document/document.js";
import { placedStrap, rewrittenBox, scaleIn } from "../document/straps.js";
import { setPlace, setText } from "../page/elements.js";
import { createLatest } from "../page/latest.js";
import { ask, isJson } from "../page/page.js";
import { learnName, word } from "../page/words.js";

const QUIET = 120;
/** Letters of a strap, in pixels: studio/straps/making.py. */
const LETTERS = { min: 8, max: 400 };
const GAP = 10;

let closeOpen = null; // what takes away the one that is open

/** {ok, told} of what the server draws, or null where it did not answer. */
async function drawn(url, body) {
  const response = await ask(url, { body }).catch(() => null);
  const told = response && isJson(response) ? await response.json().catch(() => null) : null;
  return told && { ok: response.ok, told };
}

let made = null; // what the server has the words written in

/** Throws where it does not come. */
async function formOf(url) {
  const response = await fetch(url);
  if (!response.ok || response.redirected) throw new Error(`strap: ${response.status}`);
  const parts = new DOMParser().parseFromString(await response.text(), "text/html");
  return parts.querySelector(".writing");
}

/** `item` is the strap whose words are written, null for a new one. Throws where the form does not come. */
export async function writeStrap(editor, item) {
  made ??= await formOf(editor.page.urls.strap);
  closeOpen?.();
  const { store, page, limits, camera, frames, stageRoot, say, warn } = editor;
  const canvas = scene(store.rules);
  const before = item ? frames.of(item) : null;
  const words = before?.strap ?? { name: "", line: "", size: 0 };
  const size = item ? sizeIn(item.box, before) : 0;

  const root = document.importNode(made, true);
  const [picture, form] = [root.querySelector("img"), root.querySelector("form")];
  const { name, line } = form.elements;
  const [why, doubt] = root.querySelectorAll("[data-strap-says]");
  const own = item && document.getElementById(`item-${item.key}`);
  let box =
    item?.box ?? placedStrap(assumed(canvas), canvas, limits.safeAreas.graphics, "left", []);
  let address = "";
  let isOpen = true;
  let isBusy = false;

  const body = () => ({
    ...{ name: name.value, line: line.value, size },
    ...{ width: canvas.w, height: canvas.h },
  });
  const isSame = () => item && name.value === words.name && line.value === words.line;

  const place = () => {
    const rect = camera.toScreen(box);
    setPlace(picture, rect);
    const { offsetWidth: w, offsetHeight: h } = form;
    const room = { w: root.clientWidth - w, h: root.clientHeight - h };
    const above = rect.y - h - GAP;
    const y = above >= 0 ? above : rect.y + rect.h + GAP;
    const inside = (at, most) => Math.max(0, Math.min(at, most));
    Object.assign(form.style, {
      left: `${inside(rect.x, room.w)}px`,
      top: `${inside(y, room.h)}px`,
    });
  };

  /** What can't be drawn is told beside its field, and what is hard to read below both. */
  const tell = ({ message = "", field = "", doubt: hard = "" }) => {
    setText(why.querySelector("span"), message);
    why.hidden = !message;
    setText(doubt.querySelector("span"), hard);
    doubt.hidden = !hard;
    for (const input of [name, line]) {
      input.setAttribute("aria-invalid", String(Boolean(message) && input.name === field));
    }
    place();
  };

  const boxFor = ({ width: w, height: h, align }) => {
    if (item) return rewrittenBox(item.box, { w, h }, canvas, align);
    const others = items(store.rules).filter(({ kind, box: there }) => kind === "logo" && there);
    const boxes = others.map((one) => one.box);
    return placedStrap({ w, h }, canvas, limits.safeAreas.graphics, align, boxes);
  };

  const show = (told) => {
    URL.revokeObjectURL(address);
    address = addressOf(told.picture);
    picture.src = address;
    picture.hidden = false;
    own?.classList.add("is-written");
    box = boxFor(told);
    tell(told);
  };

  const latest = createLatest({
    quiet: QUIET,
    async send() {
      if (!isOpen || !name.value.trim()) return true;
      const answer = await drawn(`${page.urls.strap}draft/`, body());
      if (!isOpen) return true;
      if (!answer) tell({ message: word("strapFailed") });
      else if (answer.ok) show(answer.told);
      else tell(answer.told);
      return Boolean(answer);
    },
  });

  const close = () => {
    if (!isOpen) return;
    isOpen = false;
    closeOpen = null;
    URL.revokeObjectURL(address);
    own?.classList.remove("is-written");
    root.remove();
    const there = document.getElementById(`item-${store.selected}`) ?? stageRoot;
    there.focus({ preventScroll: true });
  };

  const commit = (told) => {
    const at = boxFor(told);
    learnName(told.url, name.value.trim());
    frames.know(told.url, told.frame);
    const label = word(item ? "actWrite" : "actAddStrap", { name: name.value.trim() });
    if (item) {
      if (!find(store.rules, item.key)) return say(word("strapGone"));
      const path = (rules) => [...boxPath(find(rules, item.key)).slice(0, -1), "Url"];
      const change = ({ rules }) => ({
        rules: setBox(put(rules, path(rules), told.url), item.key, at),
      });
      store.commit(label, change, { select: item.key });
    } else {
      const [rules, key] = addLogo(store.settled.rules, { Url: told.url }, at);
      store.commit(label, () => ({ rules }), { select: key });
    }
    say(word("done", { act: label }));
    if (told.message) warn(told.message);
  };

  const finish = async () => {
    if (isBusy) return;
    if (isSame()) return close();
    isBusy = true;
    form.ariaBusy = "true";
    const answer = await drawn(page.urls.strap, body());
    isBusy = false;
    form.ariaBusy = "false";
    if (!isOpen) return;
    if (!answer?.ok) {
      tell(answer?.told ?? { message: word("strapFailed") });
      (answer?.told.field === "line" ? line : name).focus();
      return;
    }
    commit(answer.told);
    editor.repaint();
    await Promise.resolve(); // the stage has the new item
    close();
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    finish();
  });
  form.addEventListener("input", latest.soon);
  root.addEventListener("keydown", (event) => {
    // Keys of the stage are not meant while somebody writes.
    event.stopPropagation();
    if (event.key === "Escape") close();
  });
  form.querySelector("[data-cancels]").addEventListener("click", close);
  camera.subscribe(() => isOpen && place());

  name.value = words.name;
  line.value = words.line;
  stageRoot.after(root);
  closeOpen = close;
  place();
  name.focus({ preventScroll: true });
  name.select();
}

/** In which letters a strap is drawn, so that it is as large as its box shows it now. */
function sizeIn(box, { width, height, strap }) {
  const size = Math.round(strap.size * scaleIn(box, { w: width, h: height }));
  return Math.max(LETTERS.min, Math.min(LETTERS.max, size));
}

/** Until the first picture is there: about what a strap takes. */
const assumed = ({ w, h }) => ({ w: Math.round(w * 0.3), h: Math.round(h * 0.12) });
