/** Files dropped anywhere on the page go where its [data-takes-files] form sends them, as if chosen there. */
const form = document.querySelector("[data-takes-files]");
const hint = document.querySelector("[data-drop-hint]");

function brings({ dataTransfer }) {
  return Boolean(form) && Boolean(dataTransfer?.types.includes("Files"));
}

function show(shown) {
  if (hint) hint.hidden = !shown;
}

document.addEventListener("dragover", (event) => {
  if (!brings(event)) return;
  event.preventDefault();
  event.dataTransfer.dropEffect = "copy";
  show(true);
});
document.addEventListener("dragleave", ({ relatedTarget }) => {
  if (!relatedTarget) show(false);
});
document.addEventListener("drop", (event) => {
  if (!brings(event)) return;
  event.preventDefault();
  show(false);
  form.elements.file.files = event.dataTransfer.files;
  form.requestSubmit();
});
