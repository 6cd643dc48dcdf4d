// A toolbar is one stop of Tab; arrows, Home and End go along what can be used in it.
import { setTabIndex } from "./elements.js";

export function bindToolbar(root) {
  const all = [...root.querySelectorAll("button")].filter((one) => !one.closest("[popover]"));
  let stop = all[0];

  const rove = () => {
    if (stop.disabled) stop = all.find((one) => !one.disabled);
    for (const one of all) setTabIndex(one, one === stop ? 0 : -1);
  };

  /** Where a key leads to; round the ends, for the last is often near the first. */
  const next = (key) => {
    const able = all.filter((one) => !one.disabled && one.checkVisibility());
    const at = able.indexOf(stop);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: able.length - 1 }[key];
    return to === undefined ? null : able.at(to % able.length);
  };

  root.addEventListener("focusin", ({ target }) => {
    if (!all.includes(target)) return;
    stop = target;
    rove();
  });
  root.addEventListener("keydown", (event) => {
    if (!all.includes(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
    const one = next(event.key);
    if (!one) return;
    event.preventDefault();
    one.focus();
  });
  rove();
  return { paint: rove };
}
