// Saved sources and logos: a row each, that adds what it names with a click or where it is dropped.
import { copyOf, setHidden, setRows, setText } from "../page/elements.js";
import { ask, isJson, page } from "../page/page.js";
import { word } from "../page/words.js";
import { showThumb } from "../panels/layers.js";

/** How soon it is asked again for pictures that are on their way. */
const AGAIN = 2000;
const DRAGGED = "application/x-mix-saved";

/** [{sort, name, type, url, frame}] by sort and name, or null where there was no answer. */
async function fetched() {
  const answer = await ask(page.urls.saved, { method: "GET" }).catch(() => null);
  if (!answer?.ok || !isJson(answer)) return null;
  const told = await answer.json().catch(() => null);
  return told?.saved ?? null;
}

const sizeOf = ({ frame }) =>
  frame?.width && frame.height ? { width: frame.width, height: frame.height } : null;

/** Above all of the stage's own ways with a drop: only what is dragged from here is taken. */
function bindDrops(root, { camera }, drop) {
  const isOurs = (event) => event.dataTransfer.types.includes(DRAGGED);
  const pointOf = ({ clientX, clientY }) => {
    const { left, top } = root.getBoundingClientRect();
    return camera.toScene({ x: clientX - left, y: clientY - top });
  };
  root.addEventListener("dragover", (event) => {
    if (!isOurs(event)) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = "copy";
    root.classList.add("is-target");
  });
  root.addEventListener("dragleave", () => root.classList.remove("is-target"));
  root.addEventListener("drop", (event) => {
    if (!isOurs(event)) return;
    event.preventDefault();
    root.classList.remove("is-target");
    drop(event.dataTransfer.getData(DRAGGED), pointOf(event));
  });
}

/** `root` is the <details> of the list, which is open now and filled anew whenever it is opened. */
export function createSavedList(root, editor) {
  const { acts, stageRoot } = editor;
  const list = root.querySelector("ul");
  let all = [];

  const add = ({ sort, name, type, url, ...one }, at = null) => {
    const given = { name, type, at, size: sizeOf(one) };
    if (sort === "logo") acts.run("addLogo", url, given.size, at);
    else acts.run("addSource", url, given);
  };

  const fill = (row, one) => {
    const { sort, name, type, frame } = one;
    row.dataset.id = one.id;
    showThumb(row.querySelector(".thumb"), { kind: sort, type }, frame);
    setText(row.querySelector("b"), name);
    const size = sizeOf(one);
    const measured = size ? word("size", { w: size.width, h: size.height }) : "";
    const what = sort === "logo" ? word("logo") : type;
    setText(row.querySelector(".more"), measured ? `${what} · ${measured}` : what);
  };

  let timer = 0;
  const look = () => root.open && refill();

  const refill = async () => {
    const answer = await fetched();
    if (answer) all = answer;
    setHidden(root.querySelector("[data-silent]"), Boolean(answer));
    setHidden(root.querySelector("[data-none]"), !answer || all.length > 0);
    setRows(list, all, () => copyOf("saved-template"), fill);
    clearTimeout(timer);
    if (all.some(({ frame }) => frame?.fetching)) timer = setTimeout(look, AGAIN);
  };

  const named = (id) => all.find((one) => one.id === id);
  const rowOf = (event) => event.target.closest("li");

  list.addEventListener("click", (event) => {
    const row = rowOf(event);
    if (row) add(named(row.dataset.id));
  });
  list.addEventListener("dragstart", (event) => {
    const row = rowOf(event);
    event.dataTransfer.setData(DRAGGED, row.dataset.id);
    event.dataTransfer.effectAllowed = "copy";
    event.dataTransfer.setDragImage(row, 24, 22);
  });
  bindDrops(stageRoot, editor, (id, point) => named(id) && add(named(id), point));
  root.addEventListener("toggle", look);
  return refill();
}
