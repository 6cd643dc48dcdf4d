// Something that is on or off and changes what gestures and keys do: always visible as a pressed
// button, and said when it changes.

/** `said` are the sentences for on and off; `changed(on)` shows it elsewhere. */
export function createMode({ buttons, say, said, changed, on: first = false }) {
  let on = first;
  const show = () => {
    for (const button of buttons) button.setAttribute("aria-pressed", String(on));
    changed(on);
  };
  const toggle = () => {
    if (buttons.length === 0) return;
    on = !on;
    show();
    say(said[on ? 0 : 1]);
  };
  for (const button of buttons) button.addEventListener("click", toggle);
  show();
  return {
    get on() {
      return on;
    },
    toggle,
  };
}
