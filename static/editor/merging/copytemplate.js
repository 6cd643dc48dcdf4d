// My version as a template of its own, and the way there.
import { toast } from "../../pages/toast.js";
import { bodyOf } from "../document/state.js";
import { ask, isJson } from "../page/page.js";
import { word } from "../page/words.js";

/** A new template that holds `work`; resolves to its address. */
export async function saveCopy(url, name, work) {
  const saved = await ask(url, { body: { name, ...bodyOf(work) } });
  if (!saved.ok || !isJson(saved)) throw new Error(`copy: ${saved.status}`);
  return (await saved.json()).url;
}

export function tellCopied(url) {
  const link = document.createElement("a");
  link.className = "btn plain";
  link.href = url;
  link.textContent = word("openCopy");
  toast(word("copied")).querySelector(".acts").prepend(link);
}
