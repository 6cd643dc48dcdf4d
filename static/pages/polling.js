/** Beside a polled fragment: says a new state aloud once, and that Mix Studio has fallen silent. */
const lost = document.getElementById("lost");
const said = document.getElementById("said");
let last = document.getElementById("task-status")?.dataset.said;

function announce() {
  const { dataset } = document.getElementById("task-status") ?? {};
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
document.addEventListener("htmx:afterOnLoad", () => silent(false));
