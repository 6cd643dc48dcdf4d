// A list of presets as buttons with miniatures: nine favourites under the stage, all in the dialog.
import { copyOf, setRows, setText } from "../page/elements.js";
import { number, word } from "../page/words.js";
import { paintMiniature } from "./miniature.js";

/** What choosing it does to the sources there are. */
function outcome({ boxes, reason, sources }) {
  if (reason) return reason;
  const parked = sources.length - boxes.length;
  if (parked > 0) return word("presetParks", { count: number(parked) });
  if (parked < 0) return word("presetFree", { count: number(-parked) });
  return word("presetFits");
}

/** `choices` are {preset, boxes, sources, reason, digit, present}; the sources are for the boxes. */
export function createPresetList({ list, frames, choose }) {
  list.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-preset]");
    if (button) choose(button.dataset.preset);
  });

  return {
    paint(choices, scene) {
      setRows(
        list,
        choices,
        () => copyOf("preset-template"),
        (row, choice) => {
          const { preset, boxes, sources, reason, digit, present } = choice;
          const button = row.firstElementChild;
          button.dataset.preset = preset.key;
          button.setAttribute("aria-disabled", String(Boolean(reason)));
          button.setAttribute("aria-current", String(present));
          button.title = outcome(choice);
          const kbd = row.querySelector("kbd");
          kbd.hidden = !digit;
          setText(kbd, digit ? String(digit) : "");
          setText(row.querySelector(".cap"), preset.name);
          setText(row.querySelector(".reason"), reason);
          paintMiniature(row.querySelector(".mini"), scene, reason ? [] : boxes, sources, frames);
        },
      );
    },
  };
}
