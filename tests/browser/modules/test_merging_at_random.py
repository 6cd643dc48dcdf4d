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
  let rules = state.adoptBoth({ ...plain, InputSource: [], InputLayout: {
    Scene: { Width: 1920, Height: 1080, Layout: [] }, Logo: [] } }, {});
  for (let at = 0; at < 3 + upTo(3); at += 1) {
    const source = { ID: `s${at}`, Layer: at + 1, Type: "pic", Url: `u${at}` };
    [rules] = doc.addSource(rules, source, box());
  }
  for (let at = 0; at < 1 + upTo(3); at += 1) {
    [rules] = doc.addLogo(rules, { Url: `logo${at}` }, box());
  }
  if (n % 3 === 0) rules = parking.park(rules, doc.items(rules)[0].key);
  return rules;
}

const field = (name) => (key, side) => {
  const value = 10 + upTo(900);
  return (rules) => moved(rules, key, { [name]: value });
};
const set = (name) => (key, side) => (rules) => {
  const item = doc.find(rules, key);
  return item.kind === "logo" ? logo(rules, key, "Url", `${side}-${item.url}`)
    : source(rules, key, name, `${side}-${item[name.toLowerCase()]}`);
};
const layer = (key, side) => {
  const value = (side === "a" ? 100 : 500) + upTo(300);
  return (rules) =>
    doc.items(rules).some((item) => item.layer === value) ? rules : doc.setLayer(rules, key, value);
};
const whole = [
  (key) => (rules) => doc.remove(rules, key),
  (key) => (rules) => parking.hide(rules, key),
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
  a: some([[], [(rules) => at(rules, ["Output", "Video", "BitRate"], 777)],
    [(rules) => at(rules, ["InputLayout", "Scene", "Width"], 1000 + upTo(100))],
    [(rules) => doc.addSource(rules, { ID: "a", Layer: 50, Type: "vod", Url: "a" }, box())[0]]]),
  b: some([[], [(rules) => at(rules, ["Output", "Audio", "BitRate"], 55)],
    [(rules) => at(rules, ["Extra"], { b: [1] })],
    [(rules) => doc.edit(rules, ["Output", "Url"], (list) => [...list, "rtmp://b"])],
    [(rules) => doc.addLogo(rules, { Url: "b" }, { x: 1, y: 1, w: 20, h: 20 })[0]]]),
});
"""
# What one of them removes, hides or renames the other leaves alone: `toItem` sees to it.
DISJOINT = (
    RANDOM
    + """
const play = (edits, rules) => edits.reduce((value, edit) => edit(value), rules);
for (let n = 0; n < 200; n += 1) {
  const start = document(n);
  const each = [...doc.items(start).map((item) => toItem(item.key)), toRest()];
  const of = (side) => each.flatMap((one) => one[side] ?? []);
  const [a, b] = [play(of("a"), start), play(of("b"), start)];
  const wanted = play(of("b"), a);
  const made = merge(start, a, sent(b));
  const back = merge(start, b, sent(a));
  const layers = made.rules.InputSource.map((one) => one.Layer);
  const keys = doc.items(made.rules).map((item) => item.key);
  const faults = [
    clashes(made).length > 0 && ["clash", clashes(made)],
    said(made.rules) !== said(wanted) && ["not both", said(made.rules), said(wanted)],
    said(back.rules) !== said(made.rules) && ["not symmetric", said(back.rules)],
    said(merge(start, a, sent(start)).rules) !== said(a) && ["theirs unchanged"],
    said(merge(start, start, sent(b)).rules) !== said(b) && ["mine unchanged"],
    new Set(layers).size < layers.length && ["layers", layers],
    doc.items(a).some(({ key }) => doc.find(wanted, key) && !keys.includes(key)) && ["keys"],
  ].filter(Boolean);
  if (faults.length > 0) return [n, faults[0], said(start)];
}
return "kept";
"""
)


def test_disjoint_edits_are_all_kept_whoever_saves_last(modules: Page) -> None:
    assert run(modules, DISJOINT) == "kept"
