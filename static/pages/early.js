/** Whoever chose or typed while the page was still coming is answered as well: htmx had heard nothing of it. */

function isChanged(control) {
  if (control.options) {
    const usual =
      [...control.options].find((option) => option.defaultSelected) ?? control.options[0];
    return control.value !== (usual?.value ?? "");
  }
  if (["checkbox", "radio"].includes(control.type))
    return control.checked !== control.defaultChecked;
  return control.value !== control.defaultValue;
}

function catchUp() {
  for (const form of document.querySelectorAll("form[hx-trigger]")) {
    const control = [...form.elements].find(isChanged);
    for (const type of control ? ["input", "change"] : [])
      control.dispatchEvent(new Event(type, { bubbles: true }));
  }
}

// What htmx brings later was there with it: only the page itself can have come before.
document.addEventListener("htmx:load", catchUp, { once: true });
