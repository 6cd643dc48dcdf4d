// The marks at the boxes: an item's problems, and its hints.
import { copyOf, setRows, setText } from "../page/elements.js";
import { nameOf, number, word } from "../page/words.js";
import { worst } from "../server/problems.js";
import { hintWord, showChips } from "./hintchips.js";

/** Where a box is smaller than this on the screen, its marks lie below it. */
const ROOMY = 90;
const ROW = 22;
/** As wide as this is the spot of a mark. */
const BESIDE = 40;
/** What a chip takes at the most: its padding and icon, and each letter. */
const CHIP = { bare: 32, letter: 6.5 };
const FLAW = 44;

/** Over a covered item lies another: its chip says whose it is. */
const wordFor = (item) => (what) =>
  what === "covered" ? word("itemCovered", { name: nameOf(item) }) : hintWord(what);

function hasRoom({ rect, hints, found, item }) {
  const letters = hints.map(wordFor(item)).join("").length;
  const needed = hints.length * CHIP.bare + letters * CHIP.letter + (found.length > 0 ? FLAW : 0);
  return needed <= rect.w - 18;
}

/** Inside a box's lower left corner or below it; above the name tag and each other where they meet. */
function spots(marked, tag) {
  const taken = tag ? [tag] : [];
  return marked.map(({ rect }) => {
    const x = rect.x + 9;
    let y = rect.y + rect.h - (rect.w < ROOMY || rect.h < ROOMY ? -6 : 28);
    const isBeside = (other) => x < other.x + other.w && other.x < x + BESIDE;
    const meets = (other) => isBeside(other) && Math.abs(other.y - y) < ROW;
    while (taken.some(meets)) y -= ROW;
    taken.push({ x, y, w: BESIDE });
    return { x, y };
  });
}

const within = (at, side) => `clamp(2px, ${at}px, 100${side} - 100% - 2px)`;

export function createMarks(root, { problems, hints, camera }) {
  const { toScreen, isAway } = camera;
  const show = (element, one) => {
    const { item, found, at } = one;
    const [flaw, chips] = element.children;
    flaw.hidden = found.length === 0;
    flaw.className = `flaw ${worst(found)}`;
    setText(flaw.querySelector("span"), found.length > 1 ? number(found.length) : "");
    showChips(chips, one.hints, wordFor(item));
    chips.classList.toggle("is-brief", !hasRoom(one));
    element.style.transform = `translate(${within(at.x, "cqw")}, ${within(at.y, "cqh")})`;
  };

  /** `tag`: where the selection's name is, or null. */
  return (items, tag) => {
    const marked = items
      .map((item) => ({ item, found: problems.of(item.key), hints: hints.of(item.key) }))
      .filter((one) => one.found.length + one.hints.length > 0)
      .map((one) => ({ ...one, rect: toScreen(one.item.box) }))
      .filter((one) => !isAway(one.rect));
    const at = spots(marked, tag);
    const placed = marked.map((one, index) => ({ ...one, at: at[index] }));
    setRows(root, placed, () => copyOf("marks-template"), show);
  };
}
