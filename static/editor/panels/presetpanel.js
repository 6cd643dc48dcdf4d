// The presets under the stage: chosen by a click, in the dialog of all, or by a digit on the stage.
import { open } from "../../pages/dialogs.js";
import { strokeOf } from "../../pages/strokes.js";
import { toast } from "../../pages/toast.js";
import { scene } from "../document/document.js";
import { locksOf } from "../document/locks.js";
import { arranged, placeable } from "../document/parking.js";
import { favourites, fits, place } from "../document/presets.js";
import { refilled } from "../document/refill.js";
import { bindNumber } from "../page/typednumber.js";
import { number, word } from "../page/words.js";
import { createPresetList } from "./presetlist.js";

/** What may lie between boxes and around them all. */
const SPACE = { min: 0, max: 400, unit: "px" };

const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

export function createPresetPanel(
  root,
  { store, frames, limits, refused, say, stageRoot },
  { dialog, presets },
) {
  const settings = root.querySelector("form");
  const space = { gap: 0, margin: 0 };

  /** What the strip's own fields ask for. */
  const options = () => {
    const { mirror, inset } = settings.elements;
    return { mirror: mirror.checked, inset: Number(inset.value), ...space };
  };

  const choiceOf = (preset) => {
    const boxes = place(preset, scene(store.rules), options());
    const { min } = limits.boxSide;
    return {
      preset,
      boxes,
      reason: fits(boxes, limits.boxSide) ? "" : word("presetSmall", { min }),
    };
  };

  const use = (key) => {
    const { preset, boxes, reason } = choiceOf(presets.find((one) => one.key === key));
    if (dialog.open && !reason) dialog.close();
    const before = store.settled;
    const full = refilled(before, boxes.length, limits);
    const there = placeable(full).length;
    const held = locksOf(store.state).length > 0;
    const nothing = held ? "presetLocked" : "presetNothing";
    if (reason || there === 0) return say(reason || word(nothing));
    const back = there - placeable(before).length;
    const act = word("actPreset", { name: preset.name });
    if (!store.commit(act, () => arranged(full, boxes))) {
      return say(word("presetAlready", { name: preset.name }));
    }
    const parked = Math.max(0, there - boxes.length);
    const count = number(there - parked);
    say(word(held ? "presetDoneLocked" : "presetDone", { name: preset.name, count }));
    if (parked > 0) toast(word("presetParked", { count: number(parked) }));
    if (back > 0) toast(word("presetBack", { count: number(back) }));
    return undefined;
  };

  const strip = createPresetList({ list: root.querySelector("ol"), frames, choose: use });
  const groups = [...dialog.querySelectorAll("ol")].map((list) => ({
    list: createPresetList({ list, frames, choose: use }),
    presets: presets.filter((preset) => String(preset.vertical) === list.dataset.vertical),
  }));

  const paint = () => {
    const canvas = scene(store.rules);
    const nine = favourites(presets, canvas);
    const now = placeable(store.work).map((item) => item.box);
    const castOf = (count) => placeable(refilled(store.work, count, limits));
    const show = (list, some) => {
      const choices = some.map((preset) => {
        const choice = choiceOf(preset);
        const present = now.length > 0 && same(now, choice.boxes);
        const sources = castOf(choice.boxes.length);
        return { ...choice, sources, present, digit: nine.indexOf(preset) + 1 };
      });
      list.paint(choices, canvas);
    };
    show(strip, nine);
    if (dialog.open) for (const group of groups) show(group.list, group.presets);
  };

  for (const name of Object.keys(space)) {
    bindNumber(settings.elements[name], {
      range: SPACE,
      first: space[name],
      refused,
      say,
      used(value) {
        space[name] = value;
        paint();
      },
    });
  }
  settings.addEventListener("change", paint);
  settings.addEventListener("submit", (event) => event.preventDefault());
  root.querySelector("#all-presets").addEventListener("click", (event) => {
    open(dialog, event.currentTarget);
    paint();
  });
  stageRoot.addEventListener("keydown", (event) => {
    const stroke = strokeOf(event);
    if (store.live || !/^[1-9]$/.test(stroke)) return;
    event.preventDefault();
    use(favourites(presets, scene(store.rules))[stroke - 1].key);
  });

  return { paint };
}
