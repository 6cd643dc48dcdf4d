// Somebody else saved meanwhile: what both did is merged, and where both did the same thing
// differently a person decides. Never in the middle of a gesture.

import { alike } from "../document/document.js";
import { adoptBoth, bodyOf } from "../document/state.js";
import { listed, number, word } from "../page/words.js";
import { isChanged, rowOf, rowsOf } from "./differences.js";
import { subjectOf } from "./differencewords.js";
import { merge } from "./merge.js";
import { retoldWork } from "./retold.js";

const FEW = 3;

const same = (a, b) => alike(bodyOf(a), bodyOf(b));
const clashes = (merged) => merged.changes.some((change) => change.clash);

/** What they changed, by name: "camera-2 and Scene". */
function theirChanges(merged) {
  const rows = rowsOf(merged).filter((row) => isChanged(row, "theirs"));
  const names = [...new Set(rows.map(subjectOf))];
  if (names.length <= FEW) return listed(names);
  return word("things", { count: number(names.length) });
}

/** What a key says of who saved: a person by name, or oneself elsewhere. */
const sentencesOf = ({ saved_by, saved_by_reader }) => {
  const name = saved_by || word("somebody");
  return (key, more) => word(saved_by_reader ? `${key}.own` : key, { name, ...more });
};

/**
 * `ask(conflict)` shows it to a person; `tell(text)` says what was merged. Returns what takes a
 * 409's answer, the work that both began with, and how the server tells that.
 */
export function createMerging({ store, highest, resolve, ask, tell }) {
  let waiting = null;

  const made = ({ base, theirs }, decided) => {
    const decide = (change) => decided?.get(rowOf(change)) ?? "mine";
    return merge(base, store.settled, theirs, { decide, highest });
  };

  /** From here on one goes on with `work`; what the server holds is theirs. */
  const settle = ({ version, theirs }, label, work, select = null) => {
    store.commit(label, () => work, { select });
    resolve(version, same(store.settled, theirs) ? store.settled : theirs);
  };

  /** Theirs, under the keys that are known here: merged with mine as what it was. */
  const known = (theirs) => merge(store.settled, store.settled, theirs).work;

  /** Theirs is a step before mine, so that an Undo leads to it. */
  const keepMine = (conflict) => {
    const { settled, selection } = store;
    const theirs = known(conflict.theirs);
    store.commit(word("actTakeTheirs"), () => theirs);
    settle(conflict, word("actKeepMine"), settled, selection);
  };

  const keepBoth = (conflict, merged, text) => {
    settle(conflict, conflict.sentence("actMerge"), merged.work);
    if (text) tell(text);
  };

  const meet = (conflict) => {
    const merged = made(conflict);
    const { sentence } = conflict;
    if (!clashes(merged)) {
      const what = theirChanges(merged);
      return keepBoth(conflict, merged, what && sentence("merged", { what }));
    }
    return ask({
      ...conflict,
      /** The two merged, where they clash as `decided` says: row → "mine" or "theirs". */
      merged: (decided) => made(conflict, decided),
      take: {
        mine: () => keepMine(conflict),
        theirs: () => settle(conflict, word("actTakeTheirs"), known(conflict.theirs)),
        merge: (decided) => keepBoth(conflict, made(conflict, decided), sentence("mergedAsChosen")),
      },
    });
  };

  store.subscribe((why) => {
    if (!waiting || store.live || why === "preview") return;
    const conflict = waiting;
    waiting = null;
    meet(conflict);
  });

  return (answer, base, told) => {
    const conflict = {
      base: retoldWork(base, told),
      theirs: adoptBoth(answer.rules, answer.editor_state),
      version: answer.version,
      sentence: sentencesOf(answer),
      at: answer.saved_at,
    };
    if (store.live) waiting = conflict;
    else meet(conflict);
  };
}
