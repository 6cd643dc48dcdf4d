// The bar: undo and redo by name, the saved state in words, the template's name.
import { setIcon, setText } from "../page/elements.js";
import { ask, isJson } from "../page/page.js";
import { time, word } from "../page/words.js";

const ICONS = { saved: "check", dirty: "edit", saving: "refresh", offline: "offline" };
const STOPPED = new Set([
  ...["forbidden", "gone", "tooBig", "invalid", "conflict"],
  ...["stale", "otherPerson", "signedOut"],
]);
const TRIED_AGAIN = new Set(["offline", "failing", "away"]);
const isBad = (kind) => STOPPED.has(kind) || TRIED_AGAIN.has(kind);

export function bindHistory({ store, acts }) {
  const paint = (id, label, key, bare) => {
    const button = document.getElementById(id);
    if (!button) return;
    // Not disabled: at the last step the button would lose the focus, and keys their place.
    button.ariaDisabled = String(label === null);
    const text = label === null ? word(bare) : word(key, { act: label });
    setText(button.querySelector(".label"), text);
    button.title = text;
  };

  document.getElementById("undo")?.addEventListener("click", () => acts.run("undo"));
  document.getElementById("redo")?.addEventListener("click", () => acts.run("redo"));
  return () => {
    paint("undo", store.undoLabel, "undoAct", "undo");
    paint("redo", store.redoLabel, "redoAct", "redo");
  };
}

/** Shows what saving tells: always a sentence, with the time where there is one. */
export function createSavedState({ at, canEdit, say }) {
  const element = document.getElementById("saved");
  let last = at;
  let kind = "saved";
  let saidBad = false; // then it is also said when all is well again

  const show = (state) => {
    if (state.at) last = state.at;
    if (isBad(state.kind)) saidBad = true;
    const news = state.kind !== kind && (isBad(state.kind) || (saidBad && state.kind === "saved"));
    kind = state.kind;
    if (kind === "saved") saidBad = false;
    const text = state.message
      ? word("save.refused", { message: state.message })
      : word(`save.${kind}`, { time: time(last), wait: state.wait, name: state.name });
    element.dataset.kind = STOPPED.has(kind) ? "stopped" : kind;
    setIcon(element.querySelector("svg"), ICONS[kind] ?? "warn");
    setText(element.querySelector("span"), text);
    element.title = text;
    if (news) say(text);
  };

  show({ kind: "saved" });
  if (!canEdit) element.querySelector("svg").remove();
  return show;
}

export function bindRename({ say }) {
  const form = document.getElementById("rename");
  if (!form) return;
  const input = form.elements.name;
  let name = input.value;
  input.disabled = false;

  const accept = (wanted) => {
    name = wanted;
    setText(document.getElementById("heading"), wanted);
    document.title = `${wanted} · Mix Studio`;
    say(word("renamed", { name: wanted }));
  };

  const rename = async () => {
    const wanted = input.value.trim();
    if (wanted === name || !wanted) {
      input.value = name;
      return;
    }
    const body = new URLSearchParams({ name: wanted });
    const response = await ask(form.action, { body }).catch(() => null);
    if (response?.ok) return accept(wanted);
    input.value = name;
    const answer = response && isJson(response) ? await response.json().catch(() => null) : null;
    say(answer?.message || word("renameFailed"));
  };

  input.addEventListener("change", rename);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    input.blur();
  });
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    input.value = name;
    input.blur();
  });
}
