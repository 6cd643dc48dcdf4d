// The tour: what is to be seen and done first, step by step. Its words come from the server, its looks with them.
import { strokeOf } from "../../pages/strokes.js";
import { setHidden, setText } from "../page/elements.js";
import { ask } from "../page/page.js";
import { word } from "../page/words.js";

/** By what a step asks for: whether it was done since `before`, {selected, depth}. */
const DONE = {
  select: (store, before) => store.selected !== null && store.selected !== before.selected,
  change: (store, before) => store.depth > before.depth,
  undo: (store, before) => store.depth < before.depth,
};
/** What takes Esc before the tour does. */
const OPEN = "dialog[open], :popover-open:not(.tour)";

/** The tour's element, once its sheet is there: undressed it is never seen. */
async function fetched(url) {
  const answer = await ask(url, { method: "GET" });
  if (!answer.ok) throw new Error(answer.statusText);
  const parsed = new DOMParser().parseFromString(await answer.text(), "text/html");
  const root = document.adoptNode(parsed.querySelector(".tour"));
  const sheet = root.querySelector("link");
  const dressed = new Promise((resolve) => {
    for (const end of ["load", "error"]) sheet.addEventListener(end, resolve, { once: true });
  });
  document.getElementById("main").append(root);
  await dressed;
  return root;
}

/** The first that is seen of what a step stands beside: on a phone it may be in another panel. */
const besideOf = ({ dataset }) =>
  [...document.querySelectorAll(dataset.beside)].find((one) => one.checkVisibility());

/** Where somebody may not push, there is nothing to say it beside. */
const isOfThisPage = ({ dataset }) => document.querySelector(dataset.beside) !== null;

/** `url` answers what is said, and is told that the tour was taken. */
function createTour({ store, say, left }, url) {
  let root = null;
  let steps = [];
  let at = 0;
  let before = null;
  let beside = null;

  const show = (index) => {
    at = index;
    before = { selected: store.selected, depth: store.depth };
    for (const step of steps) setHidden(step, step !== steps[at]);
    beside?.removeAttribute("data-toured");
    beside = besideOf(steps[at]);
    beside?.setAttribute("data-toured", "");
    root.dataset.side = steps[at].dataset.side;
    const isLast = at === steps.length - 1;
    setHidden(root.querySelector("[data-next]"), isLast);
    setHidden(root.querySelector("[data-skip]"), isLast);
    setHidden(root.querySelector("[data-finish]"), !isLast);
    const told = root.dataset.says.replace("{number}", at + 1).replace("{count}", steps.length);
    setText(root.querySelector("[data-progress]"), told);
    const [title, text] = steps[at].children;
    say(
      word("both", { one: `${told}${word("colon")}${title.textContent}`, other: text.textContent }),
    );
  };

  const end = () => {
    const hadFocus = root.contains(document.activeElement);
    beside?.removeAttribute("data-toured");
    say(root.dataset.over);
    root.remove();
    root = null;
    if (hadFocus) left();
    ask(url, { keepalive: true }).catch(() => {}); // then it comes up once more
  };

  const next = () => {
    const hadFocus = root.contains(document.activeElement);
    if (at === steps.length - 1) return end();
    show(at + 1);
    // The button that was pressed may be gone.
    if (hadFocus) root.querySelector("[data-next]:not([hidden]), [data-finish]").focus();
  };

  store.subscribe((why) => {
    if (root && why !== "preview" && DONE[steps[at].dataset.done]?.(store, before)) next();
  });
  document.getElementById("push")?.addEventListener("click", () => root && end());
  addEventListener("keydown", (event) => {
    const isOurs = root && strokeOf(event) === "Esc" && !event.defaultPrevented;
    if (isOurs && !document.querySelector(OPEN)) end();
  });

  const start = async () => {
    if (root) end();
    root = await fetched(url);
    steps = [...root.querySelectorAll("[data-beside]")].filter(isOfThisPage);
    for (const button of root.querySelectorAll("[data-skip], [data-finish]")) {
      button.addEventListener("click", end);
    }
    root.querySelector("[data-next]").addEventListener("click", next);
    show(0);
    root.showPopover();
  };

  // Asked for while it is still coming, it is the same one that comes.
  let coming = null;
  return async (asked) => {
    coming ??= start().finally(() => {
      coming = null;
    });
    await coming;
    if (asked) root?.querySelector("[data-next]").focus();
  };
}

let begin = null;

/** From its first step; who `asked` for it gets the focus there, nobody else. Throws where there is no answer. */
export function takeTour(editor, url, asked) {
  begin ??= createTour(editor, url);
  return begin(asked);
}
