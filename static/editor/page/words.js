// Every string the modules say comes translated from the page; names and times are put in here. Intl is asked for what is
// said later alone (static/pages/times.js says why).
import { clock } from "../../pages/times.js";

const words = JSON.parse(document.getElementById("words-data").textContent);
const language = document.documentElement.lang || "en";

/** The sentence of that key with its {placeholders} filled in. */
export function word(key, params = {}) {
  return words[key].replace(/\{(\w+)\}/g, (_, name) => params[name]);
}

/** The sentence of a key that may not have one. */
export const known = (key) => words[key] ?? "";

/** "a, b and c". */
export const listed = (names) => new Intl.ListFormat(language).format(names);

/** "1,920", "12.346": every language of the studio writes them so. */
export const number = (value) =>
  String(Math.round(value * 1000) / 1000).replace(/\B(?=(\d{3})+(?!\d))/g, ",");

const calendar = () =>
  new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" });
/** The same of a moment today; of another day with its date. */
export const moment = (when) => {
  const isToday = new Date(when).toDateString() === new Date().toDateString();
  return isToday ? time(when) : calendar().format(new Date(when));
};

/** "14:02" for a Date, an ISO string or a timestamp. */
export const time = (when) => clock(new Date(when));

/** "0:07", "12:04" or "1:02:03" for so many seconds. */
export function lasting(seconds) {
  const whole = Math.floor(seconds);
  const two = (value) => String(value).padStart(2, "0");
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  const rest = two(whole % 60);
  return hours > 0 ? `${hours}:${two(minutes)}:${rest}` : `${minutes}:${rest}`;
}

const fileName = (url) => url.split(/[?#]/)[0].split("/").slice(3).at(-1);

const called = new Map(); // address of a strap → what it says
export const learnName = (url, name) => called.set(url, name);

/** What an item is called everywhere: a source's id, a strap's words, a logo's file name. */
export function nameOf(item) {
  if (item.kind === "source") return item.id.trim() || word("unnamed");
  return (
    called.get(item.url) || fileName(item.url) || word("logoNumber", { number: item.index + 1 })
  );
}

/** What several items are called together. */
export const namesOf = (items) =>
  items.length === 1 ? nameOf(items[0]) : word("items", { count: number(items.length) });
