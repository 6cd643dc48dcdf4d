// Between an item on the stage and its numbers, by keys: Enter goes there, Escape comes back.

export function bindCrossing(inspectorRoot, { stageRoot, store, modes, toNumbers }, stage) {
  const { several } = modes;
  const isItems = (element) => element.matches("#panel-box :is(input, select)");

  stageRoot.addEventListener(
    "keydown",
    (event) => {
      const { key } = event.target.dataset;
      const isChosen = key && store.selection.length === 1 && store.selected === key;
      if (event.key !== "Enter" || !isChosen || several.on || store.live) return;
      event.preventDefault();
      event.stopPropagation();
      toNumbers();
    },
    true,
  );

  // A field that was typed in takes Escape for itself first.
  inspectorRoot.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented || !isItems(event.target)) return;
    stage.focus(store.selected);
  });
}
