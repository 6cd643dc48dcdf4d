// Small things every view does with elements. Places are set through the CSSOM: the page's
// policy forbids style attributes.

export const copyOf = (id) => document.getElementById(id).content.firstElementChild.cloneNode(true);

const sprite = document.getElementById("editor").dataset.icons;

export function setIcon(svg, name) {
  svg.querySelector("use").setAttribute("href", `${sprite}#i-${name}`);
}

export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** Written only if it changes, as `setClass` does. */
export function setHidden(element, hidden) {
  if (element.hidden !== hidden) element.hidden = hidden;
}

/** Written only if it changes: the same names written again have the element styled anew. */
export function setClass(element, names) {
  if (element.className !== names) element.className = names;
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
