// My version as a template of its own, and the way there.
import { toast } from "../pages/toast.js";
import { ask, isJson } from "./page.js";
import { savedStateOf } from "./state.js";
import { word } from "./words.js";

/** A new template's own editor page: its address, its data, and where it is renamed. */
async function newTemplate(newUrl) {
  const answer = await ask(newUrl, { body: new URLSearchParams() });
  if (!answer.ok) throw new Error(`new template: ${answer.status}`);
  const parsed = new DOMParser().parseFromString(await answer.text(), "text/html");
  const data = JSON.parse(parsed.getElementById("page-data").textContent);
  const rename = parsed.getElementById("rename").getAttribute("action");
  return { url: answer.url, data, rename };
}

/** A new template that holds `rules`; resolves to its address. */
export async function saveCopy(newUrl, name, rules) {
  const made = await newTemplate(newUrl);
  const saved = await ask(made.data.urls.document, {
    method: "PUT",
    headers: { "If-Match": `"${made.data.version}"` },
    body: { rules, editor_state: savedStateOf(rules), client: crypto.randomUUID(), sequence: 1 },
  });
  if (!saved.ok || !isJson(saved)) throw new Error(`copy: ${saved.status}`);
  await ask(made.rename, { body: new URLSearchParams({ name }) });
  return made.url;
}

export function tellCopied(url) {
  const link = document.createElement("a");
  link.className = "btn plain";
  link.href = url;
  link.textContent = word("openCopy");
  toast(word("copied")).querySelector(".acts").prepend(link);
}
