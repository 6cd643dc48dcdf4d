// Text under way in a field: until Enter, Esc or leaving it, undoing and redoing are the browser's own.
// The browser would go on to what other fields once held, so the rest is the document's history.

const isText = (element) => element?.matches?.("input, textarea, [contenteditable]");

/** What was typed and not yet handed over. */
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

  return {
    /** Whether the browser has something to take back in `element`. */
    takesBack: (element) => element === field && element.value !== before,
    /** Whether it may have something to do again there. */
    doesAgain: (element) => element === field,
    rest,
  };
}
