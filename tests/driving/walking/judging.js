/**
 * What axe can tell for certain of a page in one look after another, 0 the first: of every rule that it has
 * switched on by itself, best practice included. Looks differ in colours alone: in the others it is asked for
 * those, about words in colours that it has not passed in that look, here or on an earlier page.
 */

const COLOURS = { type: "rule", values: ["color-contrast", "link-in-text-block"] };
// By look: those asked about on this page, and those that came through on any.
const asked = [];

const isText = ({ nodeType, data }) => nodeType === Node.TEXT_NODE && data.trim() !== "";
const hasText = (element) => [...element.childNodes].some(isText);

function isSeen(element) {
  const { width, height } = element.getBoundingClientRect();
  const seen = { opacityProperty: true, visibilityProperty: true };
  return Math.min(width, height) > 1 && element.checkVisibility(seen);
}

/** What it lies on, down to where that is opaque, and how far all of it is faded. */
function behind(element, known) {
  if (!element) return { ground: "", opacity: 1 };
  if (!known.has(element)) {
    const { backgroundColor: colour, backgroundImage: image, opacity } = getComputedStyle(element);
    const rest = behind(element.parentElement, known);
    let ground = `${colour} ${image}, ${rest.ground}`;
    if (image === "none" && /, 0\)$/.test(colour)) ground = rest.ground;
    else if (image === "none" && colour.startsWith("rgb(")) ground = colour;
    known.set(element, { ground, opacity: opacity * rest.opacity });
  }
  return known.get(element);
}

/** What the answer depends on: its own colour, its size, what it lies in, and of a link the text around it. */
function coloursOf(element, known) {
  const { color, fontSize, fontWeight, textDecorationLine } = getComputedStyle(element);
  const { parentElement } = element;
  const isAmidText = element.localName === "a" && hasText(parentElement);
  const around = isAmidText && getComputedStyle(parentElement).color;
  const { ground, opacity } = behind(element, known);
  return [color, fontSize, fontWeight, textDecorationLine, around, ground, opacity].join(" ");
}

function newWords(look) {
  const known = new Map();
  const words = new Map();
  for (const element of document.body.querySelectorAll("*")) {
    if (!(hasText(element) || element.matches("input, select, textarea"))) continue;
    const colours = isSeen(element) && coloursOf(element, known);
    if (colours && !asked[look].has(colours)) words.set(element, colours);
  }
  return words;
}

const told = ({ violations }) =>
  violations.map(({ id, nodes }) => ({
    id,
    nodes: nodes.map(({ html, failureSummary }) => [html, failureSummary]),
  }));

globalThis.verdict = async (look, passed) => {
  if (!look) return [told(await axe.run(document, { resultTypes: ["violations"] })), []];
  asked[look] ??= new Set(passed);
  const words = newWords(look);
  if (!words.size) return [[], []];
  const found = await axe.run(
    { include: [...words.keys()] },
    { runOnly: COLOURS, elementRef: true },
  );
  for (const colours of words.values()) asked[look].add(colours);
  const through = found.passes.find(({ id }) => id === "color-contrast")?.nodes ?? [];
  return [told(found), through.map(({ element }) => words.get(element)).filter(Boolean)];
};
