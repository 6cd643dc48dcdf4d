// Work the server doesn't have yet, kept in this browser: against a crash or a closed tab.
// Never with push URLs or the callback, which are secrets.

import { PREFIX } from "../../pages/copies.js";
import { alike } from "../document/document.js";
import { adoptBoth, savedStateOf } from "../document/state.js";

const QUIET = 300;

function withoutSecrets(rules) {
  const { Url: _urls, Callback: _callback, ...output } = rules.Output;
  return { ...rules, Output: output };
}

const plain = (rules) => ({ rules: withoutSecrets(rules), state: savedStateOf(rules) });

/** The copy's document with the secrets of `present` put back. */
function withSecretsOf(present, copy) {
  const { Url, Callback } = present.Output;
  const callback = Callback === undefined ? {} : { Callback };
  return { ...copy, Output: { ...copy.Output, Url, ...callback } };
}

const sameWork = (rules, state, present) =>
  alike(withoutSecrets(rules), withoutSecrets(present)) &&
  alike(state ?? {}, savedStateOf(present));

export function createBrowserCopy({ id, storage = localStorage, now = Date.now }) {
  const key = PREFIX + id;
  let timer = 0;

  const write = (rules, { version, base }) => {
    try {
      const kept = { ...plain(rules), base: plain(base), version, at: now() };
      storage.setItem(key, JSON.stringify(kept));
    } catch {
      // full or forbidden storage: the server's copy is the one that counts
    }
  };

  const read = (name) => JSON.parse(storage.getItem(name));

  /** What a page before this one left, out of the way of what this one keeps; the newest first. */
  const asides = () => {
    const last = read(key);
    if (last) {
      storage.setItem(`${key}:${last.at}`, JSON.stringify(last));
      storage.removeItem(key);
    }
    const names = Object.keys(storage).filter((name) => name.startsWith(`${key}:`));
    return names.sort().reverse();
  };

  const adopted = (present, { rules, state }) => adoptBoth(withSecretsOf(present, rules), state);

  const offered = (present, name) => {
    const copy = read(name);
    if (sameWork(copy.rules, copy.state, present)) {
      storage.removeItem(name);
      return null;
    }
    const [rules, base] = [adopted(present, copy), adopted(present, copy.base)];
    return { ...copy, rules, base, forget: () => storage.removeItem(name) };
  };

  return {
    /** Keeps `rules`, and what it is based on: {version, base}. */
    keep(rules, on) {
      clearTimeout(timer);
      timer = setTimeout(() => write(rules, on), QUIET);
    },
    keepNow(rules, on) {
      clearTimeout(timer);
      write(rules, on);
    },
    forget() {
      clearTimeout(timer);
      storage.removeItem(key);
    },
    /**
     * {rules, base, version, at, forget()} of work left here that differs from `present`, or null:
     * it stays until it is forgotten, whatever is kept and saved meanwhile.
     */
    left(present) {
      try {
        const found = asides().map((name) => offered(present, name));
        return found.find(Boolean) ?? null;
      } catch {
        return null;
      }
    },
  };
}
