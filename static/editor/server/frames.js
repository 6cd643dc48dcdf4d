// Stills of the sources and logos: asked for by address, and asked after for as long as somebody
// looks at them. Asking tells the server so, which fetches what has grown old anew.
import { assumedSize } from "../document/assumed.js";
import { secondOf, stillOf } from "../document/choices.js";
import { items } from "../document/document.js";
import { asItem, parkedOf } from "../document/parking.js";
import { ask, isJson } from "../page/page.js";
import { learnName } from "../page/words.js";

const QUIET = 400;
const FIRST_POLL = 1000;
const SLOWEST_POLL = 8000;
/** How often a page that only looks asks. */
const LOOKING = 15_000;

const MARK = "\n";
const keyOf = ({ url, kind, second }) => [kind, second, url].join(MARK);

/** {url, kind, second} of what is shown of an item: the still it was given, else its own picture. */
function wantedOf(state, { kind, id, type, url }, limits) {
  if (kind === "logo") return { url, kind, second: 0 };
  const still = stillOf(state, id);
  if (still) return { url: still, kind: "still", second: 0 };
  return { url, kind: type, second: type === "vod" ? secondOf(state, id, limits) : 0 };
}

/** Everything the document shows, what is set aside, and what it shows where nothing is chosen. */
function allWanted({ rules, state }, limits) {
  const listed = [...items(rules), ...parkedOf(state).map(asItem)];
  const chosen = listed.map((item) => wantedOf(state, item, limits)).filter(({ url }) => url);
  // A task knows nothing of the second that was chosen, and shows the first picture.
  const first = chosen.filter(({ second }) => second > 0).map((one) => ({ ...one, second: 0 }));
  return new Map(
    [...chosen, ...first].slice(0, limits.maxPictures).map((one) => [keyOf(one), one]),
  );
}

const isUnderWay = (frame) => !frame || frame.fetching || frame.state === "pending";
const picturesOf = (frames) =>
  JSON.stringify([...frames].map(([key, { state, src, width }]) => [key, state, src, width]));

/**
 * `first` are pictures that are known already, each as it would be asked for and with its `frame`.
 * `changed(seen)` is told of what is new, `seen` whether a picture is.
 */
export function createFrames({ store, page, limits, first, changed }) {
  const frames = new Map();
  const keep = (wanted, frame, isRenewing = false) => {
    if (frame.strap) learnName(wanted.url, frame.strap.name);
    frames.set(keyOf(wanted), { ...frame, renewing: isRenewing });
  };
  for (const { frame, ...wanted } of first) keep(wanted, frame);
  const renewing = new Set(); // what a person asked for anew
  let timer = 0;
  let poll = FIRST_POLL;

  const later = (wait) => {
    clearTimeout(timer);
    timer = setTimeout(askAll, wait);
  };

  const take = (wanted, answers) => {
    const [before, seen] = [JSON.stringify([...frames]), picturesOf(frames)];
    [...wanted].forEach(([key, one], index) => {
      const frame = answers[index];
      if (!frame.fetching) renewing.delete(key);
      keep(one, frame, renewing.has(key));
    });
    if (JSON.stringify([...frames]) !== before) changed(picturesOf(frames) !== seen);
  };

  const fetchFrames = async (wanted, again) => {
    const body = { urls: [...wanted.values()], again };
    const response = await ask(page.urls.frames, { body });
    if (!response.ok || !isJson(response)) throw new Error(`frames: ${response.status}`);
    take(wanted, (await response.json()).frames);
  };

  const isPending = () =>
    [...allWanted(store.settled, limits).keys()].some((key) => isUnderWay(frames.get(key)));

  /** Asks after all there is: soon again while something is under way, else now and then. */
  const askAll = async () => {
    const wanted = allWanted(store.settled, limits);
    const mine = timer;
    if (wanted.size === 0 || document.hidden) return;
    try {
      await fetchFrames(wanted, false);
      poll = Math.min(SLOWEST_POLL, poll * 1.5);
    } catch {
      poll = SLOWEST_POLL;
    }
    // What was changed meanwhile is asked for sooner than that.
    if (timer === mine) later(isPending() ? poll : LOOKING);
  };

  store.subscribe((why) => {
    if (why !== "change" || !isPending()) return;
    poll = FIRST_POLL;
    later(QUIET);
  });
  document.addEventListener("visibilitychange", () => document.hidden || later(0));

  return {
    /** What is known of the picture an item shows. */
    of: (item) => frames.get(keyOf(wantedOf(store.state, item, limits))),
    /** What an item's picture is taken to measure as long as there is no frame. */
    assumed: (item) => assumedSize(store.state, item, limits),
    start: () => later(0),
    /** The picture of a logo that was made just now. */
    know(url, frame) {
      keep({ url, kind: "logo", second: 0 }, frame);
      changed(true);
    },
    /** A fresh still of one item, whatever became of the last one. */
    async again(item) {
      const wanted = wantedOf(store.state, item, limits);
      const key = keyOf(wanted);
      renewing.add(key);
      frames.set(key, { state: "pending", ...frames.get(key), fetching: true, renewing: true });
      changed(false);
      poll = FIRST_POLL;
      await fetchFrames(new Map([[key, wanted]]), true).catch(() => {}); // the poll asks once more
      later(poll);
    },
  };
}
