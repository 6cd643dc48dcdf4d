/**
 * What cannot be read of a page once letters, words, lines and paragraphs are as far apart as WCAG 1.4.12 has
 * it: texts that are cut off, that stick out of what they stand in, that lie over one another, and a page
 * that has to be scrolled sideways. A name that somebody has given may end in an ellipsis.
 */

const SPACING = `* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
p { margin-bottom: 2em !important }`;
const NEAR = 4; // px that a font leaves free above and below its letters
const CLIPS = ["hidden", "clip"];

const sheet = new CSSStyleSheet();
sheet.replaceSync(SPACING);

globalThis.spaced = () => {
  if (!document.adoptedStyleSheets.includes(sheet)) document.adoptedStyleSheets.push(sheet);
};

/** What lies above all else on the page: a dialog, a menu; else the page. */
const topmost = () => [...document.querySelectorAll(":modal, :popover-open")].at(-1) ?? document.body;

function* ancestors(element) {
  const root = topmost();
  for (let at = element; at && at !== root; at = at.parentElement) yield at;
}

const isSeen = (element) =>
  element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) &&
  ![...ancestors(element)].some((one) => getComputedStyle(one).clipPath === "inset(50%)");

const scrolls = (overflow) => ["auto", "scroll"].includes(overflow);

/** As much of it as is seen: before an ellipsis; or in what is scrolled, where that is asked for. */
function seenOf(box, element, clips) {
  let { left, top, right, bottom } = box;
  for (const one of ancestors(element)) {
    const style = getComputedStyle(one);
    if (!clips(style)) continue;
    const outer = one.getBoundingClientRect();
    left = Math.max(left, outer.left);
    right = Math.min(right, outer.right);
    if (!scrolls(style.overflowY)) continue;
    top = Math.max(top, outer.top);
    bottom = Math.min(bottom, outer.bottom);
  }
  return { left, top, right, bottom };
}

const isShort = ({ textOverflow }) => textOverflow === "ellipsis";
const isClipped = (style) => isShort(style) || scrolls(style.overflowX) || scrolls(style.overflowY);

function texts() {
  const walker = document.createTreeWalker(topmost(), NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) {
    const { data, parentElement: element } = walker.currentNode;
    if (!data.trim() || element.closest("script, template, svg, option") || !isSeen(element)) continue;
    const range = document.createRange();
    range.selectNodeContents(walker.currentNode);
    const box = seenOf(range.getBoundingClientRect(), element, isShort);
    const lines = [...range.getClientRects()].map((line) => seenOf(line, element, isClipped));
    found.push({ element, text: data.trim().slice(0, 40), box, lines });
  }
  return found;
}

const past = (inner, outer, [from, to]) =>
  inner[to] > outer[to] + NEAR || inner[from] < outer[from] - NEAR;
const ACROSS = ["left", "right"];
const DOWN = ["top", "bottom"];

function cuts(box, element) {
  const style = getComputedStyle(element);
  const outer = element.getBoundingClientRect();
  const isClamped = style.webkitLineClamp !== "none";
  const across = CLIPS.includes(style.overflowX) && !isShort(style) && past(box, outer, ACROSS);
  const down = CLIPS.includes(style.overflowY) && !isClamped && past(box, outer, DOWN);
  return across || down;
}

function standsIn(element) {
  const { backgroundColor, borderTopWidth } = getComputedStyle(element);
  return !/, 0\)$/.test(backgroundColor) || borderTopWidth !== "0px";
}

/** Of a text the first thing around it that cuts it off, or that it sticks out of. */
function fault({ element, box }) {
  for (const one of ancestors(element)) {
    const style = getComputedStyle(one);
    if (scrolls(style.overflowX) || isShort(style)) return "";
    if (cuts(box, one)) return "cut";
    if (scrolls(style.overflowY)) return "";
    if (standsIn(one)) return past(box, one.getBoundingClientRect(), DOWN) ? "sticks out" : "";
  }
  return "";
}

function meet(one, other) {
  const width = Math.min(one.right, other.right) - Math.max(one.left, other.left);
  const height = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
  return width > NEAR && height > NEAR;
}

function lieOver(one, other) {
  if (one.element.contains(other.element) || other.element.contains(one.element)) return false;
  return one.lines.some((line) => other.lines.some((beside) => meet(line, beside)));
}

const isAfloat = ({ element }) =>
  [...ancestors(element)].some((one) =>
    ["fixed", "sticky", "absolute"].includes(getComputedStyle(one).position),
  );

function overlaps(found) {
  const flat = found.filter((one) => !isAfloat(one));
  return flat.flatMap((one, at) =>
    flat
      .slice(at + 1)
      .filter((other) => lieOver(one, other))
      .map((other) => `over one another: ${one.text} | ${other.text}`),
  );
}

/** Of what lies above the page: what can't be scrolled to. */
function beyond() {
  const root = topmost();
  if (root === document.body) return [];
  const window = { left: 0, top: 0, right: innerWidth, bottom: innerHeight };
  const { left, top, right, bottom } = root.getBoundingClientRect();
  const box = { left, top, right, bottom };
  const isPast = past(box, window, ACROSS) || past(box, window, DOWN);
  return isPast ? [`past the window: ${root.id} ${JSON.stringify(box)}`] : [];
}

globalThis.unreadable = () => {
  spaced();
  const found = texts();
  const faults = found.map((one) => [fault(one), one.text]).filter(([why]) => why);
  const { scrollWidth } = document.documentElement;
  const sideways = scrollWidth > innerWidth ? [`${scrollWidth} px wide`] : [];
  return [...sideways, ...beyond(), ...faults.map((each) => each.join(": ")), ...overlaps(found)];
};
