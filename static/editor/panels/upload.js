// Pictures that a person gives: a logo gets the address of what was uploaded, a source a still
// that stands in for it. Each is one step; what went wrong stands in the inspector.
import { stillOf, withStill } from "../document/choices.js";
import { boxPath, find, items, put } from "../document/document.js";
import { copyOf, setRows, setText } from "../page/elements.js";
import { nameOf, word } from "../page/words.js";

/** As `uploaded`, which is loaded when something is given. */
async function upload(...given) {
  const { uploaded } = await import("../server/uploading.js");
  return uploaded(...given);
}

export function createGiving(root, editor) {
  const { store, page, limits, acts, picked } = editor;
  const { say, warn, full, repaint } = editor;
  const chooser = root.querySelector("#give-file");
  const failures = new Map(); // key of an item → why its last upload came to nothing
  const under = new Set(); // keys of items for which one is under way

  const commit = (label, change) => {
    if (store.commit(label, change)) say(word("done", { act: label }));
  };

  const accept = (key, { id, url, message }) => {
    const item = find(store.rules, key);
    if (!item) return;
    const name = nameOf(item);
    if (item.kind === "source") {
      commit(word("actGive", { name }), ({ state }) => ({
        state: withStill(state, item.id, id),
      }));
      return;
    }
    const path = [...boxPath(item).slice(0, -1), "Url"];
    commit(word("actUpload", { name }), ({ rules }) => ({ rules: put(rules, path, url) }));
    if (message) warn(message);
  };

  const giveTo = async (key, file) => {
    failures.delete(key);
    under.add(key);
    say(word("uploading"));
    repaint();
    try {
      accept(key, await upload(page.urls.upload, file, limits, say));
    } catch (error) {
      failures.set(key, error.message);
      say(error.message);
    }
    under.delete(key);
    repaint();
  };

  /** Nothing is added until the picture is there. */
  const giveNew = async (file) => {
    const logos = items(store.rules).filter(({ kind }) => kind === "logo");
    if (logos.length >= limits.maxLogos) return full("logosFull", limits.maxLogos);
    say(word("uploading"));
    try {
      const { url, width, height, message } = await upload(page.urls.upload, file, limits, say);
      acts.run("addLogo", url, { width, height });
      if (message) warn(message);
    } catch (error) {
      warn(error.message);
    }
  };

  root.addEventListener("click", ({ target }) => {
    const [item] = acts.selected();
    if (target.closest("[data-give]")) chooser.click();
    if (target.closest("[data-take-away]"))
      commit(word("actTakeAway", { name: nameOf(item) }), ({ state }) => ({
        state: withStill(state, item.id, null),
      }));
  });
  chooser?.addEventListener("change", () => {
    const [file] = chooser.files;
    if (file && store.selected) giveTo(store.selected, file);
    chooser.value = "";
  });

  return {
    /** A file for the item of that key, or for none: that makes a logo of it. */
    give(file, key) {
      if (!key) return giveNew(file);
      picked(key);
      return giveTo(key, file);
    },
    paint() {
      const item = find(store.rules, store.selected);
      if (!chooser || !item) return;
      const reasons = failures.has(item.key) ? [failures.get(item.key)] : [];
      for (const list of root.querySelectorAll("[data-give-whys]")) {
        setRows(
          list,
          reasons,
          () => copyOf("why-template"),
          (row, text) => {
            row.classList.add("error");
            setText(row.querySelector("span"), text);
          },
        );
      }
      for (const button of root.querySelectorAll("[data-give]")) {
        button.ariaBusy = String(under.has(item.key));
      }
      const isGiven = item.kind === "source" && stillOf(store.state, item.id) !== null;
      root.querySelector("[data-take-away]").hidden = !isGiven;
    },
  };
}
