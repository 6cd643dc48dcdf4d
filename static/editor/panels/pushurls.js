// The list of push URLs: a field each, added at the end, removed one by one.
import { edit, get } from "../document/document.js";
import { copyOf, setRows } from "../page/elements.js";
import { word } from "../page/words.js";

const URLS = ["Output", "Url"];

export function createPushUrls(root, { store, limits, canEdit, full }, entries) {
  const list = root.querySelector("#push-urls");

  const make = () => {
    const row = copyOf("push-url-template");
    row.querySelector("input").readOnly = !canEdit;
    row.querySelector("button").hidden = !canEdit;
    return row;
  };

  const fill = (row, url, index) => {
    const input = row.querySelector("input");
    const label = word("pushUrlNumber", { number: index + 1 });
    input.dataset.field = `push.${index}`;
    input.setAttribute("aria-label", label);
    row.querySelector(".whys").dataset.why = `push.${index}`;
    const button = row.querySelector("button");
    button.dataset.removePush = index;
    button.setAttribute("aria-label", word("removePush", { number: index + 1 }));
    entries.show(input, url);
  };

  const commit = (act, change) =>
    store.commit(word(act), ({ rules }) => ({ rules: edit(rules, URLS, change) }));

  const add = () => {
    const urls = get(store.rules, URLS) ?? [];
    if (urls.length >= limits.maxPushUrls) return full("pushUrlsFull", limits.maxPushUrls);
    commit("actAddPush", (all) => [...(all ?? []), ""]);
    paint();
    list.lastElementChild.querySelector("input").focus();
  };

  const remove = (index) => {
    commit("actRemovePush", (all) => all.filter((_, other) => other !== index));
  };

  function paint() {
    setRows(list, get(store.rules, URLS) ?? [], make, fill);
  }

  list.addEventListener("click", (event) => {
    const button = event.target.closest("[data-remove-push]");
    if (button) remove(Number(button.dataset.removePush));
  });
  root.querySelector("#add-push")?.addEventListener("click", add);
  return { paint };
}
