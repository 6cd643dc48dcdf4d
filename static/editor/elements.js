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

export function setClass(element, names) {
  if (element.className !== names) element.className = names;
}

/** Whether Tab comes to it: 0, or only the program does: -1. */
export function setTabIndex(element, index) {
  if (element.getAttribute("tabindex") !== `${index}`) element.tabIndex = index;
}

const placed = new WeakMap();

/**
 * Puts an element on a rectangle in its parent's pixels; only what changed is written. Where it was
 * put last is remembered: to read it from its style would cost more than all the rest.
 */
export function setPlace(element, { x, y, w, h }) {
  const last = placed.get(element);
  const { style } = element;
  if (last?.x !== x || last.y !== y) style.transform = `translate(${x}px, ${y}px)`;
  if (last?.w !== w) style.width = `${w}px`;
  if (last?.h !== h) style.height = `${h}px`;
  placed.set(element, { x, y, w, h });
}

/** One child of `list` per value, made by `make` and filled by `fill`; the rest goes. */
export function setRows(list, values, make, fill) {
  while (list.children.length > values.length) list.lastElementChild.remove();
  while (list.children.length < values.length) list.append(make());
  values.forEach((value, index) => {
    fill(list.children[index], value, index);
  });
}
