// The history: steps that were done and steps that were undone, each {label, before, after, subject}.

/** `same(a, b)` says whether two works say the same: such a step is none. */
export function createSteps({ same, limit, now }) {
  const past = [];
  let future = [];
  let open = null; // the merge key of the last step, and until when it takes more

  /** Goes so many steps; returns the last one, or null. */
  const walk = (from, to, count) => {
    const steps = from.splice(Math.max(0, from.length - count)).reverse();
    if (steps.length === 0) return null;
    to.push(...steps);
    open = null;
    return steps.at(-1);
  };

  return {
    get depth() {
      return past.length;
    },
    /** The names of all, also of those that were undone. */
    get labels() {
      return [...past, ...future.toReversed()].map((step) => step.label);
    },
    /** One more, or with `merge` = {key, within} more of the last; returns the work to go on with. */
    add({ label, before, after, subject }, merge) {
      const last = past.at(-1);
      const joins = merge && last && open?.key === merge.key && now() < open.until;
      const start = joins ? last.before : before;
      if (joins) past.pop();
      const settled = same(start, after) ? start : after;
      const isStep = settled !== start;
      if (isStep) past.push({ label, before: start, after, subject });
      if (past.length > limit) past.shift();
      open = merge && isStep ? { key: merge.key, until: now() + merge.within } : null;
      future = [];
      return settled;
    },
    undo: (count) => walk(past, future, count),
    redo: (count) => walk(future, past, count),
  };
}
