// Work as a template of its own.

import { bodyOf } from "../document/state.js";
import { ask, isJson, page } from "../page/page.js";

/** A new template that holds `work`; resolves to its address. */
export async function saveCopy(name, work) {
  const body = { of: page.id, name, ...bodyOf(work), without_secrets: false };
  const saved = await ask(page.urls.copy, { body });
  if (!saved.ok || !isJson(saved)) throw new Error(`copy: ${saved.status}`);
  return (await saved.json()).url;
}
