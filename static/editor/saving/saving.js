// Autosave: the whole work with If-Match, one request in flight, never during a gesture,
// always the newest next. A save whose answer was lost is repeated as it was, so that the
// server recognises it by client and sequence.
import { alike } from "../document/document.js";
import { bodyOf } from "../document/state.js";
import { ask, isJson, refusalOf } from "../page/page.js";

const QUIET = 1000;
const SLOWEST = 8000;
const KEEPALIVE_BYTES = 60_000;

/** What each refusal is called; until something changes it is not tried again. */
const REFUSALS = { 403: "forbidden", 404: "gone", 413: "tooBig", 422: "invalid" };
/** The same of what this page is refused whatever it asks for. */
const OF_THE_PAGE = { token: "stale", person: "otherPerson", "signed-out": "signedOut" };
/** What a change can't mend. */
const LASTING = new Set(["conflict", "forbidden", "gone"]);
/** What is mended elsewhere: by a sign-in, a role given back, a template that is there again. */
const MENDED_ELSEWHERE = new Set(["forbidden", "gone", ...Object.values(OF_THE_PAGE)]);

export class Saving {
  #store;
  #url;
  #onState;
  #onSaved;
  #onConflict;
  #client = crypto.randomUUID();
  #sequence = 0;
  #version;
  #saved;
  #told; // #saved as the server tells it, where that masks what was typed here
  #job = null; // sent, not acknowledged
  #running = null;
  #stopped = null;
  #fails = 0;
  #timer = 0;

  /**
   * `version` is that of the store's work. `onState({kind, at, wait})`: saved, dirty, saving,
   * offline, failing, away, forbidden, gone, tooBig, invalid, stale, otherPerson or signedOut. `onSaved()` follows an accepted
   * save; `onConflict(theirs, base, told)` gets the 409's body, what both began with, and how the
   * server tells that where it does otherwise. It calls `resolve` when the two are one again, and
   * resolves once that is under way.
   */
  constructor({ store, url, version, onState, onSaved, onConflict }) {
    this.#store = store;
    this.#url = url;
    this.#version = version;
    this.#saved = store.settled;
    this.#onState = onState;
    this.#onSaved = onSaved;
    this.#onConflict = onConflict;
    this.#listen();
  }

  get version() {
    return this.#version;
  }

  /** The work of that version, as this page knows it. */
  get base() {
    return this.#saved;
  }

  dirty() {
    return this.#job !== null || this.#store.settled !== this.#saved;
  }

  /** Saves now; resolves to whether everything is on the server. */
  async flush() {
    for (let turn = 0; turn < 5 && this.dirty() && !this.#stopped; turn += 1) await this.#run();
    return !this.dirty();
  }

  /** From here on what is saved is based on `version`, which is the work `base`. */
  resolve(version, base) {
    this.#version = version;
    this.#saved = base;
    this.#told = undefined;
    this.#stopped = null;
    if (this.dirty()) return this.#run();
    return this.#onState({ kind: "saved", at: Date.now() });
  }

  /** `work` is saved elsewhere: here there is nothing left to save of it. */
  leave(work) {
    this.#job = null;
    this.#saved = work;
  }

  /** Tries again what may have been mended elsewhere. */
  resume() {
    if (!MENDED_ELSEWHERE.has(this.#stopped) || !this.dirty()) return;
    this.#stopped = null;
    this.#run();
  }

  #listen() {
    let noted = this.#store.settled;
    this.#store.subscribe((why) => {
      if (why !== "change" || this.#store.settled === noted) return;
      noted = this.#store.settled;
      this.#notice();
    });
    addEventListener("online", () => this.#run());
    document.addEventListener("visibilitychange", () => document.hidden && this.#run());
    addEventListener("beforeunload", (event) => {
      if (!this.dirty()) return;
      this.#run();
      event.preventDefault();
    });
  }

  /** A change: stops that a change may mend are lifted. */
  #notice() {
    if (LASTING.has(this.#stopped)) return;
    this.#stopped = null;
    if (!this.dirty()) {
      clearTimeout(this.#timer);
      this.#onState({ kind: "saved" });
    } else if (this.#fails === 0) {
      if (!this.#running) this.#onState({ kind: "dirty" });
      this.#schedule();
    }
  }

  #schedule(wait = QUIET) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#run(), wait);
  }

  async #run() {
    clearTimeout(this.#timer);
    if (this.#running) return this.#running;
    if (this.#stopped || !this.dirty() || this.#store.live) return undefined;
    this.#running = this.#send();
    try {
      await this.#running;
    } finally {
      this.#running = null;
      if (this.dirty() && !this.#stopped && this.#fails === 0) this.#schedule();
    }
    return undefined;
  }

  async #send() {
    this.#job ??= this.#newJob();
    this.#onState({ kind: "saving" });
    const answer = await this.#put().catch(() => null);
    return answer ? this.#answered(answer) : this.#retry("offline");
  }

  #newJob() {
    this.#sequence += 1;
    const work = this.#store.settled;
    return { work, body: { ...bodyOf(work), client: this.#client, sequence: this.#sequence } };
  }

  /** Rejects where no answer came, or a part of one: whether the save was made is unknown then. */
  async #put() {
    const { body } = this.#job;
    const keepalive = JSON.stringify(body).length < KEEPALIVE_BYTES;
    const headers = { "If-Match": `"${this.#version}"` };
    const response = await ask(this.#url, { method: "PUT", body, headers, keepalive });
    return { response, json: isJson(response) ? await response.json() : null };
  }

  #answered({ response, json }) {
    const { status, redirected, ok } = response;
    const refusal = refusalOf(response);
    if (refusal) return this.#stop(OF_THE_PAGE[refusal], { name: json?.name });
    if (REFUSALS[status]) return this.#stop(REFUSALS[status], json);
    if (redirected) return this.#stop("signedOut");
    if (status === 503) return this.#retry("away", Number(response.headers.get("Retry-After")));
    if (!json) return this.#retry("failing");
    if (status === 409) return this.#outdated(json);
    return ok ? this.#accept(json) : this.#retry("failing");
  }

  #accept(answer) {
    this.#version = answer.version;
    this.#saved = this.#job.work;
    this.#told = answer.told;
    this.#job = null;
    this.#fails = 0;
    this.#onState(this.dirty() ? { kind: "dirty" } : { kind: "saved", at: answer.saved_at });
    this.#onSaved();
  }

  #stop(kind, answer = null) {
    this.#job = null;
    this.#fails = 0;
    this.#stopped = kind;
    const { problems, message, name } = answer ?? {};
    this.#onState({ kind, problems, message, name });
  }

  /** Later and later, unless the server has said after how many seconds. */
  #retry(kind, seconds = 0) {
    this.#fails += 1;
    const wait = seconds * 1000 || Math.min(SLOWEST, 1000 * 2 ** this.#fails);
    this.#schedule(wait);
    this.#onState({ kind, wait: Math.round(wait / 1000) });
  }

  /** What the server holds may be this very document, saved as the page before this one left. */
  #outdated(theirs) {
    const { rules, editor_state } = this.#job.body;
    return alike(theirs.rules, rules) && alike(theirs.editor_state, editor_state)
      ? this.#accept(theirs)
      : this.#conflict(theirs);
  }

  /** What merges the two may have to be fetched; if it can't be, the save is tried again. */
  async #conflict(theirs) {
    this.#job = null;
    this.#stopped = "conflict";
    try {
      await this.#onConflict(theirs, this.#saved, this.#told);
      this.#fails = 0;
    } catch {
      this.#stopped = null;
      this.#retry("failing");
    }
  }
}
