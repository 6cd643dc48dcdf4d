// A link that is dropped or pasted on the stage becomes a source.

const LINK = /^(https?|rtmps?):\/\/\S+$/i;

/** The first line that is a link, or null. */
function linkIn(text) {
  const lines = (text ?? "").split(/\r?\n/).map((line) => line.trim());
  return lines.find((line) => LINK.test(line)) ?? null;
}

const dropped = (data) =>
  linkIn(data.getData("text/uri-list")) ?? linkIn(data.getData("text/plain"));

export function bindArrivals(root, { acts }) {
  // A picture dragged from another page comes as a file and as its link: the link will do.
  const offers = (event) => [...event.dataTransfer.types].some((type) => type.startsWith("text/"));

  root.addEventListener("dragover", (event) => {
    if (!offers(event)) return;
    event.preventDefault();
    root.classList.add("is-target");
  });
  root.addEventListener("dragleave", () => root.classList.remove("is-target"));
  root.addEventListener("drop", (event) => {
    if (!offers(event)) return;
    event.preventDefault();
    root.classList.remove("is-target");
    const link = dropped(event.dataTransfer);
    if (link) acts.run("addSource", link);
  });
  document.addEventListener("paste", (event) => {
    if (event.target.closest?.("input, textarea")) return;
    const link = linkIn(event.clipboardData.getData("text/plain"));
    if (link) acts.run("addSource", link);
  });
}
