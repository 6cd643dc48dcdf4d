/**
 * There before the page is seen, and so before htmx and the modules: whoever presses meanwhile what opens something by
 * them has it opened once they have come. What sends something is left to a hand that sees the page as it is then.
 */
{
  const OPENS = "[data-opens], button[hx-get]";
  let pressed;

  const hear = ({ target }) => {
    pressed = target.closest(OPENS) ?? pressed;
  };

  // The modules have run by then; htmx takes hold of the page in the same event, after this.
  const ready = () => {
    document.removeEventListener("click", hear);
    setTimeout(() => {
      if (!document.querySelector("dialog[open]")) pressed?.click();
    });
  };

  document.addEventListener("click", hear);
  document.addEventListener("DOMContentLoaded", ready);
}
