// Where a ruler has its ticks and numbers, and which lines of a grid are drawn: pure.

const STEPS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000];
/** Screen pixels that a number needs, a tick needs, and a line of the grid. */
const NUMBER = 56;
const TICK = 5;
const LINE = 6;

/** Scene pixels from number to number and from tick to tick, none too near on the screen. */
export function ticksFor(zoom) {
  const number = STEPS.find((step) => step * zoom >= NUMBER) ?? STEPS.at(-1);
  const parts = [10, 5, 2, 1].find(
    (part) => Number.isInteger(number / part) && (number / part) * zoom >= TICK,
  );
  return { number, tick: number / (parts ?? 1) };
}

/** Scene pixels from line to line of the grid as drawn: every second is left out until there is room. */
export function drawnSpacing(spacing, zoom) {
  let drawn = spacing;
  while (drawn * zoom < LINE) drawn *= 2;
  return drawn;
}

/** The multiples of `step` from `low` to `high`. */
export function multiples(step, low, high) {
  const first = Math.ceil(low / step);
  const count = Math.max(0, Math.floor(high / step) - first + 1);
  return Array.from({ length: count }, (_, index) => (first + index) * step);
}
