// Every act by its name: what it does and when it fits. Keys, tools, menus and the pad look acts up
// here; for how much selected each is comes with the page (studio/editor/page/acts.py).
import { itemsOf } from "../document/document.js";

/** `lines` are {least, most, …} by name: for how many selected items an act is. */
export function createRegistry({ lines, store, canEdit }) {
  const acts = new Map();

  const isEnough = ({ least, most }) => {
    const count = store.selection.length;
    return count >= least && (most === 0 || count <= most);
  };

  const selected = () => itemsOf(store.settled.rules, store.selection);

  return {
    lines,

    /** What is selected, as items: where they lie without the gesture under way, which an edit ends. */
    selected,

    /** What is selected and has a box, for those who may change it. */
    placed: () => (canEdit ? selected().filter((item) => item.box) : []),

    /** By name either what an act does, or {run, fits, isOn} where it has a say of its own. */
    register(more) {
      for (const [name, act] of Object.entries(more)) {
        acts.set(name, typeof act === "function" ? { run: act } : act);
      }
    },

    run: (name, ...given) => acts.get(name).run(...given),

    /** Whether it is for what is selected. */
    fits: (name) => isEnough(lines[name]) && (acts.get(name).fits?.() ?? true),

    /** Whether what it turns on and off is on. */
    isOn: (name) => acts.get(name).isOn(),
  };
}
