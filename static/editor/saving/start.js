// Keeping the work: saved on the server, held in this browser until then, and put together with
// what others saved meanwhile.
import { toast } from "../../pages/toast.js";
import { word } from "../page/words.js";
import { saveCopy } from "../server/copies.js";
import { createBrowserCopy } from "./browsercopy.js";
import { bindNeedsSaved } from "./savefirst.js";
import { Saving } from "./saving.js";
import { watchSession } from "./session.js";
import { createUnsaved } from "./unsaved.js";

function keepCopies({ store, copy, saving }) {
  store.subscribe((why) => {
    if (why === "change" && saving.dirty()) copy.keep(store.settled, saving);
  });
  addEventListener("pagehide", () => {
    if (saving.dirty()) copy.keepNow(store.settled, saving);
  });
}

/** What was left from last time is seldom there, and offered by what is loaded for it alone. */
async function offerLeft({ store, copy, saving }) {
  const left = copy.left(store.settled);
  if (!left) return;
  const { offerRecovery } = await import("./recovery.js");
  offerRecovery({ store, left, saving });
}

/** `savedState` shows what became of each save; `holds` is as savefirst.js takes it. */
export function startKeeping({ store, page, version, limits, savedState, holds }) {
  const name = () => document.getElementById("heading").textContent;
  const copy = createBrowserCopy({ id: page.id, person: page.person, name });
  const tellUnsaved = createUnsaved({
    async saveCopy() {
      const work = store.settled;
      const url = await saveCopy(name(), work);
      saving.leave(work);
      copy.forget();
      location.assign(url);
    },
  });
  let meet = null;
  const createMeet = async () => {
    const { createMeeting } = await import("../merging/start.js");
    const asks = () => savedState({ kind: "conflict" });
    const resolve = (...on) => saving.resolve(...on);
    return createMeeting({ store, page, limits, resolve, tell: toast, asks });
  };
  const saving = new Saving({
    store,
    url: page.urls.document,
    version,
    onState(state) {
      savedState(state);
      tellUnsaved(state);
      if (state.kind === "saved") copy.forget();
    },
    onSaved: () => document.body.dispatchEvent(new CustomEvent("layout:saved")),
    async onConflict(...met) {
      meet ??= await createMeet();
      meet(...met);
    },
  });
  keepCopies({ store, copy, saving });
  watchSession(() => saving.resume());
  bindNeedsSaved({ saving, holds, failed: () => toast(word("notSavedYet"), { warning: true }) });
  offerLeft({ store, copy, saving });
}
