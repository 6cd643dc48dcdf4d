/** Whoever chose or typed while the page was still coming is answered as well: htmx had heard nothing of it. */

function isChanged(control) {
  if (control.options) {
    const usual =
      [...control.options].find((option) => option.defaultSelected) ?? control.options[0];
    return control.value !== (usual?.value ?? "");
  }
  if (["checkbox", "radio"].includes(control.type))
    return control.checked !== control.defaultChecked;
  // What is never empty has a value that nobody wrote; a button has none that it came with.
  const fillsItself = ["range", "color"].includes(control.type) && !control.hasAttribute("value");
  return (
    !fillsItself && control.defaultValue !== undefined && control.value !== control.defaultValue
  );
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
