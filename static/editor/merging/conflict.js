// Two people changed the same thing: both versions as pictures, what differs in words, and a choice
// that loses nothing, whichever way it goes.

import { setText } from "../page/elements.js";
import { number, time, word } from "../page/words.js";
import { saveCopy } from "../server/copies.js";
import { isChanged, marksOf, rowsOf } from "./differences.js";
import { createDifferenceTable } from "./differencetable.js";
import { createVersionPicture } from "./versionpicture.js";

const heading = () => document.getElementById("heading").textContent;

export function createConflict({ store, page, longest, copied }) {
  const dialog = document.getElementById("conflict");
  const find = (selector) => dialog.querySelector(selector);
  const pictures = Object.fromEntries(
    [...dialog.querySelectorAll("[data-version]")].map((figure) => [
      figure.dataset.version,
      createVersionPicture({ figure, url: page.urls.preview }),
    ]),
  );
  let conflict = null;

  const count = (rows, side) =>
    word("changeCount", { count: number(rows.filter((row) => isChanged(row, side)).length) });

  const paintMerge = (decided) => {
    const merged = conflict.merged(decided);
    pictures.merge.show(
      merged.work,
      marksOf(merged, "merged", (change) => change.clash),
    );
  };
  const table = createDifferenceTable({ root: find(".differences"), decided: paintMerge });

  const paint = () => {
    const { at, theirs, sentence } = conflict;
    const merged = conflict.merged();
    const rows = rowsOf(merged);
    setText(find("h2"), word("conflictTitle", { name: heading() }));
    setText(find("#conflict-who"), sentence("conflictWho", { time: time(at) }));
    setText(find("#mine-count"), word("mineIs", { changes: count(rows, "mine") }));
    setText(
      find("#theirs-count"),
      word("theirsIs", { time: time(at), changes: count(rows, "theirs") }),
    );
    table.show(rows);
    pictures.mine.show(store.settled, marksOf(merged, "mine"));
    pictures.theirs.show(theirs, marksOf(merged, "theirs"));
    paintMerge(table.decided());
  };

  const copyName = () => word("copyName", { name: heading() }).slice(0, longest);

  /** Only the copy can fail: it is saved before anything else changes. */
  const choose = async (choice) => {
    dialog.setAttribute("aria-busy", "true");
    try {
      if (choice === "copy") copied(await saveCopy(copyName(), store.settled));
      const { take } = conflict;
      conflict = null;
      dialog.close();
      if (choice === "mine") take.mine();
      else if (choice === "merge") take.merge(table.decided());
      else take.theirs();
    } catch {
      find("#conflict-failed").hidden = false;
    } finally {
      dialog.removeAttribute("aria-busy");
    }
  };

  dialog.addEventListener("click", (event) => {
    const choice = event.target.closest("[data-choice]")?.dataset.choice;
    if (choice && dialog.ariaBusy !== "true") choose(choice);
  });
  // It closes by a choice alone: until then nothing more can be saved.
  dialog.addEventListener("cancel", (event) => event.preventDefault());
  dialog.addEventListener("close", () => conflict && dialog.showModal());
  // A field that was being typed in is committed as the focus leaves it for the dialog.
  store.subscribe((why) => {
    if (conflict && why === "change") paint();
  });

  return (met) => {
    conflict = met;
    find("#conflict-failed").hidden = true;
    for (const picture of Object.values(pictures)) picture.forget();
    paint();
    if (!dialog.open) dialog.showModal();
  };
}
