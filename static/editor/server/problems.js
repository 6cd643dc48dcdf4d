// Problems as the server sees them, live: in the list, and by item and field for everyone else.

import { locate } from "../document/paths.js";
import { createLatest } from "../page/latest.js";
import { ask, isAnswered, isJson } from "../page/page.js";

const QUIET = 300;

const located = (problems, rules) =>
  problems.map((problem) => ({ ...problem, ...locate(problem, rules) }));

/** "error", "warning" or null for a list of problems. */
export function worst(problems) {
  if (problems.some((problem) => problem.severity === "error")) return "error";
  return problems.length > 0 ? "warning" : null;
}

export function createProblems({ store, page, first, changed }) {
  let current = located(first, store.rules);

  const take = (problems, rules) => {
    current = located(problems, rules);
    changed();
  };

  const latest = createLatest({
    quiet: QUIET,
    async send() {
      const { rules } = store.settled;
      const response = await ask(page.urls.check, { body: { rules } }).catch(() => null);
      if (response?.ok && isJson(response) && rules === store.settled.rules) {
        take((await response.json()).problems, rules);
      }
      return isAnswered(response);
    },
  });

  let checked = store.settled.rules;
  store.subscribe((why) => {
    if (why !== "change" || store.settled.rules === checked) return;
    checked = store.settled.rules;
    latest.soon();
  });

  return {
    get all() {
      return current;
    },
    of: (key) => current.filter((problem) => problem.key === key),
  };
}
