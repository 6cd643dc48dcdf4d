/** What the buttons know of a task, and what they do to it. Nothing goes on air by one act. */

/** What an operation has come to that did not come on air, or of which nobody knows. */
const NOT_APPLIED = ["not_applied", "refused", "failed", "unknown", "given_up"];

/** What was made elsewhere is somebody else's show and comes last; before it what is about to end, and a rehearsal. */
function rank({ made_elsewhere: isElsewhere, state, cloud }) {
  return 4 * isElsewhere + 2 * (state === "stopping") + (cloud.kind === "sandbox");
}

export class Show {
  /** What the studio said last; undefined while it says nothing. */
  state;
  #api;
  #chose;
  /** The task that was found by itself. */
  #found;
  #armed;
  /** The preview as it was seen last: what arming means. */
  #tag;

  /** @param chose is told the title of a task that was found by itself */
  constructor(api, chose = () => {}) {
    this.#api = api;
    this.#chose = chose;
  }

  /**
   * The task that buttons are for: the one that is named, else the best that runs, and that one until it is left,
   * whatever runs besides; undefined without one.
   */
  async find(named) {
    if (named) return named;
    if (!this.#found) {
      const { said } = await this.#api.ask("GET", "tasks?running=true");
      const best = said.items.toSorted((one, other) => rank(one) - rank(other))[0];
      this.#found = best?.id;
      if (best) this.#chose(best.title);
    }
    return this.#found;
  }

  /** It has ended, or is no more: another may be found. */
  leave() {
    this.#found = undefined;
  }

  /** @param state undefined once the studio can't be heard */
  hear(state) {
    this.state = state;
    this.#tag = state?.preview?.tag;
    if (this.#armed && this.#armed.tag !== this.#tag) this.#armed = undefined;
  }

  source(name) {
    return this.state?.sources.find(({ id }) => id === name);
  }

  /** The look of that number in the rundown, from 1. */
  look(number) {
    return this.state?.looks[number - 1];
  }

  get isArmed() {
    return Boolean(this.state?.armed);
  }

  get isWaiting() {
    return Boolean(this.state?.waiting);
  }

  get isApplied() {
    return this.state?.latest?.outcome === "applied";
  }

  get isNotApplied() {
    return NOT_APPLIED.includes(this.state?.latest?.outcome);
  }

  async prepare(number) {
    const look = this.look(number);
    if (!look) throw new Error(`There is no look ${number}.`);
    await this.#put({ look: look.id });
  }

  /** The first of the two acts of a take: what is in preview, as it was shown. */
  async arm() {
    const tag = this.#tag;
    if (!tag) throw new Error("Nothing is in preview.");
    this.#armed = undefined;
    const { said } = await this.#api.ask("POST", this.#path("arm"), { tag });
    this.#armed = { said: said.armed, tag, until: Date.now() + said.seconds * 1000 };
  }

  /** The second: only what this panel has armed, while it holds. */
  async take() {
    const armed = this.#armed;
    this.#armed = undefined;
    if (!armed || armed.until < Date.now())
      throw new Error("TAKE is not armed, or has let go. Nothing was sent.");
    const { said, tag } = armed;
    await this.#api.ask("POST", this.#path("take"), { body: { armed: said }, tag });
  }

  /** The last good look before this one into preview, and armed; as B does in the studio. */
  async back() {
    const { said } = await this.#api.ask("GET", `tasks/${this.#task()}`);
    if (!said.back) throw new Error("There is no look to go back to.");
    await this.#put({ operation: said.back });
    await this.arm();
  }

  async #put(body) {
    this.#armed = undefined;
    const { tag } = await this.#api.ask("PUT", this.#path("preview"), { body });
    this.#tag = tag;
  }

  #path(end) {
    return `tasks/${this.#task()}/${end}`;
  }

  #task() {
    if (!this.state) throw new Error("The studio can’t be reached, or no task runs.");
    return this.state.task;
  }
}
