// What works on the saved state (the push dialog, downloads) saves first.

const isDue = (element) => element?.closest?.("[data-needs-saved]");

export function bindNeedsSaved({ saving, failed }) {
  document.addEventListener("htmx:confirm", async (event) => {
    if (!isDue(event.detail.elt) || !saving.dirty()) return;
    event.preventDefault();
    if (await saving.flush()) event.detail.issueRequest(true);
    else failed();
  });

  document.addEventListener("click", async (event) => {
    const link = event.target.closest?.("a[data-needs-saved]");
    if (!link || !saving.dirty()) return;
    event.preventDefault();
    if (await saving.flush()) link.click();
    else failed();
  });
}
