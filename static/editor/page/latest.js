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
  let asked = 0;
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

  const left = () => {
    const at = urgent ? 0 : Math.min(asked + quiet, since + patience);
    return Math.max(0, Math.ceil(at - performance.now()));
  };

  // A moved pointer asks in every frame: the clock is set anew when it rings, not each time.
  const ring = () => (left() > 0 ? wait() : run());

  const wait = () => {
    clearTimeout(timer);
    if (!busy) timer = setTimeout(ring, left());
  };

  const soon = () => {
    asked = performance.now();
    since ||= asked;
    if (due) return;
    due = true;
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
