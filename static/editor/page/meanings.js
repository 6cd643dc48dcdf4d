// What the fields of a section mean and take, when somebody asks: the help's own sentences, beside the section.
import { strokeOf } from "../../pages/strokes.js";
import { word } from "./words.js";

/** Where the help tells of a field, by the first part of its name. */
const PATHS = {
  scene: "MixedRules.InputLayout.Scene",
  box: "MixedRules.InputLayout.Scene.Layout[]",
  whole: "MixedRules.InputLayout.Scene.Layout[]",
  source: "MixedRules.InputSource[]",
  logo: "MixedRules.InputLayout.Logo[]",
  video: "MixedRules.Output.Video",
  audio: "MixedRules.Output.Audio",
  callback: "MixedRules.Output.Callback",
};
const OTHERS = {
  push: "MixedRules.Output.Url[]",
  assumed: "editor_state.assumed",
  picture: "editor_state.seconds",
};
const FIELD = "[data-field]";

function pathOf({ dataset: { field } }) {
  const [group, name] = field.split(".");
  return OTHERS[group] ?? `${PATHS[group]}.${name}`;
}

let coming = null;
/** What is shown: {panel, button, section, rows by path, input}; of the input it was asked for. */
let shown = null;

/** The help's page of all fields, in the reader's language; kept once it is there. */
function reference(url) {
  coming ??= fetched(url).catch((error) => {
    coming = null;
    throw error;
  });
  return coming;
}

async function fetched(url) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(answer.statusText);
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

/** What the help says of a field, under the name it has here. */
function rowOf(help, path, label) {
  const row = document.importNode(help.querySelector(`[data-path="${path}"]`), true);
  const code = row.querySelector("dt code");
  if (label && label !== code.textContent) {
    code.before(Object.assign(document.createElement("b"), { textContent: label }), " ");
  }
  return row;
}

/** Of the fields that are seen there, in their order. */
function rowsOf(help, section) {
  const rows = new Map();
  for (const input of section.querySelectorAll(FIELD)) {
    if (!input.checkVisibility()) continue;
    const path = pathOf(input);
    const label = input.labels[0]?.textContent.trim();
    if (!rows.has(path)) rows.set(path, rowOf(help, path, label));
  }
  // No address yet: it is told what one would be.
  if (rows.size === 0) rows.set(OTHERS.push, rowOf(help, OTHERS.push));
  return rows;
}

function panelOf(help, url, rows, label) {
  const panel = document.createElement("div");
  Object.assign(panel, { className: "menu meanings", popover: "manual", tabIndex: -1 });
  panel.role = "dialog";
  panel.ariaLabel = label;
  const list = document.createElement("dl");
  list.append(...rows.values());
  const more = Object.assign(document.createElement("a"), { href: url });
  more.textContent = help.querySelector("#main h1").textContent;
  panel.append(list, more);
  return panel;
}

const textOf = (row, part) => row.querySelector(part).textContent.replace(/\s+/g, " ").trim();

/** The row of that field stands out, and describes it. */
function mark(input) {
  unmark();
  shown.input = input;
  const row = input && shown.rows.get(pathOf(input));
  if (!row) return;
  row.ariaCurrent = "true";
  row.id = "meaning";
  row.scrollIntoView({ block: "nearest" });
  describe(input, [...describedBy(input), row.id]);
}

const describedBy = (input) => (input.getAttribute("aria-describedby") ?? "").split(" ");

function describe(input, ids) {
  const named = ids.filter(Boolean).join(" ");
  if (named) input.setAttribute("aria-describedby", named);
  else input.removeAttribute("aria-describedby");
}

function unmark() {
  const row = document.getElementById("meaning");
  row?.removeAttribute("id");
  row?.removeAttribute("aria-current");
  const { input } = shown;
  if (input)
    describe(
      input,
      describedBy(input).filter((id) => id !== "meaning"),
    );
}

function close() {
  const { panel, button } = shown;
  unmark();
  shown = null;
  const hadFocus = panel.contains(document.activeElement);
  panel.remove();
  button.ariaExpanded = "false";
  if (hadFocus) button.focus();
}

/** Beside the section of a button; of the field that is `asked` from it is said, else the panel gets the focus. */
export async function tell(button, asked, { page, say }) {
  const input = asked.matches(FIELD) ? asked : null;
  if (shown) {
    const isSame = shown.button === button && shown.input === input;
    close();
    if (isSame) return;
  }
  button.ariaBusy = "true";
  const help = await reference(page.urls.fields).finally(() => {
    button.ariaBusy = "false";
  });
  if (shown) close();
  const section = button.closest(".sec");
  const rows = rowsOf(help, section);
  const panel = panelOf(help, page.urls.fields, rows, button.ariaLabel);
  shown = { panel, button, section, rows };
  button.ariaExpanded = "true";
  button.after(panel);
  panel.showPopover();
  mark(input);
  const row = input && rows.get(pathOf(input));
  if (row) say(word("both", { one: textOf(row, "dt"), other: textOf(row, "dd") }));
  else panel.focus();
}

addEventListener(
  "keydown",
  (event) => {
    if (!shown || strokeOf(event) !== "Esc") return;
    event.preventDefault();
    event.stopPropagation();
    close();
  },
  true,
);
/** Within the section it stays, and goes on with the focus. */
function went({ target }) {
  if (!shown) return;
  if (!shown.section.contains(target)) close();
  else if (target.matches(FIELD) && target !== shown.input) mark(target);
}
addEventListener("focusin", went);
addEventListener("pointerdown", went, true);
