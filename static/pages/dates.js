/** Days of a filter, once the page stands: a browser's own field for a day takes as long to make as the page without it. */

/** A word that is no day would be gone; what is being written in is left alone. */
function become(field) {
  if (field === document.activeElement) {
    field.addEventListener("blur", () => become(field), { once: true });
    return;
  }
  const day = Object.assign(document.createElement("input"), { type: "date", value: field.value });
  if (day.value === field.value) field.type = "date";
  else field.addEventListener("change", () => become(field), { once: true });
}

const stands = () =>
  setTimeout(() => {
    for (const field of document.querySelectorAll("[data-day]")) setTimeout(become, 0, field);
  });

if (document.readyState === "complete") stands();
else addEventListener("load", stands);
