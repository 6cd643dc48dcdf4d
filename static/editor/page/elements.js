// Small things every view does with elements. Places are set through the CSSOM: the page's
// policy forbids style attributes.

export const copyOf = (id) => document.getElementById(id).content.firstElementChild.cloneNode(true);

const sprite = document.getElementById("editor").dataset.icons;

// Each is written only if it changes: written again, the same value has the element styled anew.

/** The drawing of an icon, which is else copied from the sprite anew. */
export function setIcon(svg, name) {
  const use = svg.querySelector("use");
  const href = `${sprite}#i-${name}`;
  if (use.getAttribute("href") !== href) use.setAttribute("href", href);
}

/** Into the text that is there, where it is all there is: a new one would be laid out from nothing. */
export function setText(element, text) {
  const node = element.firstChild;
  const isText = node?.nodeType === Node.TEXT_NODE && !node.nextSibling;
  const holder = isText ? node : element;
  if (holder.textContent !== text) holder.textContent = text;
}

export function setHidden(element, hidden) {
  if (element.hidden !== hidden) element.hidden = hidden;
}

/** Whether Tab comes to it: 0, or only the program does: -1. */
export function setTabIndex(element, index) {
  if (element.getAttribute("tabindex") !== `${index}`) element.tabIndex = index;
}

const written = new WeakMap();

/** Lengths in pixels; what was written last is remembered, as reading it would cost more than all else. */
function setLengths(element, lengths) {
  const last = written.get(element);
  for (const [name, length] of Object.entries(lengths)) {
    if (last?.[name] !== length) element.style[name] = `${length}px`;
  }
  written.set(element, lengths);
}

/**
 * Puts an element on a rectangle in its parent's pixels. Not by a transform: whenever one changes,
 * Chromium sorts all that the page has painted into layers anew.
 */
export const setPlace = (element, { x, y, w, h }) =>
  setLengths(element, { left: x, top: y, width: w, height: h });

/** The same for what lies in its parent's flow: it is painted with it, without a position of its own. */
export const setInset = (element, { x, y, w, h }) =>
  setLengths(element, { marginLeft: x, marginTop: y, width: w, height: h });

export const setSize = (element, { w, h }) => setLengths(element, { width: w, height: h });

/** One child of `list` per value, made by `make` and filled by `fill`; the rest goes. */
export function setRows(list, values, make, fill) {
  while (list.children.length > values.length) list.lastElementChild.remove();
  while (list.children.length < values.length) list.append(make());
  values.forEach((value, index) => {
    fill(list.children[index], value, index);
  });
}
