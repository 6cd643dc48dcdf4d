/**
 * Native dialogs, driven by attributes:
 *   <button data-opens="id" data-action="/…/" data-value="…">  opens it; its form gets the address, its
 *     [data-takes-value] field the value
 *   <button data-closes>      closes the dialog it stands in; so does a press on the backdrop
 *   <dialog data-modal>       opens as soon as htmx brings it
 * Focus goes back to what was pressed, also when that was in a menu that has closed meanwhile.
 */
export function open(dialog, opener = document.activeElement) {
  dialog.addEventListener("close", () => restoreFocus(opener), { once: true });
  dialog.showModal();
}

function restoreFocus(opener) {
  const menu = opener?.closest("[popover]");
  const target = menu ? document.querySelector(`[popovertarget="${menu.id}"]`) : opener;
  const again = target?.isConnected ? target : document.getElementById(target?.id);
  again?.focus();
}

function fill(dialog, { action, value }) {
  const form = dialog.querySelector("form");
  if (action) form.action = action;
  const field = form.querySelector("[data-takes-value]");
  if (field && value !== undefined) {
    field.value = value;
    field.select();
  }
}

function openFrom(button) {
  const dialog = document.getElementById(button.dataset.opens);
  button.closest("[popover]")?.hidePopover();
  open(dialog, button);
  fill(dialog, button.dataset);
}

/** A drag that merely ends on the backdrop (selecting text) is no press on it. */
let pressBegan;

function pressed({ target }) {
  const opener = target.closest("[data-opens]");
  const onBackdrop = target.matches("dialog[open]") && pressBegan === target;
  if (opener) openFrom(opener);
  else if (target.closest("[data-closes]") || onBackdrop) target.closest("dialog").close();
}

function arrived({ target }) {
  const dialog = target.querySelector?.("dialog[data-modal]:not([open])");
  if (dialog) open(dialog);
}

document.addEventListener("pointerdown", ({ target }) => {
  pressBegan = target;
});
document.addEventListener("click", pressed);
document.addEventListener("htmx:load", arrived);
