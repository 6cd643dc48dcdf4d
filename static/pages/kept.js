/** At the address of a template that is gone: what this browser keeps of it that was never saved, to be saved as a copy. */
import { PREFIX } from "./copies.js";
import { renew, TOKEN } from "./refusals.js";

const root = document.getElementById("kept");
const headers = () => JSON.parse(document.body.getAttribute("hx-headers"));
const { lang } = document.documentElement;
const moment = () => new Intl.DateTimeFormat(lang, { dateStyle: "medium", timeStyle: "short" });

function read(key) {
  try {
    const kept = JSON.parse(localStorage.getItem(key));
    const person = headers()["Studio-Person"];
    return kept.rules.Output && String(kept.person ?? person) === person ? { key, ...kept } : null;
  } catch {
    return null;
  }
}

/** The work of one's own that pages of this template left, the newest first. */
function keptOf(id) {
  const names = Object.keys(localStorage).filter((key) => key.startsWith(PREFIX + id));
  const found = names.map(read).filter(Boolean);
  return found.sort((a, b) => b.at - a.at);
}

const post = (body) =>
  fetch(root.dataset.url, {
    method: "POST",
    headers: { Accept: "application/json", "Content-Type": "application/json", ...headers() },
    body,
  }).catch(() => null);

/** A new template that holds it; resolves to its address. Throws an Error with what the server says. */
async function save(of, { name, rules, state }) {
  const body = JSON.stringify({
    of,
    name: name ?? root.dataset.name,
    rules: { ...rules, Output: { ...rules.Output, Url: [] } },
    editor_state: state ?? {},
    without_secrets: true,
  });
  let response = await post(body);
  if (response?.headers.get("Studio-Refusal") === TOKEN) {
    renew((await response.json()).token);
    response = await post(body);
  }
  const answer = await response?.json().catch(() => null);
  if (!response?.ok || !answer?.url) throw new Error(answer?.message ?? "");
  return answer.url;
}

function show(id, kept) {
  const { content } = document.getElementById("kept-template");
  const row = content.firstElementChild.cloneNode(true);
  const button = row.querySelector("button");
  const [said, failed, open] = ["p", ".failed", "a"].map((name) => row.querySelector(name));
  const fill = { name: kept.name ?? root.dataset.name, time: moment().format(kept.at) };
  said.textContent = root.dataset.said.replace(/\{(\w+)\}/g, (_, key) => fill[key]);
  button.addEventListener("click", async () => {
    button.ariaBusy = "true";
    failed.hidden = true;
    try {
      open.href = await save(id, kept);
      localStorage.removeItem(kept.key);
      button.hidden = true;
      open.hidden = false;
      if (keptOf(id).length === 0) location.assign(open.href);
      else open.focus();
    } catch (error) {
      failed.textContent = `${root.dataset.failed} ${error.message}`;
      failed.hidden = false;
    }
    button.ariaBusy = "false";
  });
  root.append(row);
}

const id = location.pathname.match(/\/templates\/([0-9a-f-]{36})\//)?.[1];
for (const kept of id ? keptOf(id) : []) show(id, kept);
