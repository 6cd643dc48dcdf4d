"""Merging at random: whatever two people do apart from one another, all of it is kept."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.browser.modules.mergers import run

# A document with some of everything, and edits as functions to be played on any version of it.
RANDOM = """
const random = ((seed) => () => {
  seed = (seed + 0x6d2b79f5) | 0;
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
})(20261123);
const upTo = (most) => Math.floor(random() * (most + 1));
const some = (list) => list[upTo(list.length - 1)];
const box = () => ({ x: upTo(900), y: upTo(900), w: 10 + upTo(800), h: 10 + upTo(800) });
const fresh = (side, kind, count) => `${side}-${kind}-${count}`;

function document(n) {
  let work = state.adoptBoth({ ...plain, InputSource: [], InputLayout: {
    Scene: { Width: 1920, Height: 1080, Layout: [] }, Logo: [] } }, {});
  for (let at = 0; at < 3 + upTo(3); at += 1) {
    const source = { ID: `s${at}`, Layer: at + 1, Type: "pic", Url: `u${at}` };
    work = withSource(work, source, box());
  }
  for (let at = 0; at < 1 + upTo(3); at += 1) {
    work = withLogo(work, { Url: `logo${at}` }, box());
  }
  const boxes = parking.placeable(work).map((item) => item.box);
  return n % 3 === 0 ? parking.arranged(work, boxes.slice(1)) : work;
}

const field = (name) => (key, side) => {
  const value = 10 + upTo(900);
  return (work) => moved(work, key, { [name]: value });
};
const set = (name) => (key, side) => (work) => {
  const item = find(work, key);
  return item.kind === "logo" ? logo(work, key, "Url", `${side}-${item.url}`)
    : source(work, key, name, `${side}-${item[name.toLowerCase()]}`);
};
const layer = (key, side) => {
  const value = (side === "a" ? 100 : 500) + upTo(300);
  return (work) =>
    items(work).some((item) => item.layer === value)
      ? work : inRules(work, (rules) => doc.setLayer(rules, key, value));
};
const whole = [
  (key) => (work) => without(work, key),
  (key) => (work) => parking.hide(work, key),
  field("x"), field("y"), field("w"), field("h"), set("Url"), set("ID"), layer,
];

/** What a and b do to one item: it is one's alone, or each has fields of it. */
function toItem(key) {
  if (random() < 0.4) {
    const side = some(["a", "b"]);
    return { [side]: [some(whole)(key, side)] };
  }
  const fields = bySort([field("x"), field("y"), field("w"), field("h"), set("Url")], random);
  return { a: [fields[0](key, "a")], b: [fields[1](key, "b")] };
}

const toRest = () => ({
  a: some([[], [(work) => at(work, ["Output", "Video", "BitRate"], 777)],
    [(work) => at(work, ["InputLayout", "Scene", "Width"], 1000 + upTo(100))],
    [(work) => withSource(work, { ID: "a", Layer: 50, Type: "vod", Url: "a" }, box())]]),
  b: some([[], [(work) => at(work, ["Output", "Audio", "BitRate"], 55)],
    [(work) => at(work, ["Extra"], { b: [1] })],
    [(work) => at(work, ["Output", "Url"], [...work.rules.Output.Url, "rtmp://b"])],
    [(work) => withLogo(work, { Url: "b" }, { x: 1, y: 1, w: 20, h: 20 })]]),
});
"""
# What one of them removes, hides or renames the other leaves alone: `toItem` sees to it.
DISJOINT = (
    RANDOM
    + """
const play = (edits, work) => edits.reduce((value, edit) => edit(value), work);
for (let n = 0; n < 200; n += 1) {
  const start = document(n);
  const each = [...items(start).map((item) => toItem(item.key)), toRest()];
  const of = (side) => each.flatMap((one) => one[side] ?? []);
  const [a, b] = [play(of("a"), start), play(of("b"), start)];
  const wanted = play(of("b"), a);
  const made = merge(start, a, sent(b));
  const back = merge(start, b, sent(a));
  const layers = made.work.rules.InputSource.map((one) => one.Layer);
  const keys = items(made.work).map((item) => item.key);
  const faults = [
    clashes(made).length > 0 && ["clash", clashes(made)],
    said(made.work) !== said(wanted) && ["not both", said(made.work), said(wanted)],
    said(back.work) !== said(made.work) && ["not symmetric", said(back.work)],
    said(merge(start, a, sent(start)).work) !== said(a) && ["theirs unchanged"],
    said(merge(start, start, sent(b)).work) !== said(b) && ["mine unchanged"],
    new Set(layers).size < layers.length && ["layers", layers],
    items(a).some(({ key }) => find(wanted, key) && !keys.includes(key)) && ["keys"],
  ].filter(Boolean);
  if (faults.length > 0) return [n, faults[0], said(start)];
}
return "kept";
"""
)


def test_disjoint_edits_are_all_kept_whoever_saves_last(modules: Page) -> None:
    assert run(modules, DISJOINT) == "kept"
