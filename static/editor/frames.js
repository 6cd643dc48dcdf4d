// Stills of the sources and logos: asked for by URL, asked again while some are under way.
import { assumedSize } from "./assumed.js";
import { items } from "./document.js";
import { ask, isJson } from "./page.js";
import { asItem, parkedOf } from "./parking.js";

/** As many as may be asked for at once. */
const MOST = 24;
const QUIET = 400;
const FIRST_POLL = 1000;
const SLOWEST_POLL = 8000;

const kindOf = (item) => (item.kind === "logo" ? "logo" : item.type);

/** {url: kind} of everything the document shows, then of what is set aside. */
function wanted(rules) {
  const listed = [...items(rules), ...parkedOf(rules).map(asItem)];
  const shown = listed.filter((item) => item.url).slice(0, MOST);
  return new Map(shown.map((item) => [item.url, kindOf(item)]));
}

export function createFrames({ store, page, changed }) {
  const frames = new Map();
  const asked = new Map(); // url → kind it was last asked for
  let timer = 0;
  let poll = FIRST_POLL;

  const later = (wait) => {
    clearTimeout(timer);
    timer = setTimeout(look, wait);
  };

  const fetchFrames = async (urls, again) => {
    const response = await ask(page.urls.frames, { body: { template: page.id, urls, again } });
    if (!response.ok || !isJson(response)) throw new Error(`frames: ${response.status}`);
    return (await response.json()).frames;
  };

  const take = (answer) => {
    const before = JSON.stringify([...frames]);
    for (const [url, frame] of Object.entries(answer)) frames.set(url, frame);
    if (JSON.stringify([...frames]) !== before) changed();
  };

  const pending = ([url, kind]) =>
    asked.get(url) !== kind || !frames.has(url) || frames.get(url).state === "pending";

  /** Asks for what is new, of another kind than before, or still under way. */
  const look = async () => {
    const due = [...wanted(store.settled)].filter(pending);
    if (due.length === 0 || document.hidden) return;
    for (const [url, kind] of due) asked.set(url, kind);
    try {
      take(
        await fetchFrames(
          due.map(([url, kind]) => ({ url, kind })),
          false,
        ),
      );
      poll = Math.min(SLOWEST_POLL, poll * 1.5);
    } catch {
      poll = SLOWEST_POLL;
    }
    if ([...wanted(store.settled)].some(pending)) later(poll);
  };

  store.subscribe((why) => {
    if (why !== "change" || ![...wanted(store.settled)].some(pending)) return;
    poll = FIRST_POLL;
    later(QUIET);
  });
  document.addEventListener("visibilitychange", () => document.hidden || later(0));

  return {
    get: (url) => frames.get(url),
    /** What an item's picture is taken to measure as long as there is no frame. */
    assumed: (item) => assumedSize(store.rules, item),
    start: () => later(0),
    /** A fresh still of one item, whatever became of the last one. */
    async again(item) {
      const kind = kindOf(item);
      frames.set(item.url, { state: "pending" });
      changed();
      poll = FIRST_POLL;
      try {
        take(await fetchFrames([{ url: item.url, kind }], true));
      } catch {
        // the poll asks once more
      }
      later(poll);
    },
  };
}
