// Which part of one version is which part of another: by the key it has while the page is open,
// then by what it is, each part once and in order.
import { keyOf } from "../document/document.js";

const text = (part) => JSON.stringify(part);
const key = ({ fields }) => keyOf(fields);

/** What a part goes by, the surest first; undefined matches nothing. */
const MARKS = {
  source: [
    key,
    text,
    ({ fields }) => fields.ID,
    ({ fields: { Type, Url, Layer } }) => text([Type, Url, Layer]),
  ],
  logo: [key, text, ({ fields }) => fields.Url, ({ fields }) => text(fields.Layout)],
  layout: [key, text, ({ fields }) => fields.Layer],
  push: [({ fields }) => fields, (_part, place, list) => `${place} of ${list.length}`],
};

/** A name for each part of `list`: that of the known part it is, or a new one that starts with `fresh`. */
function named(list, known, marks, fresh) {
  const names = list.map(() => null);
  for (const mark of marks) {
    for (const [place, part] of list.entries()) {
      const wanted = mark(part, place, list);
      if (names[place] || wanted === undefined) continue;
      const is = ([name, other], at, all) =>
        !names.includes(name) && mark(other, at, all) === wanted;
      names[place] = known.find(is)?.[0] ?? null;
    }
  }
  return list.map((part, place) => [names[place] ?? `${fresh}${place}`, part]);
}

const isNew =
  (known) =>
  ([name]) =>
    !known.some(([other]) => other === name);

/** Each version's parts of a kind as [name, part]; the same name is the same thing. */
function recognised(kind, { base, mine, theirs }) {
  const was = base[kind].map((part, place) => [`${kind} ${place}`, part]);
  const ours = named(mine[kind], was, MARKS[kind], `my ${kind} `);
  const others = named(theirs[kind], was, MARKS[kind], `their ${kind} `);
  // Both may have added the very same.
  const added = named(
    others.filter(isNew(was)).map(([, part]) => part),
    ours.filter(isNew(was)),
    [text],
    `their ${kind} `,
  );
  const both = others.map((entry) => (isNew(was)(entry) ? added.shift() : entry));
  return { base: was, mine: ours, theirs: both };
}

/** The three versions' parts under their names: {base, mine, theirs}, each kind a list of [name, part]. */
export function namedParts(versions) {
  const kinds = Object.keys(MARKS).map((kind) => [kind, recognised(kind, versions)]);
  const of = (side) => Object.fromEntries(kinds.map(([kind, three]) => [kind, three[side]]));
  return { base: of("base"), mine: of("mine"), theirs: of("theirs") };
}
