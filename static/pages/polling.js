/** Beside a polled fragment: says aloud once what is new in its words for that (data-said), and that Mix Studio has fallen silent. */
const lost = document.getElementById("lost");
const said = document.getElementById("said");
const polled = () => document.querySelector("#main [data-said]");
let last = polled()?.dataset.said;

function announce() {
  const { dataset } = polled() ?? {};
  if (!said || !dataset || dataset.said === last) return;
  last = dataset.said;
  said.textContent = last;
}

function silent(isSilent) {
  if (lost.hidden === isSilent) lost.hidden = !isSilent;
}

document.addEventListener("htmx:afterSettle", announce);
document.addEventListener("htmx:sendError", () => silent(true));
document.addEventListener("htmx:responseError", () => silent(true));
// It comes after an error, too.
document.addEventListener("htmx:afterOnLoad", ({ detail }) => silent(detail.xhr.status >= 500));
