// A request that follows the document: one in flight, and then only the newest; one that nobody
// answered is made again.

const AGAIN = 5000;

/**
 * `send()` is called `quiet` ms after the last `soon()`, at the latest `patience` ms after the
 * first one that was not served yet, and never twice at once; `hurry()` ends the waiting, if there
 * is any. It resolves to false when there was no answer.
 */
export function createLatest({ send, quiet, patience = Number.POSITIVE_INFINITY }) {
  let timer = 0;
  let since = 0;
  let busy = false;
  let due = false;
  let urgent = false;
  let lost = false;

  const run = async () => {
    due = false;
    urgent = false;
    since = 0;
    busy = true;
    try {
      lost = (await send()) === false;
    } finally {
      busy = false;
      if (due) wait();
      else if (lost) timer = setTimeout(run, AGAIN);
    }
  };

  const wait = () => {
    clearTimeout(timer);
    if (busy) return;
    const left = since + patience - performance.now();
    timer = setTimeout(run, urgent ? 0 : Math.max(0, Math.min(quiet, left)));
  };

  const soon = () => {
    due = true;
    since ||= performance.now();
    wait();
  };

  const hurry = () => {
    if (!due) return;
    urgent = true;
    wait();
  };

  addEventListener("online", () => lost && soon());
  return { soon, hurry };
}
