// Which sources have sound, as far as anybody knows. How the cloud mixes it is
// documented nowhere, and no source has a volume. The twin of studio/documents/sound.py.
import { items } from "./document.js";

/** true, false, or null where there is no address yet, nobody has looked, or no sound has come so far. */
const hasSound = (item, frames) =>
  item.type === "pic" && item.url ? false : (frames.of(item)?.sound ?? null);

/** {heard, silent, unknown}, each the sources of which that is so. */
export function soundIn(rules, frames) {
  const sources = items(rules).filter(({ kind, index }) => kind === "source" && index >= 0);
  const having = (sound) => sources.filter((item) => hasSound(item, frames) === sound);
  return { heard: having(true), silent: having(false), unknown: having(null) };
}

/** What to think of: "together" of several that are heard at once, "none" where nothing can be. */
export function soundHint({ heard, silent, unknown }) {
  if (heard.length > 1) return "together";
  return silent.length > 0 && heard.length + unknown.length === 0 ? "none" : "";
}
