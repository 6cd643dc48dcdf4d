// What works on the saved state (the push dialog, downloads) saves first. What was typed and can't be taken is not
// in it: that is said, and shown, before anything else.

const isDue = (element) => element?.closest?.("[data-needs-saved]");

/** `holds()` tells of what can't be taken, and returns whether there is any. */
export function bindNeedsSaved({ saving, holds, failed }) {
  const first = async (event, goOn) => {
    const isHeld = holds();
    if (!isHeld && !saving.dirty()) return;
    event.preventDefault();
    if (isHeld) return;
    if (await saving.flush()) goOn();
    else failed();
  };

  document.addEventListener("htmx:confirm", (event) => {
    if (isDue(event.detail.elt)) first(event, () => event.detail.issueRequest(true));
  });

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[data-needs-saved]");
    if (link) first(event, () => link.click());
  });
}
