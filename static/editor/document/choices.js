// What a person chose for a source, kept beside the document by the source's ID: the shape assumed
// of it ("assumed"), the second of its video that is shown ("seconds"), the upload that stands in
// for it ("stills"). What is usual needs no note. The twin of studio/documents/state.py.
import { items } from "./document.js";
import { asItem, parkedOf } from "./parking.js";

export const CHOICES = ["assumed", "seconds", "stills"];

/** What was chosen of a kind, by ID; whoever wrote it, it may hold anything. */
function chosen(state, kind) {
  const all = state[kind];
  return all && typeof all === "object" && !Array.isArray(all) ? all : {};
}

function withChosen(state, kind, all) {
  const { [kind]: _before, ...rest } = state;
  return Object.keys(all).length > 0 ? { ...rest, [kind]: all } : rest;
}

export function choiceOf(state, kind, id) {
  const all = chosen(state, kind);
  return Object.hasOwn(all, id) ? all[id] : undefined;
}

/** The state with this choice for the sources of that ID; `undefined` takes it back. */
export function withChoice(state, kind, id, value) {
  if (choiceOf(state, kind, id) === value) return state;
  const { [id]: _before, ...others } = chosen(state, kind);
  return withChosen(state, kind, value === undefined ? others : { ...others, [id]: value });
}

/** Everything chosen for an ID, for another that is to be like it. */
export const choicesOf = (state, id) =>
  Object.fromEntries(CHOICES.map((kind) => [kind, choiceOf(state, kind, id)]));

export const withChoices = (state, id, choices) =>
  CHOICES.reduce((value, kind) => withChoice(value, kind, id, choices[kind]), state);

/** The work without choices for sources that are neither in the document nor parked. */
export function withoutOldChoices({ rules, state }) {
  const ids = new Set([...items(rules), ...parkedOf(state).map(asItem)].map(({ id }) => id));
  const left = CHOICES.reduce((value, kind) => {
    const all = Object.entries(chosen(value, kind));
    const kept = all.filter(([id]) => ids.has(id));
    return kept.length === all.length ? value : withChosen(value, kind, Object.fromEntries(kept));
  }, state);
  return { rules, state: left };
}

/** The second of a source's video that is shown; 0 is its first picture. */
export function secondOf(state, id, { pictureSecond }) {
  const second = choiceOf(state, "seconds", id);
  return Number.isInteger(second) && second >= 0 && second <= pictureSecond.max ? second : 0;
}

export const withSecond = (state, id, second) =>
  withChoice(state, "seconds", id, second === 0 ? undefined : second);

/** The key of the upload that stands in for a source, or null. */
export function stillOf(state, id) {
  const still = choiceOf(state, "stills", id);
  return typeof still === "string" ? still : null;
}

export const withStill = (state, id, still) => withChoice(state, "stills", id, still ?? undefined);
