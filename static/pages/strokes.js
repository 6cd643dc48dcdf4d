/**
 * What a key event means, on every page: the stroke as the help writes it ("Ctrl+Shift+Z", "Shift+1", "]", "Esc"), on
 * whatever keyboard. Amid composing a key is the input method's: nobody else hears of it.
 */
const NAMES = { Delete: "Del", Escape: "Esc", " ": "Space", "\u3000": "Space" };
const UNNAMED = ["Dead", "Unidentified"];
/** The signs that strokes have. */
const SIGNS = "[]{}?+=-";
/** What a US keyboard has in the places of those signs, without Shift and with it. */
const PLACES = { BracketLeft: "[{", BracketRight: "]}", Slash: "/?", Minus: "-_", Equal: "=+" };
/** How signs are written that need Shift on every keyboard that the help has in mind. */
const WRITTEN = { "{": "Shift+[", "}": "Shift+]" };
const isLetter = (key) => /^[a-z]$/i.test(key);

const composes = (event) => event.isComposing || event.keyCode === 229;

function hush(event) {
  if (!composes(event)) return;
  event.stopImmediatePropagation();
  // A field for searching would be emptied, a form sent.
  if (event.key === "Escape" || event.key === "Enter") event.preventDefault();
}

addEventListener("keydown", hush, true);

/** Full-width signs as plain ones. */
const typedBy = ({ key }) =>
  /^[！-～]$/.test(key) ? String.fromCharCode(key.charCodeAt() - 0xfee0) : key;

/** What a US keyboard has at the key's place. */
function placed({ code, shiftKey }) {
  if (/^Key[A-Z]$/.test(code)) return code.at(-1);
  return PLACES[code]?.[shiftKey ? 1 : 0] ?? "";
}

/**
 * The digit of a key, by its place: unshifted all (but where it types a bracket), with Shift those of the view, for
 * another may type a sign there. Of the number pad what it types.
 */
function digitOf({ code, key, shiftKey }) {
  if (!/^Digit\d$/.test(code)) return /^\d$/.test(key) ? key : "";
  const digit = code.at(-1);
  if (shiftKey) return "012".includes(digit) ? digit : "";
  return "[]{}?".includes(key) ? "" : digit;
}

/** What is typed, where it is a Latin letter or a sign of a stroke; else what the key's place stands for. */
function keyOf(event) {
  const typed = typedBy(event);
  if (isLetter(typed)) return typed.toUpperCase();
  if (SIGNS.includes(typed)) return typed;
  if (typed.length > 1 && !UNNAMED.includes(typed)) return NAMES[typed] ?? typed;
  const place = placed(event);
  // A Latin keyboard has its letters elsewhere: a comma is no M. With Alt it may be Hebrew.
  const isElsewhere = isLetter(place) && /^[!-~]$/.test(typed) && !event.altKey;
  return isElsewhere ? "" : place || (NAMES[typed] ?? "");
}

/** Whether Alt, or AltGr, does no more than type a sign. */
const altTypes = (event) =>
  event.getModifierState("AltGraph") ||
  (event.altKey && SIGNS.includes(typedBy(event)) && typedBy(event) !== placed(event));

/**
 * Shift counts for digits and for letters with Ctrl; else it is part of what is typed. "" for an event without a key:
 * so a browser tells of a field that it fills.
 */
export function strokeOf(event) {
  if (event.key === undefined) return "";
  const types = altTypes(event);
  const [alt, command] = [event.altKey, event.ctrlKey || event.metaKey].map((on) => on && !types);
  const digit = types ? "" : digitOf(event);
  const key = digit || (types ? typedBy(event) : keyOf(event));
  const shift = event.shiftKey && (digit || (command && isLetter(key)));
  const held = [command && "Ctrl+", alt && "Alt+", shift && "Shift+"].filter(Boolean).join("");
  return held + (WRITTEN[key] ?? key);
}

/** What returns the name of the act that a key event stands for, of those listened for at `where`. */
export function actByStroke(lines, where) {
  const names = new Map(
    Object.entries(lines)
      .filter(([, line]) => line.where === where)
      .flatMap(([name, line]) => line.strokes.map((stroke) => [stroke, name])),
  );
  return (event) => names.get(strokeOf(event));
}
