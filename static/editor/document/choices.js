// What a person chose for a source, kept beside the document by the source's ID: the shape assumed
// of it ("assumed"), the second of its video that is shown ("seconds"), the upload that stands in
// for it ("stills"). What is usual needs no note. The twin of studio/documents/state.py.
import { items } from "./document.js";
import { asItem, parkedOf } from "./parking.js";
import { stateOf, withState } from "./state.js";

export const CHOICES = ["assumed", "seconds", "stills"];

/** What was chosen of a kind, by ID; whoever wrote it, it may hold anything. */
function chosen(rules, kind) {
  const all = stateOf(rules)[kind];
  return all && typeof all === "object" && !Array.isArray(all) ? all : {};
}

function withChosen(rules, kind, all) {
  const { [kind]: _before, ...rest } = stateOf(rules);
  return withState(rules, Object.keys(all).length > 0 ? { ...rest, [kind]: all } : rest);
}

export function choiceOf(rules, kind, id) {
  const all = chosen(rules, kind);
  return Object.hasOwn(all, id) ? all[id] : undefined;
}

/** The document with this choice for the sources of that ID; `undefined` takes it back. */
export function withChoice(rules, kind, id, value) {
  if (choiceOf(rules, kind, id) === value) return rules;
  const { [id]: _before, ...others } = chosen(rules, kind);
  return withChosen(rules, kind, value === undefined ? others : { ...others, [id]: value });
}

/** Everything chosen for an ID, for another that is to be like it. */
export const choicesOf = (rules, id) =>
  Object.fromEntries(CHOICES.map((kind) => [kind, choiceOf(rules, kind, id)]));

export const withChoices = (rules, id, choices) =>
  CHOICES.reduce((value, kind) => withChoice(value, kind, id, choices[kind]), rules);

/** The document without choices for sources that are neither in it nor parked. */
export function withoutOldChoices(rules) {
  const ids = new Set([...items(rules), ...parkedOf(rules).map(asItem)].map(({ id }) => id));
  return CHOICES.reduce((value, kind) => {
    const all = Object.entries(chosen(value, kind));
    const kept = all.filter(([id]) => ids.has(id));
    return kept.length === all.length ? value : withChosen(value, kind, Object.fromEntries(kept));
  }, rules);
}

/** The second of a source's video that is shown; 0 is its first picture. */
export function secondOf(rules, id, { pictureSecond }) {
  const second = choiceOf(rules, "seconds", id);
  return Number.isInteger(second) && second >= 0 && second <= pictureSecond.max ? second : 0;
}

export const withSecond = (rules, id, second) =>
  withChoice(rules, "seconds", id, second === 0 ? undefined : second);

/** The key of the upload that stands in for a source, or null. */
export function stillOf(rules, id) {
  const still = choiceOf(rules, "stills", id);
  return typeof still === "string" ? still : null;
}

export const withStill = (rules, id, still) => withChoice(rules, "stills", id, still ?? undefined);
