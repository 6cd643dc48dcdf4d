// Text under way in a field: until Enter, Esc or leaving it, undoing is the browser's own.
// The browser would go on to what other fields once held, so the rest is the document's history.

const isText = (element) => element?.matches?.("input, textarea, [contenteditable]");

/** Whether `element` holds text that was typed and not yet handed over. */
export function createTyping(root = document) {
  let field = null;
  let before = "";

  const rest = () => {
    field = null;
  };

  root.addEventListener(
    "beforeinput",
    ({ target }) => {
      if (target === field || !isText(target)) return;
      field = target;
      before = target.value;
    },
    true,
  );
  root.addEventListener(
    "keydown",
    ({ key }) => {
      if (key === "Enter" || key === "Escape") rest();
    },
    true,
  );
  root.addEventListener("focusout", rest, true);

  return (element) => element === field && element.value !== before;
}
