// What was typed and can't be taken stays in its field, with the reason beside it as a problem of
// that field, until it is mended or taken back, or the field has something else to show.
import { number, word } from "./words.js";

/** The most that is quoted of a text, in characters. */
const QUOTED = 40;

function quoted(text) {
  const characters = [...text.trim()];
  return characters.length > QUOTED ? `${characters.slice(0, QUOTED).join("")}…` : text.trim();
}

/** In a sentence, by what readNumber says of a text. */
function reason(text, { fault, values = [] }, { min, max }) {
  const [one, other] = values.map(number);
  return word(fault, { text: quoted(text), min: number(min), max: number(max), one, other });
}

/** `changed` is called when there is more or less to show. */
export function createRefused({ say, changed }) {
  const all = new Map();
  const nameOf = ({ field, keys = [] }) => `${field} ${keys}`;

  return {
    /** `place` is a field and, where it is about items, their `keys`; `before` is what it shows else. Said once. */
    add(place, { text, before }, found, range) {
      const message = reason(text, found, range);
      const isKnown = all.get(nameOf(place))?.message === message;
      all.set(nameOf(place), { ...place, text, before, message });
      if (isKnown) return;
      say(message);
      changed();
    },

    drop(place) {
      if (all.delete(nameOf(place))) changed();
    },

    /** Whether that very text was refused there. */
    holds: (place, text) => all.get(nameOf(place))?.text === text,

    /** The text that was refused there, while the field would else still show the same. */
    at(place, before) {
      const one = all.get(nameOf(place));
      if (one?.before === before) return one.text;
      all.delete(nameOf(place));
      return undefined;
    },

    /** Every {field, keys, text, before, message} there is. */
    get all() {
      return [...all.values()];
    },

    /** As problems of the fields that are about those keys, or about no item. */
    problems: (selected) =>
      [...all.values()]
        .filter(({ keys }) => keys === undefined || String(keys) === String(selected.toSorted()))
        .map(({ field, message }) => ({ key: null, field, severity: "error", message })),
  };
}
