"""Merging what two people did since they had one document: the rules of it, in the browser that
runs them.
"""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

from studio.rules import codec
from studio.rules.document import Logo
from studio.rules.geometry import Box
from tests import builders

URL = "https://pictures.example.com/"
BUG = Logo(url=f"{URL}bug.png", box=Box(96, 54, 192, 108))
TOP = Logo(url=f"{URL}top.png", box=Box(500, 54, 192, 108))
RULES: dict[str, Any] = {
    **codec.write(builders.document(Box(0, 0, 640, 360), Box(700, 0, 640, 360), logos=(BUG, TOP))),
    "Vendor": {"kept": [1, 2], "mode": "a"},
}
# Hands of the scripts below: `first` and `second` are sources, `bug` and `top` logos.
HANDS = """
const base = state.adoptBoth(plain, given);
const [first, second, bug, top] = doc.items(base).map((item) => item.key);
const json = (value) => JSON.parse(JSON.stringify(value));
/** As the server sends it: no key is known there. */
const sent = (rules) => state.adoptBoth(json(rules), json(state.savedStateOf(rules)));
const moved = (rules, key, box) =>
  doc.setBox(rules, key, { ...doc.find(rules, key).box, ...box });
const at = (rules, path, value) => doc.put(rules, path, value);
const source = (rules, key, name, value) =>
  at(rules, ["InputSource", doc.find(rules, key).index, name], value);
const logo = (rules, key, name, value) =>
  at(rules, ["InputLayout", "Logo", doc.find(rules, key).index, name], value);
const both = (mine, theirs, options) => merge(base, mine, sent(theirs), options);
const clashes = ({ changes }) => changes.filter((change) => change.clash);
const boxes = (rules) => doc.items(rules).map(({ box }) => box && [box.x, box.y, box.w, box.h]);
const ids = (rules) => doc.items(rules).map((item) => item.id ?? item.url);
const bySort = (list, name) => list.toSorted((a, b) => (name(a) < name(b) ? -1 : 1));
/** What it says, whatever the order of lists and of keys that means nothing. */
const said = (rules) => {
  const copy = json(rules);
  const text = (value) => JSON.stringify(sorted(value));
  const sorted = (value) =>
    Array.isArray(value) ? value.map(sorted)
    : value && typeof value === "object"
      ? Object.fromEntries(
          bySort(Object.keys(value), (name) => name).map((name) => [name, sorted(value[name])]))
      : value;
  for (const [path, list] of [
    [["InputSource"], copy.InputSource],
    [["InputLayout", "Scene", "Layout"], copy.InputLayout.Scene.Layout],
    [["Output", "Url"], copy.Output.Url],
  ]) {
    path.slice(0, -1).reduce((inner, step) => inner[step], copy)[path.at(-1)] = bySort(list, text);
  }
  const kept = json(state.savedStateOf(rules));
  if (kept.parked) kept.parked = bySort(kept.parked, text);
  return text([copy, kept]);
};
"""


def run(
    page: Page, script: str, *, rules: dict[str, Any] = RULES, state: dict[str, Any] | None = None
) -> Any:
    """The script's value, with HANDS and the modules `doc`, `order`, `parking` and `state`."""
    return page.evaluate(
        """async ([hands, script, plain, given]) => {
          const load = (name) => import(`/editor/${name}.js`);
          const [doc, order, parking, state, { merge }] = await Promise.all(
            ["document", "order", "parking", "state", "merge"].map(load));
          const names = ["doc", "order", "parking", "state", "merge", "plain", "given"];
          const body = `"use strict"; ${hands} ${script}`;
          return new Function(...names, body)(doc, order, parking, state, merge, plain, given);
        }""",
        [HANDS, script, rules, state or {}],
    )


def test_different_items_and_different_fields_are_merged(modules: Page) -> None:
    assert run(
        modules,
        """const mine = moved(source(base, first, "Url", "mine"), second, { x: 710 });
        const theirs = moved(moved(base, first, { y: 40 }), second, { w: 500 });
        const made = both(mine, theirs);
        return [clashes(made).length, boxes(made.rules).slice(0, 2),
                made.rules.InputSource[0].Url, doc.items(made.rules)[0].key === first];""",
    ) == [0, [[0, 40, 640, 360], [710, 0, 500, 360]], "mine", True]


def test_the_same_field_changed_differently_is_a_clash_that_somebody_decides(
    modules: Page,
) -> None:
    assert run(
        modules,
        """const mine = moved(moved(base, first, { x: 10 }), second, { x: 800 });
        const theirs = moved(moved(base, first, { x: 20, y: 30 }), second, { x: 900 });
        const decided = both(mine, theirs, {
          decide: ({ path }) => (path[1] === "source 0" ? "theirs" : "mine"),
        });
        return [clashes(decided).map(({ path, base, mine, theirs }) => [path, base, mine, theirs]),
                boxes(decided.rules).slice(0, 2), boxes(both(mine, theirs).rules).slice(0, 2)];""",
    ) == [
        [
            [["source", "source 0", "box", "X"], 0, 10, 20],
            [["source", "source 1", "box", "X"], 700, 800, 900],
        ],
        [[20, 30, 640, 360], [800, 0, 640, 360]],
        [[10, 30, 640, 360], [800, 0, 640, 360]],
    ]


def test_the_same_change_on_both_sides_is_no_clash(modules: Page) -> None:
    assert run(
        modules,
        """const theirs = doc.remove(moved(base, first, { x: 10 }), bug);
        const made = both(theirs, theirs);
        return [made.changes.length, said(made.rules) === said(theirs)];""",
    ) == [0, True]


def test_removing_what_the_other_changed_is_a_clash_and_either_way_can_be_chosen(
    modules: Page,
) -> None:
    assert run(
        modules,
        """const removed = doc.remove(base, first);
        const changed = moved(base, first, { x: 10 });
        const mine = both(removed, changed);
        const theirs = both(removed, changed, { decide: () => "theirs" });
        const kept = both(changed, removed);
        const gone = both(changed, removed, { decide: () => "theirs" });
        return [mine, theirs, kept, gone].map((made) =>
          [clashes(made).length, made.rules.InputSource.length, boxes(made.rules)[0][0]]);""",
    ) == [[1, 1, 700], [1, 2, 10], [1, 2, 10], [1, 1, 700]]


def test_what_was_set_aside_stays_aside_with_what_the_other_changed_in_it(modules: Page) -> None:
    assert (
        run(
            modules,
            """const mine = parking.hide(parking.park(base, second), bug);
        const placed = moved(base, second, { x: 720 });
        const theirs = logo(source(placed, second, "Url", "new"), bug, "Opacity", 1);
        return [both(mine, theirs), both(theirs, mine)].map((made) => [clashes(made).length,
          ids(made.rules), parking.parkedOf(made.rules).map((one) => one.source
            ? [one.source.ID, one.source.Url, one.layout.X, one.layout.Layer]
            : [one.logo.Url, one.logo.Opacity, one.at, one.hidden])]);""",
        )
        == [
            [
                0,
                ["source-1", f"{URL}top.png"],
                [["source-2", "new", 720, 2], [f"{URL}bug.png", 1, 0, True]],
            ]
        ]
        * 2
    )


def test_a_new_name_or_address_is_known_to_be_of_the_same_item(modules: Page) -> None:
    assert (
        run(
            modules,
            """const mine = moved(moved(base, first, { x: 10 }), bug, { y: 60 });
        const theirs = logo(source(base, first, "ID", "host"), bug, "Url", "new.png");
        const made = both(mine, theirs);
        const back = both(theirs, mine);
        return [made, back].map(({ rules, changes }) =>
          [clashes({ changes }).length, ids(rules), boxes(rules)[0][0], boxes(rules)[2][1]]);""",
        )
        == [[0, ["host", "source-2", "new.png", f"{URL}top.png"], 10, 60]] * 2
    )


def test_items_of_one_name_are_told_apart_by_their_order(modules: Page) -> None:
    twins = codec.write(builders.document(Box(0, 0, 640, 360), logos=(BUG, BUG)))
    assert run(
        modules,
        """const [, one, two] = doc.items(base).map((item) => item.key);
        const made = both(moved(base, one, { x: 1 }), moved(base, two, { x: 2 }));
        return [clashes(made).length, boxes(made.rules).slice(1).map((box) => box[0])];""",
        rules=twins,
    ) == [0, [1, 2]]


def test_what_both_added_gets_ids_and_layers_of_its_own(modules: Page) -> None:
    assert run(
        modules,
        """const added = (rules, url) => doc.addSource(rules,
          { ID: "source-3", Layer: 3, Type: "pic", Url: url }, { x: 1, y: 2, w: 30, h: 40 })[0];
        const made = both(added(base, "mine"), added(base, "theirs"));
        return [clashes(made).length,
          bySort(doc.items(made.rules).filter((item) => item.kind === "source"), (one) => one.url)
            .map(({ id, layer, url, box }) => [id, layer, url, Boolean(box)]).slice(-2)];""",
    ) == [0, [["source-3-2", 4, "mine", True], ["source-3", 3, "theirs", True]]]


def test_what_both_added_alike_is_added_once(modules: Page) -> None:
    assert run(
        modules,
        """const added = doc.addLogo(base, { Url: "new.png" }, { x: 1, y: 2, w: 30, h: 40 })[0];
        const made = both(added, added);
        return [made.changes.length, ids(made.rules).length];""",
    ) == [0, 5]


def test_stacking_is_merged_and_a_different_order_on_both_sides_is_a_clash(modules: Page) -> None:
    three = codec.write(builders.document(logos=(BUG, TOP, Logo(url="end", box=Box(0, 0, 9, 9)))))
    assert run(
        modules,
        """const [, a, b, c] = doc.items(base).map((item) => item.key);
        const urls = (rules) => rules.InputLayout.Logo.map((one) => one.Url.split("/").at(-1));
        const up = (key) => order.restack(base, [key], 1, 9999);
        const alone = both(moved(base, c, { x: 4 }), up(a));
        const clash = both(up(a), up(b));
        const theirs = both(up(a), up(b), { decide: () => "theirs" });
        const added = both(up(a), doc.addLogo(base, { Url: "new" }, { x: 0, y: 0, w: 9, h: 9 })[0]);
        return [alone, clash, theirs, added].map((made) =>
          [clashes(made).length, urls(made.rules)]);""",
        rules=three,
    ) == [
        [0, ["top.png", "bug.png", "end"]],
        [1, ["top.png", "bug.png", "end"]],
        [1, ["bug.png", "end", "top.png"]],
        [0, ["top.png", "bug.png", "end", "new"]],
    ]


def test_layers_stay_unique_whatever_both_did_to_the_stacking(modules: Page) -> None:
    four = codec.write(builders.document(*[Box(0, 0, 640, 360)] * 4))
    assert run(
        modules,
        """const keys = doc.items(base).map((item) => item.key);
        const up = (key) => order.restack(base, [key], 1, 9999);
        const apart = both(up(keys[0]), up(keys[2]));
        const near = both(up(keys[0]), up(keys[1]));
        const layers = ({ rules }) => rules.InputSource.map((one) => one.Layer);
        return [clashes(apart).length, layers(apart), clashes(near).length,
                new Set(layers(near)).size, doc.items(near.rules).every((item) => item.box)];""",
        rules=four,
    ) == [0, [2, 1, 4, 3], 1, 4, True]


def test_the_scene_the_output_and_unknown_keys_are_merged_too(modules: Page) -> None:
    assert run(
        modules,
        """const wide = at(base, ["InputLayout", "Scene", "Width"], 1280);
        const mine = at(wide, ["Vendor", "mode"], "b");
        const theirs = at(at(at(base, ["InputLayout", "Scene", "Height"], 720),
          ["Output", "Callback"], { Url: "https://call.example.com" }), ["New"], { key: true });
        const { rules, changes } = both(mine, theirs);
        return [clashes({ changes }).length, doc.scene(rules), rules.Output.Callback,
                rules.Vendor, rules.New];""",
    ) == [
        0,
        {"w": 1280, "h": 720},
        {"Url": "https://call.example.com"},
        {"kept": [1, 2], "mode": "b"},
        {"key": True},
    ]


def test_push_urls_are_merged_by_value_and_one_edited_on_both_sides_is_a_clash(
    modules: Page,
) -> None:
    two = {**RULES, "Output": {**RULES["Output"], "Url": ["one", "two"]}}
    assert run(
        modules,
        """const urls = (list) => at(base, ["Output", "Url"], list);
        return [[["one", "two", "mine"], ["two", "theirs"]],
                [["one!", "two"], ["one", "two!"]],
                [["mine", "two"], ["theirs", "two"]]].map(([mine, theirs]) => {
          const made = both(urls(mine), urls(theirs));
          return [clashes(made).length, made.rules.Output.Url];
        });""",
        rules=two,
    ) == [[0, ["two", "theirs", "mine"]], [0, ["one!", "two!"]], [1, ["mine", "two"]]]


def test_the_editors_own_state_is_merged_by_key(modules: Page) -> None:
    assert run(
        modules,
        """const before = state.savedStateOf(base);
        const edited = (change) => state.withSavedState(base, { ...before, ...change });
        const made = both(edited({ sizes: { a: 1 }, note: "x" }), edited({ sizes: { b: 2 } }));
        return [clashes(made).length, state.savedStateOf(made.rules)];""",
        state={"sizes": {}},
    ) == [0, {"sizes": {"a": 1, "b": 2}, "note": "x"}]


def test_a_lock_stays_on_its_item_and_guards_the_merged_box(modules: Page) -> None:
    lock = {"kind": "source", "index": 1, "box": {"X": 700, "Y": 0, "W": 640, "H": 360}}
    assert (
        run(
            modules,
            """const [lock] = given.locked;
        const withLocks = (rules, locked) =>
          state.withSavedState(rules, { ...state.savedStateOf(rules), locked });
        const mine = withLocks(doc.remove(base, first), [{ ...lock, index: 0 }]);
        const box = { X: 96, Y: 54, W: 192, H: 108 };
        const theirs = withLocks(moved(base, second, { x: 720 }),
          [{ ...lock, box: { ...lock.box, X: 720 } }, { kind: "logo", index: 0, box }]);
        const made = both(mine, theirs);
        const back = both(theirs, mine);
        return [made, back].map(({ rules, changes }) =>
          [clashes({ changes }).length, state.savedStateOf(rules).locked]);""",
            state={"locked": [lock]},
        )
        == [
            [
                0,
                [
                    {"kind": "source", "index": 0, "box": {"X": 720, "Y": 0, "W": 640, "H": 360}},
                    {"kind": "logo", "index": 0, "box": {"X": 96, "Y": 54, "W": 192, "H": 108}},
                ],
            ]
        ]
        * 2
    )


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
