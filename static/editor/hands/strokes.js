// Key strokes as they are written, "Ctrl+Shift+V", and the acts they stand for.

const NAMES = { Del: "delete", Esc: "escape" };
/** What Shift makes of a sign, on the keyboard that the help has in mind. */
const SHIFTED = { "[": "{", "]": "}" };
const isLetter = (key) => /^[a-z]$/i.test(key);

/** With Alt a letter, with Shift a digit is known by its place: what it types differs from keyboard to keyboard. */
function placeOf(key, { alt, shift }) {
  if (alt && isLetter(key)) return `Key${key}`;
  return shift && /^\d$/.test(key) ? `Digit${key}` : null;
}

/** {alt, command, shift, key, code} of a stroke; `code` is null where what is typed counts. */
function parseStroke(text) {
  const parts = text.split(/\+(?=.)/);
  const key = parts.pop();
  const [alt, command, shift] = ["Alt", "Ctrl", "Shift"].map((name) => parts.includes(name));
  const typed = (shift && SHIFTED[key]) || NAMES[key] || key.toLowerCase();
  return { alt, command, shift, key: typed, code: placeOf(key, { alt, shift }) };
}

/** Shift counts for places of digits and for letters with Ctrl; else it is part of what is typed. */
function isMeant(stroke, event) {
  const command = event.ctrlKey || event.metaKey;
  if (stroke.alt !== event.altKey || stroke.command !== command) return false;
  if (stroke.code) return stroke.code === event.code && (stroke.alt || event.shiftKey);
  if (stroke.key !== event.key.toLowerCase()) return false;
  return !(command && isLetter(stroke.key)) || stroke.shift === event.shiftKey;
}

/** What returns the name of the act that a key event stands for, of those listened for at `where`. */
export function actByStroke(lines, where) {
  const strokes = Object.entries(lines)
    .filter(([, line]) => line.where === where)
    .flatMap(([name, line]) => line.strokes.map((text) => ({ name, ...parseStroke(text) })));
  return (event) => strokes.find((stroke) => isMeant(stroke, event))?.name;
}
