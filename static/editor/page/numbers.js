// A whole number as people type it: in groups, with its unit, as a percentage, in full-width digits.
// What can be read in one way only is understood; the rest is refused with the reason, never guessed.

const BITS = "(?:[bB]it(?:s?/s|s)?|b/s|[bB]ps)";
/** By the unit that a field counts in: what may follow the number, and how much of it that makes. */
const UNITS = {
  px: [[/^px$/i, 1]],
  s: [[/^s$/i, 1]],
  fps: [[/^fps$/i, 1]],
  bps: [
    [new RegExp(`^${BITS}$`), 1],
    [new RegExp(`^[kK]${BITS}?$`), 1000],
    [new RegExp(`^[mM]${BITS}?$`), 1_000_000],
  ],
};
const TYPED = /^([+-]?) ?(\d[\d.,'’_ ]*?) ?([^\d.,'’_ ].*)?$/;
const GROUPS = /^([1-9]\d{0,2}(?:([.,'’_ ])\d{3})(?:\2\d{3})*)(?:(?!\2)[.,](\d+))?$/;
const PLAIN = /^\d+(?:[.,]\d+)?$/;

/** Full-width signs as plain ones, spaces as one, the unseen gone; no more: a ² is no 2. */
const plainly = (text) =>
  text
    .replace(/[！-～]/g, (sign) => String.fromCharCode(sign.charCodeAt() - 0xfee0))
    .replace("−", "-")
    .replace(/[\p{Cf}]/gu, "")
    .replace(/\s+/g, " ")
    .trim();

const ofGroups = ([, whole, , fraction = "0"]) => Number(`${whole.replace(/\D/g, "")}.${fraction}`);

/** What digits can mean: "1,280" is one and a fraction only where `fractions` make sense. */
function readings(digits, fractions) {
  const groups = GROUPS.exec(digits);
  const plain = PLAIN.test(digits) && !(groups && !fractions);
  return [
    ...(groups ? [ofGroups(groups)] : []),
    ...(plain ? [Number(digits.replace(",", "."))] : []),
  ];
}

/** Of so many, what the field counts: a percentage is of `whole`, and rounded to it. */
function scaleOf(unit, { whole, unit: counted }) {
  if (unit === undefined) return { times: 1, fractions: false };
  if (unit === "%" && whole) return { times: whole / 100, fractions: true, rounds: true };
  const times = UNITS[counted]?.find(([known]) => known.test(unit))?.[1];
  return times ? { times, fractions: times > 1 } : null;
}

function scaled(value, { times, rounds }) {
  const near = Math.round(value * times);
  return rounds || Math.abs(value * times - near) < 1e-6 ? near : null;
}

/** Every whole number that the text can stand for. */
function meanings(text, range) {
  const [, sign, digits, unit] = TYPED.exec(plainly(text)) ?? [];
  const scale = digits && scaleOf(unit, range);
  if (!scale) return [];
  const found = readings(digits, scale.fractions)
    .map((value) => scaled(value, scale))
    .filter((value) => value !== null);
  return sign === "-" ? found.map((value) => 0 - value) : found;
}

/** {value}, or {fault}: "notWhole", "outside" or "ambiguous" with the `values` it can stand for. */
export function readNumber(text, range) {
  const found = meanings(text, range);
  if (found.length === 0) return { fault: "notWhole" };
  const values = found.filter((value) => value >= range.min && value <= range.max);
  if (values.length === 0) return { fault: "outside" };
  return values.length === 1 ? { value: values[0] } : { fault: "ambiguous", values };
}
