// The layers list: the same items as the stage, top first, with their problems; and the meters.
import { get, items } from "../document/document.js";
import { canLock, isLocked } from "../document/locks.js";
import { asItem, parkedOf, placeOfLogo } from "../document/parking.js";
import { copyOf, setIcon, setRows, setText } from "../page/elements.js";
import { nameOf, number, word } from "../page/words.js";
import { worst } from "../server/problems.js";
import { showChips } from "../stage/hintchips.js";
import { iconOf } from "../stage/item.js";

const NEAR = 2;

function showMeter(meter, count, most) {
  const pips = meter.querySelector(".pips");
  const fill = (pip, on, index) => {
    const full = count > most ? "over" : count > most - NEAR ? "near" : "on";
    pip.className = on && index < count ? full : "";
  };
  const all = Array.from({ length: most }, (_, index) => index < count);
  setRows(pips, all, () => document.createElement("i"), fill);
  setText(meter.querySelector(".count"), `${number(count)}/${number(most)}`);
}

/** The still of an item in a list, or the icon of what it is. */
export function showThumb(thumb, item, frame) {
  const picture = thumb.querySelector("img");
  const source = frame?.state === "ready" ? frame.src : null;
  picture.hidden = !source;
  thumb.querySelector("svg").toggleAttribute("hidden", Boolean(source));
  if (source && picture.getAttribute("src") !== source) picture.src = source;
  setIcon(thumb.querySelector("svg"), iconOf(item));
}

function subtitle(item, locked) {
  const size = item.box ? word("size", item.box) : "";
  const about = item.kind === "source" ? word("layer", { layer: item.layer }) : size;
  return locked ? `${about} · ${word("lockedShort")}` : about;
}

/** The items of a kind, top first, hidden ones at their place. */
function listed({ rules, state }, kind) {
  const place = ({ index, hidden }) => (hidden ? index : placeOfLogo(state, index));
  const rank = (item) => (item.kind === "source" ? item.layer : place(item));
  const hidden = parkedOf(state).map(asItem);
  const all = [...items(rules), ...hidden.filter((item) => item.hidden)];
  return all
    .filter((item) => item.kind === kind)
    .reverse()
    .sort((a, b) => rank(b) - rank(a));
}

export function createLayers(root, { store, limits, frames, problems, hints, acts, picked }) {
  const lists = {
    logo: root.querySelector("#logo-list"),
    source: root.querySelector("#source-list"),
  };

  const make = () => copyOf("row-template");

  const dot = (holder, found) => {
    const severity = worst(found);
    holder.replaceChildren();
    if (!severity) return;
    const mark = document.createElement("span");
    mark.className = `dot ${severity === "error" ? "error" : "warn"}`;
    mark.setAttribute("role", "img");
    mark.setAttribute("aria-label", word("problemCount", { count: number(found.length) }));
    holder.append(mark);
  };

  const fillEye = (row, item) => {
    row.classList.toggle("is-hidden", Boolean(item.hidden));
    const eye = row.querySelector("[data-eye]");
    if (!eye) return;
    eye.hidden = item.kind === "source" && item.index < 0;
    eye.dataset.eye = item.hidden ? item.aside : item.key;
    eye.setAttribute("aria-label", word(item.hidden ? "show" : "hide", { name: nameOf(item) }));
    setIcon(eye.querySelector("svg"), item.hidden ? "eyeoff" : "eye");
  };

  const isHeld = (item) => (item.hidden ? item.locked : isLocked(store.state, item.key));

  const fillPadlock = (row, item) => {
    const held = isHeld(item);
    row.classList.toggle("is-locked", held);
    const padlock = row.querySelector("[data-lock]");
    if (!padlock) return;
    padlock.hidden = item.hidden || !canLock(item);
    padlock.dataset.lock = item.key ?? "";
    padlock.setAttribute("aria-label", word(held ? "unlock" : "lock", { name: nameOf(item) }));
    setIcon(padlock.querySelector("svg"), held ? "lock" : "unlock");
  };

  const fill = (row, item) => {
    const button = row.firstElementChild;
    button.dataset.key = item.key ?? "";
    button.disabled = Boolean(item.hidden);
    fillEye(row, item);
    fillPadlock(row, item);
    button.setAttribute("aria-pressed", String(store.selection.includes(item.key)));
    showThumb(row.querySelector(".thumb"), item, frames.of(item));
    setText(row.querySelector("b"), nameOf(item));
    const type = row.querySelector(".type");
    type.hidden = !item.type;
    setText(type, item.type ?? "");
    setText(row.querySelector(".more"), subtitle(item, isHeld(item)));
    showChips(row.querySelector(".tells"), hints.of(item.key));
    dot(row.querySelector(".acts"), problems.of(item.key));
  };

  root.addEventListener("click", (event) => {
    const eye = event.target.closest("[data-eye]");
    if (eye) {
      const hidden = eye.closest("li").classList.contains("is-hidden");
      if (hidden) acts.run("bringBack", Number(eye.dataset.eye));
      else acts.run("hideOne", eye.dataset.eye);
      return;
    }
    const padlock = event.target.closest("[data-lock]");
    if (padlock) return acts.run("lockOne", padlock.dataset.lock);
    const key = event.target.closest("[data-key]")?.dataset.key;
    if (key) picked(key, event.ctrlKey || event.metaKey || event.shiftKey);
  });

  const meter = (name) => document.querySelector(`[data-meter="${name}"]`);

  return {
    paint() {
      for (const [kind, list] of Object.entries(lists)) {
        const some = listed(store.work, kind);
        setRows(list, some, make, fill);
        root.querySelector(`#no-${kind}s`).hidden = some.length > 0;
        showMeter(
          meter(`${kind}s`),
          some.filter((item) => !item.hidden).length,
          limits[kind === "logo" ? "maxLogos" : "maxSources"],
        );
      }
      showMeter(
        meter("pushUrls"),
        get(store.rules, ["Output", "Url"])?.length ?? 0,
        limits.maxPushUrls,
      );
    },
  };
}
