// Selecting all there is, or nothing.
import { items } from "../document/document.js";

export function createSelecting({ store }) {
  return {
    selectNone: () => store.select(null),
    selectAll: () => store.select(items(store.rules).map((item) => item.key)),
  };
}
