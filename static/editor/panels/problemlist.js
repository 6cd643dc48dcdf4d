// The Problems tab: every problem once, errors first; each leads to what it names. Below them is
// what will be heard.
import { find } from "../document/document.js";
import { soundHint, soundIn } from "../document/sound.js";
import { copyOf, setIcon, setRows, setText } from "../page/elements.js";
import { known, nameOf, number, word } from "../page/words.js";
import { worst } from "../server/problems.js";
import { untaken } from "./fields.js";

const errorsFirst = (a, b) => (a.severity === "error" ? 0 : 1) - (b.severity === "error" ? 0 : 1);

/** "host, URL: …" */
export const told = (problem, rules) => `${aboutOf(problem, rules)}${problem.message}`;

/** What a problem is about, to be read before it: "host, URL: ". */
function aboutOf({ key, field }, rules) {
  const item = find(rules, key);
  const [group, name] = field.split(".");
  const isPush = group === "push" && name !== "";
  const what = isPush
    ? word("pushUrlNumber", { number: Number(name) + 1 })
    : known(`field.${field}`);
  const parts = [item ? nameOf(item) : known(`about.${group}`), what].filter(Boolean);
  return parts.length > 0 ? parts.join(word("comma")) + word("colon") : "";
}

function paintSound(section, rules, frames) {
  const sound = soundIn(rules, frames);
  for (const named of section.querySelectorAll("[data-sound]")) {
    const names = sound[named.dataset.sound].map(nameOf);
    setText(named, names.join(word("comma")) || word("soundOfNone"));
  }
  for (const hint of section.querySelectorAll("[data-sound-hint]")) {
    hint.hidden = hint.dataset.soundHint !== soundHint(sound);
  }
}

export function createProblemList(root, { store, limits, problems, refused, frames, jump }) {
  const list = root.querySelector("#problem-list");
  const none = root.querySelector("#no-problems");
  const counts = root.querySelectorAll("[data-problem-count]");
  let shown = [];

  const fill = (row, problem) => {
    row.className = problem.severity;
    setIcon(row.querySelector("svg"), problem.severity === "error" ? "error" : "warn");
    setText(row.querySelector(".text"), told(problem, store.rules));
  };

  list.addEventListener("click", (event) => {
    const row = event.target.closest("button")?.closest("li");
    if (row) jump(shown[[...list.children].indexOf(row)]);
  });

  return {
    paint() {
      const typed = untaken(refused, store.work, limits);
      shown = [...typed, ...problems.all].toSorted(errorsFirst);
      setRows(list, shown, () => copyOf("problem-template"), fill);
      none.hidden = shown.length > 0;
      paintSound(root.querySelector("#sound"), store.rules, frames);
      for (const count of counts) {
        count.hidden = shown.length === 0;
        count.className = `badge ${worst(shown) === "error" ? "error" : "warn"}`;
        setText(count, number(shown.length));
      }
    },
  };
}
