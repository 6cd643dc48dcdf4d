/**
 * There before the page is seen, and so before htmx and the modules: whoever presses meanwhile what opens something by
 * them, is signed by a passkey, or puts a mark on or off and says which, is answered once they have come. What else sends
 * something is left to a hand that sees the page as it is then.
 */
{
  const ANSWERED = "[data-opens], button[hx-get], button[aria-pressed][hx-post]";
  let pressed;

  // Whoever goes on to something else has given it up.
  const hear = ({ target }) => {
    pressed = target.closest(ANSWERED);
  };
  const forget = () => {
    pressed = undefined;
  };

  // Without its module it would be sent unsigned.
  const hold = (event) => {
    forget();
    if (event.defaultPrevented || !event.target.matches("[data-passkey]")) return;
    event.preventDefault();
    pressed = event.submitter;
  };

  // The modules have run by then; htmx takes hold of the page in the same event, after this.
  const ready = () => {
    document.removeEventListener("click", hear);
    document.removeEventListener("input", forget);
    removeEventListener("submit", hold);
    setTimeout(() => {
      if (!document.querySelector("dialog[open]")) pressed?.click();
    });
  };

  document.addEventListener("click", hear);
  document.addEventListener("input", forget);
  addEventListener("submit", hold);
  document.addEventListener("DOMContentLoaded", ready);
}
