/** Times as this computer's clock and language show them: 14:02 today, "18 Nov, 14:02" before. */
const language = document.documentElement.lang;
const clock = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
const day = { day: "numeric", month: "short" };

function local(element) {
  const at = new Date(element.dateTime);
  const isToday = at.toDateString() === new Date().toDateString();
  const seconds = element.dataset.local === "seconds" ? { second: "2-digit" } : {};
  const format = { ...(isToday ? {} : day), ...clock, ...seconds };
  return new Intl.DateTimeFormat(language, format).format(at);
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
