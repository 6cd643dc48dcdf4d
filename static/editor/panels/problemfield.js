// Where "Show" leads: the field a problem names, or what comes nearest to it.

/** For what no field of that name stands. */
const INSTEAD = {
  "push.": "#add-push",
  "sources.": "#source-list [data-key], #add-source",
  "logos.": "#logo-list [data-key]",
  "box.Layer": '[data-field="source.Layer"]',
};

/** Puts the focus into the field, else into the first one of its group, else on the panel. */
export function land(root, field) {
  const [group] = field.split(".");
  const ways = [
    `[data-field="${CSS.escape(field)}"]`,
    INSTEAD[field],
    `[data-field^="${CSS.escape(group)}."]`,
    `#panel-${root.dataset.tab}`,
  ];
  const found = ways
    .filter(Boolean)
    .flatMap((way) => [...root.querySelectorAll(way)])
    .find((element) => element.checkVisibility());
  found?.focus();
  if (found?.matches("input")) found.select();
}
