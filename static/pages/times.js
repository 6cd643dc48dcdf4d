/**
 * Times as this computer's clock shows them, and days as the page's language does: 14:02 today, "18 Nov, 14:02" before.
 *
 * Without Intl: whoever first asks it for anything waits until it has looked through all the languages there are, 20 ms
 * of a fast machine.
 */
const two = (value) => String(value).padStart(2, "0");

/** "14:02" of a Date. */
export const clock = (at) => `${two(at.getHours())}:${two(at.getMinutes())}`;

/** A day as it stands before the time of day: the page says how each month's are written. */
function dayOf(at) {
  const months = document.documentElement.dataset.days.split("|");
  return months[at.getMonth()].replace("#", at.getDate());
}

function local(element) {
  const at = new Date(element.dateTime);
  const isToday = at.toDateString() === new Date().toDateString();
  const seconds = element.dataset.local === "seconds" ? `:${two(at.getSeconds())}` : "";
  return (isToday ? "" : dayOf(at)) + clock(at) + seconds;
}

export function showTimes(root) {
  for (const element of root.querySelectorAll("time[data-local]")) {
    const text = local(element);
    if (element.textContent !== text) element.textContent = text;
  }
}

showTimes(document);
// Before htmx paints what it swapped in.
document.addEventListener("htmx:afterSwap", () => showTimes(document));
