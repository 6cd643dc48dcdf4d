// Autosave: the whole work with If-Match, one request in flight, never during a gesture,
// always the newest next. A save whose answer was lost is repeated as it was, so that the
// server recognises it by client and sequence.
import { alike } from "../document/document.js";
import { bodyOf } from "../document/state.js";
import { ask, isJson } from "../page/page.js";

const QUIET = 1000;
const SLOWEST = 30_000;
const KEEPALIVE_BYTES = 60_000;

/** What each refusal is called; until something changes it is not tried again. */
const REFUSALS = { 403: "forbidden", 404: "gone", 413: "tooBig", 422: "invalid" };

/**
 * `first` is the version of the store's work.
 * `onState({kind, at, wait})`: saved, dirty, saving, offline, failing, forbidden, gone, tooBig,
 * invalid or signedOut. `onSaved()` follows an accepted save;
 * `onConflict(theirs, base)` gets the 409's body and what both began with, and calls `resolve`
 * when the two are one again; it resolves once that is under way.
 */
export function createSaving({ store, page, first, onState, onSaved, onConflict }) {
  const client = crypto.randomUUID();
  let version = first;
  let saved = store.settled;
  let sequence = 0;
  let job = null; // sent, not acknowledged
  let running = null;
  let stopped = null;
  let fails = 0;
  let timer = 0;

  const dirty = () => job !== null || store.settled !== saved;

  const schedule = (wait = QUIET) => {
    clearTimeout(timer);
    timer = setTimeout(run, wait);
  };

  const newJob = () => {
    sequence += 1;
    const work = store.settled;
    return { work, body: { ...bodyOf(work), client, sequence } };
  };

  const put = () => {
    const keepalive = JSON.stringify(job.body).length < KEEPALIVE_BYTES;
    const headers = { "If-Match": `"${version}"` };
    return ask(page.urls.document, { method: "PUT", body: job.body, headers, keepalive });
  };

  const accept = (answer) => {
    version = answer.version;
    saved = job.work;
    job = null;
    fails = 0;
    onState(dirty() ? { kind: "dirty" } : { kind: "saved", at: answer.saved_at });
    onSaved();
  };

  const stop = (kind, answer = null) => {
    job = null;
    stopped = kind;
    onState({ kind, problems: answer?.problems, message: answer?.message });
  };

  /** What merges the two may have to be fetched; if it can't be, the save is tried again. */
  const conflict = async (theirs) => {
    job = null;
    stopped = "conflict";
    try {
      await onConflict(theirs, saved);
      fails = 0;
    } catch {
      stopped = null;
      retry("failing");
    }
  };

  /** What the server holds may be this very document, saved as the page before this one left. */
  const outdated = (theirs) =>
    alike(theirs.rules, job.body.rules) && alike(theirs.editor_state, job.body.editor_state)
      ? accept(theirs)
      : conflict(theirs);

  const retry = (kind) => {
    fails += 1;
    const wait = Math.min(SLOWEST, 1000 * 2 ** fails);
    onState({ kind, wait: Math.round(wait / 1000) });
    schedule(wait);
  };

  const answered = async (response) => {
    if (REFUSALS[response.status]) {
      const answer = isJson(response) ? await response.json() : null;
      return stop(REFUSALS[response.status], answer);
    }
    if (response.redirected || response.status === 401) return stop("signedOut");
    if (!isJson(response)) return retry("failing");
    if (response.status === 409) return outdated(await response.json());
    return response.ok ? accept(await response.json()) : retry("failing");
  };

  const send = async () => {
    job ??= newJob();
    onState({ kind: "saving" });
    let response;
    try {
      response = await put();
    } catch {
      return retry("offline");
    }
    return answered(response);
  };

  async function run() {
    clearTimeout(timer);
    if (running) return running;
    if (stopped || !dirty() || store.live) return undefined;
    running = send();
    await running;
    running = null;
    if (dirty() && !stopped && fails === 0) schedule();
    return undefined;
  }

  /** A change: stops that a change may mend are lifted. */
  const noticed = () => {
    if (stopped === "conflict" || stopped === "forbidden" || stopped === "gone") return;
    stopped = null;
    if (!dirty()) {
      clearTimeout(timer);
      return onState({ kind: "saved" });
    }
    if (fails === 0) {
      if (!running) onState({ kind: "dirty" });
      schedule();
    }
  };

  let noted = store.settled;
  store.subscribe((why) => {
    if (why !== "change" || store.settled === noted) return;
    noted = store.settled;
    noticed();
  });
  addEventListener("online", run);
  document.addEventListener("visibilitychange", () => document.hidden && run());
  addEventListener("beforeunload", (event) => {
    if (!dirty()) return;
    run();
    event.preventDefault();
  });

  return {
    dirty,
    get version() {
      return version;
    },
    /** The work of that version, as this page knows it. */
    get base() {
      return saved;
    },
    /** Saves now; resolves to whether everything is on the server. */
    async flush() {
      for (let turn = 0; turn < 5 && dirty() && !stopped; turn += 1) await run();
      return !dirty();
    },
    /** From here on what is saved is based on `newVersion`, which is the work `base`. */
    resolve(newVersion, base) {
      version = newVersion;
      saved = base;
      stopped = null;
      if (dirty()) return run();
      return onState({ kind: "saved", at: Date.now() });
    },
  };
}
