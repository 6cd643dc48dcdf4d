// htmx, for the push dialog alone: it comes when the stage is there, or at the first press that needs it.
import { token } from "./page.js";

let coming = null;

function load() {
  const script = document.createElement("script");
  script.src = document.getElementById("editor").dataset.htmx;
  return new Promise((resolve) => {
    script.addEventListener("load", resolve);
    script.addEventListener("error", () => {
      coming = null;
    });
    document.head.append(script);
  });
}

/** htmx takes hold of a page at once only when all of it is loaded. */
const loaded = () =>
  new Promise((resolve) => {
    if (document.readyState === "complete") resolve();
    else addEventListener("load", resolve, { once: true });
  });

export function bringHtmx() {
  coming ??= loaded().then(load);
  return coming;
}

document.addEventListener("htmx:configRequest", ({ detail }) => {
  detail.headers["X-CSRFToken"] = token();
});
document.addEventListener("click", async ({ target }) => {
  const asks = target.closest?.("[hx-get]");
  if (!asks || window.htmx) return;
  await bringHtmx();
  asks.click();
});
