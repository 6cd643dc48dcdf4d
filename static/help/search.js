/**
 * Searches the help that lies as files (studio/help/site.py) as finding.py does: sections in which all
 * words stand, those first that have them in their heading. sections.js brings them.
 */

const { least, before, after } = globalThis.searching;
const form = document.getElementById("search");
const field = document.getElementById("q");
const found = document.getElementById("found");
const [list, nothing] = [found.querySelector(".hits"), document.getElementById("nothing")];
const article = document.querySelector("article");

form.hidden = false;
form.addEventListener("submit", (event) => event.preventDefault());
field.addEventListener("input", show);

function show() {
  const query = field.value.trim().toLowerCase();
  const asked = query.length >= least || /[^\0-\x7f]/.test(query);
  const hits = asked ? find(query.split(/\s+/)) : [];
  list.replaceChildren(...hits.map(([section, words]) => row(section, words)));
  found.hidden = !asked;
  article.hidden = asked;
  nothing.hidden = hits.length > 0;
}

function find(words) {
  const all = (text) => words.every((word) => text.includes(word));
  return globalThis.sections
    .map((section) => [section, words, rank(section, words)])
    .filter(([{ title, heading, text }]) => {
      const own = `${heading} ${text}`.toLowerCase();
      return all(`${title} ${own}`.toLowerCase()) && words.some((word) => own.includes(word));
    })
    .sort(([, , one], [, , other]) => one - other);
}

function rank({ title, heading }, words) {
  if (!words.every((word) => heading.toLowerCase().includes(word))) return 2;
  return heading === title ? 0 : 1;
}

function row({ address, title, heading, text }, words) {
  const item = document.createElement("li");
  const link = document.createElement("a");
  link.href = address;
  link.append(said("span", title), said("b", heading));
  link.firstChild.className = "faint";
  item.append(link, said("p", excerpt(text, words)));
  return item;
}

/** From a little before the first word to a little after it. */
function excerpt(text, words) {
  const lower = text.toLowerCase();
  const places = words.map((word) => lower.indexOf(word)).filter((place) => place >= 0);
  const start = places.length ? Math.min(...places) : 0;
  const begin = wholeWord(text, Math.max(0, start - before), start);
  const end = start + after;
  return `${begin ? "…" : ""}${text.slice(begin, end)}${end < text.length ? "…" : ""}`;
}

function wholeWord(text, begin, end) {
  const space = begin ? text.slice(begin, end).indexOf(" ") : -1;
  return begin + space + 1;
}

function said(tag, text) {
  const element = document.createElement(tag);
  element.textContent = text;
  return element;
}
