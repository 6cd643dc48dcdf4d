// The pad: moving and sizing by presses alone, without dragging and without keys. A button that is
// held repeats; presses soon after one another are one step to undo, as with the keys.

const WAIT = 400;
const AGAIN = 60;

export function bindPad(root, { acts }) {
  const ten = root.querySelector("[data-ten]");
  let timer = 0;

  const act = (button) => {
    const [name, ...ways] = button.dataset.press.split(" ");
    const by = ten.getAttribute("aria-pressed") === "true" ? 10 : 1;
    acts.run(name, ...ways.map((way) => Number(way) * by));
  };

  const repeat = (button, wait) => {
    timer = setTimeout(() => {
      act(button);
      repeat(button, AGAIN);
    }, wait);
  };
  const rest = () => clearTimeout(timer);

  root.addEventListener("pointerdown", (event) => {
    const button = event.target.closest("[data-press]");
    if (!button || event.button !== 0) return;
    rest();
    act(button);
    repeat(button, WAIT);
  });
  for (const end of ["pointerup", "pointercancel", "blur"]) addEventListener(end, rest);
  root.addEventListener("pointerout", rest);
  root.addEventListener("toggle", rest);
  root.addEventListener("contextmenu", (event) => event.preventDefault());

  // Keys and voices click without a pointer.
  root.addEventListener("click", (event) => {
    const button = event.target.closest("[data-press]");
    if (button && event.detail === 0) act(button);
  });
  ten.addEventListener("click", () => {
    ten.setAttribute("aria-pressed", String(ten.getAttribute("aria-pressed") === "false"));
  });
}
