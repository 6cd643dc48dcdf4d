// Between an item on the stage and its numbers, by keys: Enter goes there, Escape comes back. Of a
// strap Enter or a double click goes to its words.

export function bindCrossing(inspectorRoot, { stageRoot, store, modes, acts, toNumbers }, stage) {
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
      if (acts.fits("writeStrap")) acts.run("writeStrap");
      else toNumbers();
    },
    true,
  );

  stageRoot.addEventListener("dblclick", ({ clientX, clientY }) => {
    const { left, top } = stageRoot.getBoundingClientRect();
    const [hit] = stage.at({ x: clientX - left, y: clientY - top });
    if (!hit || several.on || store.live) return;
    // The second click chose what lies beneath.
    const chosen = store.selection;
    store.select(hit);
    if (acts.fits("writeStrap")) acts.run("writeStrap");
    else store.select(chosen);
  });

  // A field that was typed in takes Escape for itself first.
  inspectorRoot.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented || !isItems(event.target)) return;
    stage.focus(store.selected);
  });
}
