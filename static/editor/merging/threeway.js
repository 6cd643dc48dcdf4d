// Merging three values of one thing: what it was, what I made of it, what they made of it. Pure; what
// rides along under a symbol stays mine.
import { alike } from "../document/document.js";

const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const own = (value, name) =>
  isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;

const symbolsOf = (value) =>
  isObject(value) ? Object.getOwnPropertySymbols(value).map((one) => [one, value[one]]) : [];
const carrying = (made, ...from) =>
  Object.assign(made, Object.fromEntries(from.flatMap(symbolsOf)));

/** `changed(change)` hears of every difference between the two; its answer settles a clash. */
export function mergeValue({ base, mine, theirs }, path, changed) {
  if (isObject(mine) && isObject(theirs)) return mergeObject({ base, mine, theirs }, path, changed);
  if (alike(mine, theirs)) return mine;
  return choose({ path, base, mine, theirs }, changed);
}

/** The side that changed; where both did, the one that `changed` names. */
function choose(change, changed) {
  const moved = ["mine", "theirs"].filter((side) => !alike(change[side], change.base));
  const clash = moved.length === 2;
  const named = changed({ ...change, clash });
  return change[clash ? named : moved[0]];
}

function mergeObject({ base, mine, theirs }, path, changed) {
  const names = [...new Set([...Object.keys(mine), ...Object.keys(theirs)])];
  const made = names.map((name) => {
    const three = { base: own(base, name), mine: own(mine, name), theirs: own(theirs, name) };
    return [name, mergeValue(three, [...path, name], changed)];
  });
  const kept = made.filter(([, value]) => value !== undefined);
  return carrying(Object.fromEntries(kept), theirs, base, mine);
}

/**
 * One order of three, of the names in `kept`: whoever reordered what all three have decides, and
 * what only the other has comes after what stood before it there.
 */
export function mergeOrder({ base, mine, theirs }, kept, path, changed) {
  const isShared = (name) => [base, mine, theirs].every((names) => names.includes(name));
  const [was, ours, others] = [base, mine, theirs].map((names) => names.filter(isShared));
  const three = { path, base: was, mine: ours, theirs: others };
  const order = alike(ours, others) ? ours : choose(three, changed);
  const [lead, other] = order === others ? [theirs, mine] : [mine, theirs];
  const made = lead.filter((name) => kept.includes(name));
  other.forEach((name, index) => {
    if (!kept.includes(name) || made.includes(name)) return;
    const before = other.slice(0, index).findLast((one) => made.includes(one));
    made.splice(made.indexOf(before) + 1, 0, name);
  });
  return [...made, ...kept.filter((name) => !made.includes(name))];
}
