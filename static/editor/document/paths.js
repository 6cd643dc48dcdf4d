// From a problem's path to the thing it names: an item, a field, a tab.
import { items } from "./document.js";

/** `MixedRules.InputSource[2].Url` as ["InputSource", 2, "Url"]. */
function steps(path) {
  const found = path.match(/[^.[\]]+/g) ?? [];
  return found.slice(1).map((step) => (/^\d+$/.test(step) ? Number(step) : step));
}

function inItem(item, group, name) {
  return { tab: "box", key: item?.key ?? null, field: `${group}.${name ?? ""}` };
}

const inList = (field) => ({ tab: "layers", key: null, field });

/** What is said of a logo as a whole may be about its box. */
function inLayout(rest, all, code) {
  const [part, first, second, third] = rest;
  if (part === "Logo" && first === undefined) return inList("logos.");
  if (part === "Logo") {
    const logo = all.find((item) => item.kind === "logo" && item.index === first);
    if (code.startsWith("box_")) return inItem(logo, "box");
    return second === "Layout" ? inItem(logo, "box", third) : inItem(logo, "logo", second);
  }
  if (first !== "Layout") return { tab: "scene", key: null, field: `scene.${first ?? ""}` };
  const source = all.find((item) => item.kind === "source" && item.layoutIndex === second);
  return inItem(source, "box", third);
}

function inOutput([part, name]) {
  const groups = { Video: "video", Audio: "audio", Callback: "callback", Url: "push" };
  return { tab: "output", key: null, field: `${groups[part] ?? "output"}.${name ?? ""}` };
}

/** {tab, key, field}: the inspector's tab, the item's key or null, the field such as `box.X`. */
export function locate({ path, code }, rules) {
  const [head, ...rest] = steps(path);
  const all = items(rules);
  if (head === "Output") return inOutput(rest);
  if (head === "InputLayout") return inLayout(rest, all, code);
  if (head !== "InputSource") return { tab: "problems", key: null, field: "" };
  if (rest.length === 0) return inList("sources.");
  const source = all.find((item) => item.kind === "source" && item.index === rest[0]);
  return inItem(source, "source", rest[1]);
}
