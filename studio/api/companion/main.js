/** Mix Studio as a connection of Companion: it follows one task of one studio and is cut off by nothing for long. */
import { InstanceBase, InstanceStatus } from "@companion-module/base";
import { actions } from "./actions.js";
import { Api, Refused } from "./api.js";
import { feedbacks } from "./feedbacks.js";
import { presets, VARIABLES } from "./presets.js";
import { Show } from "./show.js";

/** Milliseconds until the studio is asked again: after it was cut off, and where it has nothing to say or refuses. */
const SOON = 1000;
const LATER = 5000;

const STATUSES = {
  401: InstanceStatus.AuthenticationFailure,
  403: InstanceStatus.InsufficientPermissions,
  404: InstanceStatus.BadConfig,
};

export const UpgradeScripts = [];

export default class MixStudio extends InstanceBase {
  #show = new Show();
  #ended = new AbortController();

  async init(config, _isFirst, secrets) {
    const show = () => this.#show;
    this.setActionDefinitions(actions(show, (error) => this.log("warn", error.message)));
    this.setFeedbackDefinitions(feedbacks(show));
    this.setVariableDefinitions(
      Object.fromEntries(Object.entries(VARIABLES).map(([id, [name]]) => [id, { name }])),
    );
    this.setPresetDefinitions(...presets(this.label));
    await this.configUpdated(config, secrets);
  }

  async destroy() {
    this.#ended.abort();
  }

  async configUpdated(config, secrets) {
    this.#ended.abort();
    this.#ended = new AbortController();
    this.#hear(undefined);
    let api;
    try {
      if (!secrets?.token) throw new Error("A token is needed.");
      api = new Api(config.address, secrets.token);
    } catch (error) {
      this.updateStatus(InstanceStatus.BadConfig, error.message);
      return;
    }
    this.#show = new Show(api, (title) => this.log("info", `These buttons are for “${title}”.`));
    this.#stay(api, config.task?.trim(), this.#ended.signal);
  }

  getConfigFields() {
    return [
      {
        id: "address",
        type: "textinput",
        label: "Address of the studio",
        width: 8,
        default: "http://localhost:8000",
      },
      { id: "token", type: "secret-text", label: "Token", width: 12 },
      {
        id: "task",
        type: "textinput",
        label: "Task, by its ID (empty: the newest that runs, until it ends)",
        width: 8,
        default: "",
      },
    ];
  }

  /** Follows the task, and comes again whenever it is cut off, until it is told to end. */
  async #stay(api, named, signal) {
    const waits = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
    while (!signal.aborted) {
      let pause = SOON;
      try {
        this.updateStatus(InstanceStatus.Connecting);
        pause = await this.#follow(api, named, signal);
      } catch (error) {
        if (signal.aborted) return;
        const known = error instanceof Refused && STATUSES[error.status];
        this.updateStatus(known || InstanceStatus.ConnectionFailure, error.message);
        if (known) pause = LATER;
      }
      if (signal.aborted) return;
      this.#hear(undefined);
      await waits(pause);
    }
  }

  /** In how many ms it is to be asked again. */
  async #follow(api, named, signal) {
    const task = await this.#show.find(named);
    if (!task) {
      this.updateStatus(InstanceStatus.Disconnected, "No task runs.");
      return LATER;
    }
    const over = new AbortController();
    const told = (state) => {
      if (signal.aborted) return;
      if (state.known) this.updateStatus(InstanceStatus.Ok);
      else
        this.updateStatus(
          InstanceStatus.UnknownWarning,
          "The cloud does not say how the task stands.",
        );
      this.#hear(state);
      // Another may run by now.
      if (!named && state.state === "ended") over.abort();
    };
    await api.follow(task, told, AbortSignal.any([signal, over.signal])).catch((error) => {
      if (error.status === 404) this.#show.leave();
      if (!over.signal.aborted) throw error;
    });
    if (over.signal.aborted) this.#show.leave();
    return SOON;
  }

  #hear(state) {
    this.#show.hear(state);
    const read = ([id, [, of]]) => [id, of(this.#show) ?? ""];
    this.setVariableValues(Object.fromEntries(Object.entries(VARIABLES).map(read)));
    this.checkAllFeedbacks();
  }
}
