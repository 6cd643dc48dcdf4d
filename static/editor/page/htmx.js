// htmx, for the push dialog alone, and the sheet of all dialogs: they come when the stage is there, or
// at the first press that needs them.
import { token } from "./page.js";

let coming = null;
let dress;

/** Until the sheet is there menus and dialogs would lie undressed in the page's middle: none is seen. */
export const dressed = new Promise((resolve) => {
  dress = resolve;
});
dressed.then(() => {
  document.documentElement.dataset.dressed = "";
});

function load() {
  const { htmx, dialogs } = document.getElementById("editor").dataset;
  const script = Object.assign(document.createElement("script"), { src: htmx });
  const sheet = Object.assign(document.createElement("link"), { rel: "stylesheet", href: dialogs });
  for (const end of ["load", "error"]) sheet.addEventListener(end, dress, { once: true });
  return new Promise((resolve) => {
    script.addEventListener("load", resolve);
    script.addEventListener("error", () => {
      coming = null;
    });
    document.head.append(sheet, script);
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
