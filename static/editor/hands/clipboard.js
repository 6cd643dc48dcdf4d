// Cut, copy and paste of items, through the system's clipboard: also between templates and windows.
import { word } from "../page/words.js";

const MARK = "mix-studio/items";
const isText = (element) => element?.closest?.("input, textarea, select, dialog");

const isBox = (box) => ["x", "y", "w", "h"].every((name) => Number.isInteger(box?.[name]));
const isItem = ({ kind, box, value }) =>
  ["source", "logo"].includes(kind) && isBox(box) && typeof value?.Url === "string";

/** The items in a text that copying made, or null. */
function itemsIn(text) {
  if (!text?.startsWith(`{"${MARK}"`)) return null;
  try {
    const items = JSON.parse(text)[MARK];
    return Array.isArray(items) && items.length > 0 && items.every(isItem) ? items : null;
  } catch {
    return null;
  }
}

/** The ways of the keys, and the acts of a menu. */
export function bindClipboard(root, { acts, canEdit, say }) {
  let last = null; // what this page put there: a menu may not be allowed to read it back

  const taken = (event) => {
    if (!root.contains(document.activeElement) || isText(event.target)) return false;
    const items = acts.run("copied");
    if (items.length === 0) return false;
    last = JSON.stringify({ [MARK]: items });
    event.clipboardData.setData("text/plain", last);
    event.preventDefault();
    return true;
  };

  document.addEventListener("copy", taken);
  document.addEventListener("cut", (event) => {
    if (canEdit && taken(event)) acts.run("cutOut");
  });
  document.addEventListener("paste", (event) => {
    if (isText(event.target)) return;
    const items = itemsIn(event.clipboardData.getData("text/plain"));
    if (items) acts.run("paste", items);
  });

  const read = async () => {
    try {
      return await navigator.clipboard.readText();
    } catch {
      return last; // not allowed, or not over HTTPS
    }
  };

  acts.register({
    cut: () => document.execCommand("cut"),
    copy: () => document.execCommand("copy"),
    async pasteHere() {
      const text = await read();
      const items = itemsIn(text);
      if (items) acts.run("paste", items);
      else say(word(text === null ? "pasteByKey" : "nothingToPaste"));
    },
  });
}
