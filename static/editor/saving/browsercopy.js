// Work the server doesn't have yet, kept in this browser: against a crash or a closed tab. Each page
// keeps its own, for two tabs may hold different work of one template. It is offered to none but the
// person whose it is.
// Never with push URLs or the callback, which are secrets.

import { PREFIX } from "../../pages/copies.js";
import { alike } from "../document/document.js";
import { adoptBoth, savedStateOf } from "../document/state.js";

const QUIET = 300;

function withoutSecrets(rules) {
  const { Url: _urls, Callback: _callback, ...output } = rules.Output;
  return { ...rules, Output: output };
}

const plain = (work) => ({ rules: withoutSecrets(work.rules), state: savedStateOf(work) });

/** A kept document with the secrets of `present` put back. */
function withSecretsOf(present, rules) {
  const { Url, Callback } = present.Output;
  const callback = Callback === undefined ? {} : { Callback };
  return { ...rules, Output: { ...rules.Output, Url, ...callback } };
}

const sameWork = ({ rules, state }, present) =>
  alike({ rules: withoutSecrets(rules), state: state ?? {} }, plain(present));

export function createBrowserCopy({ id, person, name, storage = localStorage, now = Date.now }) {
  const all = PREFIX + id;
  const key = `${all}:${crypto.randomUUID()}`;
  let timer = 0;

  const write = (work, { version, base }) => {
    try {
      const about = { version, person, name: name(), at: now() };
      const kept = { ...plain(work), base: plain(base), ...about };
      storage.setItem(key, JSON.stringify(kept));
    } catch {
      // full or forbidden storage: the server's copy is the one that counts
    }
  };

  const read = (name) => JSON.parse(storage.getItem(name));

  /** Pages of before kept theirs under the template's id alone. */
  const isOfAnother = (name) => name === all || (name.startsWith(`${all}:`) && name !== key);

  /** Before they were told apart they were anybody's. */
  const isOwn = (name) => (read(name).person ?? person) === person;

  /** The names of what other pages left; the newest first. */
  const others = () => {
    const names = Object.keys(storage).filter(isOfAnother).filter(isOwn);
    return names.sort((a, b) => read(b).at - read(a).at);
  };

  const adopted = (present, kept) =>
    adoptBoth(withSecretsOf(present.rules, kept.rules), kept.state);

  const offered = (present, name) => {
    const copy = read(name);
    if (sameWork(copy, present)) {
      storage.removeItem(name);
      return null;
    }
    const [work, base] = [adopted(present, copy), adopted(present, copy.base)];
    return { ...copy, work, base, forget: () => storage.removeItem(name) };
  };

  return {
    /** Keeps `work`, and what it is based on: {version, base}. */
    keep(work, on) {
      clearTimeout(timer);
      timer = setTimeout(() => write(work, on), QUIET);
    },
    keepNow(work, on) {
      clearTimeout(timer);
      write(work, on);
    },
    forget() {
      clearTimeout(timer);
      storage.removeItem(key);
    },
    /**
     * {work, base, version, at, forget()} of what was left here that differs from `present`, or null:
     * it stays until it is forgotten, whatever is kept and saved meanwhile.
     */
    left(present) {
      try {
        const found = others().map((name) => offered(present, name));
        return found.find(Boolean) ?? null;
      } catch {
        return null;
      }
    },
  };
}
