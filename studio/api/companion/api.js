/** The HTTP API of one studio, and its stream of states. */

/** Milliseconds: a line comes every 3 s at the latest, and three may be missed. */
const PATIENCE = 10_000;
/** Milliseconds that a request may take. */
const ASKING = 15_000;
/** Milliseconds after a press within which it is still what is meant: later nothing is asked for again. */
const YOUNG = 3000;

/** What the studio does not do, and why: its `status`, and its own sentence. */
export class Refused extends Error {
  constructor(status, sentence) {
    super(sentence);
    this.status = status;
  }
}

export class Api {
  #base;
  #token;

  /** @param {string} address of the studio @param {string} token */
  constructor(address, token) {
    this.#base = new URL("api/v1/", address.endsWith("/") ? address : `${address}/`);
    this.#token = token;
  }

  /**
   * What is answered, and its ETag. Whatever changes something is asked for under a key of its own, by which it is done
   * once although an answer is lost and it is asked for again, which it is while nobody has waited long.
   */
  async ask(method, path, { body, tag } = {}) {
    const headers = this.#headers();
    if (tag) headers["If-Match"] = tag;
    if (body) headers["Content-Type"] = "application/json";
    if (method !== "GET") headers["Idempotency-Key"] = crypto.randomUUID();
    const request = { method, headers, body: body && JSON.stringify(body), redirect: "error" };
    const began = Date.now();
    const answer = await this.#sent(path, request).catch((error) => {
      if (Math.abs(Date.now() - began) > YOUNG) throw error;
      return this.#sent(path, request);
    });
    const text = await answer.text();
    if (!answer.ok) throw refusal(answer.status, text);
    return { said: text ? JSON.parse(text) : null, tag: answer.headers.get("ETag") };
  }

  /** Hands each state of the task to `told`, until the stream ends; raises Refused where there is none. */
  async follow(task, told, signal) {
    const silence = new AbortController();
    const stop = AbortSignal.any([signal, silence.signal]);
    let watchdog;
    const heard = () => {
      clearTimeout(watchdog);
      watchdog = setTimeout(() => silence.abort(), PATIENCE);
    };
    try {
      heard();
      const headers = { ...this.#headers(), Accept: "text/event-stream" };
      const at = new URL(`tasks/${task}/events`, this.#base);
      const answer = await fetch(at, { headers, redirect: "error", signal: stop });
      if (!answer.ok) throw refusal(answer.status, await answer.text());
      let rest = "";
      for await (const text of answer.body.pipeThrough(new TextDecoderStream())) {
        heard();
        const events = (rest + text).split("\n\n");
        rest = events.pop();
        for (const event of events) {
          const data = event.split("\n").filter((line) => line.startsWith("data: "));
          if (data.length) told(JSON.parse(data.map((line) => line.slice(6)).join("\n")));
        }
      }
    } finally {
      clearTimeout(watchdog);
    }
  }

  #headers() {
    return { Authorization: `Bearer ${this.#token}`, "Accept-Language": "en" };
  }

  #sent(path, request) {
    return fetch(new URL(path, this.#base), { ...request, signal: AbortSignal.timeout(ASKING) });
  }
}

function refusal(status, text) {
  try {
    const { title, detail, problems } = JSON.parse(text);
    return new Refused(status, problems?.[0]?.message ?? detail ?? title ?? String(status));
  } catch {
    return new Refused(status, `The studio answers ${status}.`);
  }
}
