// The built-in arrangements, from exact fractions to whole pixels. Edges are rounded, not sizes,
// so that neighbours share a border. `place` is the twin of `place` in studio/rules/presets.py.

/** @typedef {[number, number]} Fraction numerator and denominator */

const plus = ([a, b], [c, d]) => [a * d + c * b, b * d];
const fromFarSide = ([a, b]) => [b - a, b];

/** The nearest pixel, halves rounded up. */
const pixel = ([a, b], side) => Math.floor((2 * a * side + b) / (2 * b));

/** {left, right, top, bottom} of a region, as fractions of the scene. */
function edges([x, y, w, h]) {
  return { left: x, right: plus(x, w), top: y, bottom: plus(y, h) };
}

const mirrored = ({ left, right, ...rest }) => ({
  ...rest,
  left: fromFarSide(right),
  right: fromFarSide(left),
});

/** The inset at another share of the scene, held in the corner it is nearest to. */
function sized([x, y, w, h], percent) {
  const share = [percent, 100];
  const back = [-percent, 100];
  const hold = (start, length) =>
    2 * start[0] < start[1] ? start : plus(plus(start, length), back);
  return [hold(x, w), hold(y, h), share, share];
}

const meet = (a, b) => a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;

/** Whether boxes lie on one another; such a preset has no gaps. */
function overlaps({ regions }) {
  const boxes = regions.map((region) => box(edges(region), { w: 2160, h: 2160 }, 0, 0));
  return boxes.some((one, at) => boxes.slice(at + 1).some((other) => meet(one, other)));
}

/** Whether the preset is one picture in another, whose size can be chosen. */
const hasInset = (preset) => preset.regions.length === 2 && overlaps(preset);

/** The area is wider by one gap, and every box ends one gap before its edge. */
function box({ left, right, top, bottom }, area, margin, gap) {
  const [x, y] = [pixel(left, area.w), pixel(top, area.h)];
  return {
    x: margin + x,
    y: margin + y,
    w: pixel(right, area.w) - gap - x,
    h: pixel(bottom, area.h) - gap - y,
  };
}

/**
 * The preset's boxes in a scene {w, h}, bottom first.
 *
 * `options`: `mirror` swaps left and right; `gap` px between neighbours; `margin` px around all;
 * `inset` percent of the scene for the picture in a picture, 0 for the preset's own.
 */
export function place(preset, scene, { mirror = false, gap = 0, margin = 0, inset = 0 } = {}) {
  const between = gap && !overlaps(preset) ? gap : 0;
  const area = { w: scene.w - 2 * margin + between, h: scene.h - 2 * margin + between };
  const resize = inset && hasInset(preset);
  return preset.regions.map((region, at) => {
    const lines = edges(resize && at === 1 ? sized(region, inset) : region);
    return box(mirror ? mirrored(lines) : lines, area, margin, between);
  });
}

/** Whether the API takes every box. */
export const fits = (boxes, { min, max }) =>
  boxes.every(({ w, h }) => Math.min(w, h) >= min && Math.max(w, h) <= max);

const LANDSCAPE = "1+3 2x2 1+2 lecture pip-br side-by-side 2-over-1 pyramid full".split(" ");
const PORTRAIT =
  "v-stack-2 v-content-host v-stack-3 v-split v-pip-br v-1+2 v-2x2 v-1+3 v-full".split(" ");

/** The nine presets under the digits, by the shape of the scene. */
export function favourites(presets, scene) {
  const keys = scene.h > scene.w ? PORTRAIT : LANDSCAPE;
  return keys.map((key) => presets.find((preset) => preset.key === key));
}
