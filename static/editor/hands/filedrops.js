// Files that are dropped on the page or pasted: on an item, in the list or on the stage, they are
// for that item; beside all items of the stage they make a logo. Elsewhere they do nothing, for a
// browser would leave the page and show the file.

const hasFiles = ({ dataTransfer }) => [...(dataTransfer?.types ?? [])].includes("Files");
const fileOf = (data) => [...(data?.files ?? [])][0];

/** {element, key} of what a file over `target` would be for; null for nothing. */
function placeOf(target, stageRoot) {
  const row = target.closest?.("#layers li");
  if (row) {
    const key = row.querySelector("[data-key]")?.dataset.key;
    return key ? { element: row, key } : null;
  }
  if (!stageRoot.contains(target)) return null;
  const item = target.closest(".item");
  return item ? { element: item, key: item.dataset.key } : { element: stageRoot, key: null };
}

/** `give(file, key)` is told of a file, `key` of the item it is for or null. */
export function bindFileDrops(stageRoot, { store }, give) {
  let lit = null;

  const light = (element) => {
    if (lit === element) return;
    lit?.classList.remove("is-target");
    element?.classList.add("is-target");
    lit = element;
  };

  document.addEventListener("dragover", (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    const place = placeOf(event.target, stageRoot);
    event.dataTransfer.dropEffect = place ? "copy" : "none";
    light(place?.element);
  });
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) light(null);
  });
  document.addEventListener("drop", (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    light(null);
    const place = placeOf(event.target, stageRoot);
    const file = fileOf(event.dataTransfer);
    if (place && file) give(file, place.key);
  });
  document.addEventListener("paste", (event) => {
    const file = fileOf(event.clipboardData);
    if (file && !event.target.closest?.("input, textarea")) give(file, store.selected);
  });
}
