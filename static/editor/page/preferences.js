// What the stage shows and whether and how far boxes snap: one person's choice, kept in this
// browser.

const PREFIX = "mix-studio:stage:";
const FIRST = {
  snap: true,
  distance: 8,
  safe: false,
  grid: false,
  spacing: 40,
  rulers: false,
  thirds: false,
};
export const RANGES = { distance: { min: 0, max: 20 }, spacing: { min: 10, max: 200, unit: "px" } };

function read(storage, key) {
  try {
    return JSON.parse(storage.getItem(key)) ?? {};
  } catch {
    return {};
  }
}

/** A number as it may be. */
function held(name, value) {
  const whole = Math.round(Number(value));
  const { min, max } = RANGES[name];
  return Number.isFinite(whole) ? Math.max(min, Math.min(max, whole)) : FIRST[name];
}

function valid(name, value) {
  return name in RANGES ? held(name, value) : Boolean(value);
}

export function createPreferences({ person, storage = localStorage }) {
  const key = PREFIX + person;
  const known = { ...FIRST, ...read(storage, key) };
  let current = Object.fromEntries(
    Object.keys(FIRST).map((name) => [name, valid(name, known[name])]),
  );
  return {
    get snap() {
      return current.snap;
    },
    /** Screen pixels. */
    get distance() {
      return current.distance;
    },
    get safe() {
      return current.safe;
    },
    get grid() {
      return current.grid;
    },
    /** Scene pixels from line to line of the grid. */
    get spacing() {
      return current.spacing;
    },
    get rulers() {
      return current.rulers;
    },
    /** Thirds and the centre. */
    get thirds() {
      return current.thirds;
    },
    set(changes) {
      const checked = Object.entries(changes).map(([name, value]) => [name, valid(name, value)]);
      current = { ...current, ...Object.fromEntries(checked) };
      try {
        storage.setItem(key, JSON.stringify(current));
      } catch {
        // A browser that keeps nothing: then it holds until the page goes.
      }
    },
  };
}
