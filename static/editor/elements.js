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

/** Puts an element on a rectangle in its parent's pixels; only what changed is written. */
export function setPlace(element, { x, y, w, h }) {
  const place = `translate(${x}px, ${y}px)`;
  const { style } = element;
  if (style.transform !== place) style.transform = place;
  if (style.width !== `${w}px`) style.width = `${w}px`;
  if (style.height !== `${h}px`) style.height = `${h}px`;
}

/** One child of `list` per value, made by `make` and filled by `fill`; the rest goes. */
export function setRows(list, values, make, fill) {
  while (list.children.length > values.length) list.lastElementChild.remove();
  while (list.children.length < values.length) list.append(make());
  values.forEach((value, index) => {
    fill(list.children[index], value, index);
  });
}
