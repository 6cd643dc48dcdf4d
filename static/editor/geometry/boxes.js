// Rectangles in scene pixels: pure, integers in, integers out. Boxes are {x, y, w, h}.

/** How much of an item stays reachable at the right and bottom edge while it is dragged. */
const REACH = 20;

/** @typedef {{x: number, y: number, w: number, h: number}} Box */

const half = (n) => Math.floor(n / 2);
const whole = (n) => Math.round(n) + 0; // never -0
const between = (value, low, high) => Math.max(low, Math.min(high, value));

/**
 * Where a `width` × `height` picture lies when fitted into `box`, whole and centred.
 * The twin of `letterbox` in studio/rules/geometry.py, held to the same vectors.
 */
export function letterbox(width, height, box) {
  const tall = Math.floor((2 * box.h * width + height) / (2 * height));
  const wide = Math.floor((2 * box.w * height + width) / (2 * width));
  const w = Math.max(1, Math.min(box.w, tall));
  const h = Math.max(1, Math.min(box.h, wide));
  return { x: box.x + half(box.w - w), y: box.y + half(box.h - h), w, h };
}

/** The bars a picture leaves in its box: px on each side and the unused share of the area. */
export function bars(picture, box) {
  return {
    left: picture.x - box.x,
    top: picture.y - box.y,
    right: box.x + box.w - picture.x - picture.w,
    bottom: box.y + box.h - picture.y - picture.h,
    unused: 1 - (picture.w * picture.h) / (box.w * box.h),
  };
}

/** Corners where a drag may put the top left of a box that starts at `start`. */
function reach(start, scene) {
  return {
    x: [Math.min(0, start.x), Math.max(scene.w - REACH, start.x)],
    y: [Math.min(0, start.y), Math.max(scene.h - REACH, start.y)],
  };
}

/** `box` with its corner where a drag from `start` could have put it. */
export function reachable(box, start, scene) {
  const ends = reach(start, scene);
  return { ...box, x: between(box.x, ...ends.x), y: between(box.y, ...ends.y) };
}

/** The smallest box that holds all of them. */
export function union(boxes) {
  const x = Math.min(...boxes.map((box) => box.x));
  const y = Math.min(...boxes.map((box) => box.y));
  const right = Math.max(...boxes.map((box) => box.x + box.w));
  const bottom = Math.max(...boxes.map((box) => box.y + box.h));
  return { x, y, w: right - x, h: bottom - y };
}

/** Where `box` comes to lie when `from`, around it, becomes `to`: edges are rounded. */
export function carried(box, from, to) {
  const along = (place, size) => {
    const at = (edge) => whole(to[place] + ((edge - from[place]) * to[size]) / from[size]);
    return [at(box[place]), at(box[place] + box[size])];
  };
  const [left, right] = along("x", "w");
  const [top, bottom] = along("y", "h");
  return { x: left, y: top, w: right - left, h: bottom - top };
}

/** The box with one side (`w` or `h`) set and the other in the same ratio, between its limits. */
export function withSide(box, size, value, [least, most]) {
  const other = size === "w" ? "h" : "w";
  const follows = between(whole((box[other] * value) / box[size]), least, most);
  return { ...box, [size]: value, [other]: follows };
}

/** All boxes moved by (dx, dy) together: whole pixels, every corner kept within reach. */
export function movedAll(boxes, dx, dy, scene) {
  const along = (by, place) => {
    const room = boxes.map((box) => reach(box, scene)[place].map((end) => end - box[place]));
    const low = Math.max(...room.map(([least]) => least));
    return between(whole(by), low, Math.min(...room.map(([, most]) => most)));
  };
  const x = along(dx, "x");
  const y = along(dy, "y");
  return boxes.map((box) => ({ ...box, x: box.x + x, y: box.y + y }));
}

/** The lengths between which a group's box may lie so that no box in it leaves `sides`. */
function lengths(boxes, size, length, { min, max }) {
  const sizes = boxes.map((box) => box[size]);
  const small = Math.min(...sizes);
  const large = Math.max(...sizes);
  return [
    Math.ceil((Math.min(min, small) * length) / small),
    Math.floor((Math.max(max, large) * length) / large),
  ];
}

/** The lengths that keep an edge within reach which lies `ahead` lengths from the fixed point. */
function reaching(fixed, ahead, [low, high]) {
  if (ahead === 0) return [0, Number.POSITIVE_INFINITY];
  const ends = [(low - fixed) / ahead, (high - fixed) / ahead];
  return ahead > 0 ? ends : ends.toReversed();
}

/** How one axis of a resize behaves: its sign, its fixed point and the lengths it allows. */
function axis(start, place, size, sign, options) {
  const centred = options.centre || (sign === 0 && options.ratio);
  const share = centred ? 0.5 : sign < 0 ? 1 : 0;
  const length = start[size];
  const fixed = start[place] + share * length;
  const boxes = options.boxes ?? [start];
  const limits = boxes.map((box) => {
    const ahead = (box[place] - start[place]) / length - share;
    return reaching(fixed, ahead, reach(box, options.scene)[place]);
  });
  limits.push(lengths(boxes, size, length, options.sides));
  return {
    sign,
    share,
    fixed,
    length,
    least: Math.max(...limits.map(([least]) => least)),
    most: Math.min(...limits.map(([, most]) => most)),
  };
}

/** The lengths a group's box may have, its left or top in place: no box in it leaves its limits. */
export function extents(boxes, size, scene, sides) {
  const place = size === "w" ? "x" : "y";
  const { least, most } = axis(union(boxes), place, size, 1, { boxes, scene, sides });
  return [Math.ceil(least), Math.floor(most)];
}

const wanted = (a, by, centre) => a.length + a.sign * by * (centre ? 2 : 1);

/** One factor for both axes: the larger one asked for, as far as both axes allow. */
function factor(across, down, dx, dy, { centre, lead }) {
  const asked = [];
  if (across.sign && lead !== "y") asked.push(wanted(across, dx, centre) / across.length);
  if (down.sign && lead !== "x") asked.push(wanted(down, dy, centre) / down.length);
  const least = Math.max(across.least / across.length, down.least / down.length);
  const most = Math.min(across.most / across.length, down.most / down.length);
  return between(Math.max(...asked), least, most);
}

/** Edges are rounded, not sizes, so that neighbours stay neighbours. */
function edges(a, length) {
  const start = whole(a.fixed - a.share * length);
  return [start, whole(a.fixed + (1 - a.share) * length) - start];
}

/**
 * The box dragged by one of its eight handles (`n`, `ne` …) by (dx, dy).
 *
 * `options`: `ratio` keeps width : height, `centre` keeps the middle in place, `scene` is
 * {w, h}, `lead` names the axis that alone decides a kept ratio, `sides` is {min, max} in px, `boxes` are those that `start` holds, if it is a group's.
 */
export function resized(start, handle, dx, dy, options) {
  const signX = handle.includes("w") ? -1 : handle.includes("e") ? 1 : 0;
  const signY = handle.includes("n") ? -1 : handle.includes("s") ? 1 : 0;
  const across = axis(start, "x", "w", signX, options);
  const down = axis(start, "y", "h", signY, options);
  let w = start.w;
  let h = start.h;
  if (options.ratio) {
    const by = factor(across, down, dx, dy, options);
    w *= by;
    h *= by;
  } else {
    if (signX) w = between(wanted(across, dx, options.centre), across.least, across.most);
    if (signY) h = between(wanted(down, dy, options.centre), down.least, down.most);
  }
  const [x, width] = edges(across, w);
  const [y, height] = edges(down, h);
  return { x, y, w: width, h: height };
}
