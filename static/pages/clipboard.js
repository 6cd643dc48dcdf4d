/** <button data-copies="id" data-said="…" hidden>: copies that field's text, and says so; shown where a browser lets it. */
const SAID_FOR = 4000;

function copier(button) {
  const field = document.getElementById(button.dataset.copies);
  const said = document.getElementById(button.getAttribute("aria-describedby"));
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(field.value);
    said.textContent = button.dataset.said;
    setTimeout(() => said.replaceChildren(), SAID_FOR);
  });
  field.addEventListener("focus", () => field.select());
}

for (const button of document.querySelectorAll("[data-copies]")) copier(button);
