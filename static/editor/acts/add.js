// What is new in the document: sources and logos, copies of them, a box for a source without one.
import { addLogo, addSource, items, scene, setBox } from "../document/document.js";
import {
  around,
  copiesOf,
  freeId,
  freeLayer,
  freshBox,
  typeOfUrl,
  withCopies,
} from "../document/newitems.js";
import { namesOf, word } from "../page/words.js";

/** How wide something new is, as a share of the scene. */
const WIDE = { source: 0.4, logo: 0.125 };

const count = (kind, some) => some.filter((item) => item.kind === kind).length;

/** `added(key, url)` is told of a new item and the address it came with. */
export function createAdding({ store, acts, limits, canEdit, say, full, added }) {
  const done = (act) => say(word("done", { act }));

  /** `keys` are those of what is new, one or several. */
  const add = (act, change, keys) => {
    store.commit(act, () => change, { select: keys });
    done(act);
    return keys;
  };

  /** What there would be too many of with `more` added, or null. */
  const tooMany = (more) => {
    const all = items(store.settled.rules);
    const over = (kind, most) => count(kind, more) + count(kind, all) > most;
    if (over("source", limits.maxSources)) return ["sourcesFull", limits.maxSources];
    return over("logo", limits.maxLogos) ? ["logosFull", limits.maxLogos] : null;
  };

  const boxFor = (kind, before, size, at) => {
    const canvas = scene(store.settled.rules);
    const box = freshBox(canvas, before, WIDE[kind], limits.boxSide, size);
    return at ? around(at, box, canvas) : box;
  };

  /** Boxes without a source have nothing that could be copied. */
  const copyable = () => acts.placed().filter((item) => item.index >= 0);

  const addCopies = (act, copies) => {
    const over = tooMany(copies);
    if (over) return full(...over);
    return add(act, ...withCopies(store.settled, copies, limits));
  };

  return {
    /**
     * `given` is what else is known: its name, {width, height} of its picture, its type, and the
     * point of the scene that its middle is at.
     */
    addSource(url = "", { name = "", type, size = null, at = null } = {}) {
      if (!canEdit) return null;
      const over = tooMany([{ kind: "source" }]);
      if (over) return full(...over);
      const { rules: before } = store.settled;
      const all = items(before);
      const source = {
        ID: freeId(store.settled, name),
        Layer: freeLayer(all, limits.layer),
        Type: type || (typeOfUrl(url) ?? "pic"),
        Url: url,
      };
      const box = boxFor("source", count("source", all), size, at);
      const [rules, key] = addSource(before, source, box);
      return added(add(word("actAdd", { name: source.ID }), { rules }, key), url);
    },

    /** `size`: {width, height} of its picture, `at`: its middle in the scene, if they are known. */
    addLogo(url = "", size = null, at = null) {
      if (!canEdit) return null;
      const over = tooMany([{ kind: "logo" }]);
      if (over) return full(...over);
      const { rules: before } = store.settled;
      const box = boxFor("logo", count("logo", items(before)), size, at);
      const [rules, key] = addLogo(before, { Url: url }, box);
      return added(add(word("actAddLogo"), { rules }, key), url);
    },

    giveBox() {
      const [item] = acts.selected();
      if (!item || item.box || !canEdit) return;
      const act = word("actBox", { name: namesOf([item]) });
      const box = boxFor("source", item.index);
      store.commit(act, ({ rules }) => ({ rules: setBox(rules, item.key, box) }));
      done(act);
    },

    duplicate() {
      const some = copyable();
      if (some.length === 0) return;
      addCopies(word("actDuplicate", { name: namesOf(some) }), copiesOf(store.settled, some));
    },

    /** What the clipboard takes of the selection. */
    copied() {
      const some = copyable();
      if (some.length > 0) say(word("copiedItems", { name: namesOf(some) }));
      return copiesOf(store.settled, some);
    },
    paste: (copies) => canEdit && addCopies(word("actPaste"), copies),
  };
}
