"""Merging what two people did since they had one document: the rules of it, in the browser that
runs them.
"""

from __future__ import annotations

from playwright.sync_api import Page

from studio.rules import codec
from studio.rules.document import Logo
from studio.rules.geometry import Box
from tests import builders
from tests.browser.modules.mergers import BUG, RULES, TOP, URL, run


def test_different_items_and_different_fields_are_merged(modules: Page) -> None:
    assert run(
        modules,
        """const mine = moved(source(base, first, "Url", "mine"), second, { x: 710 });
        const theirs = moved(moved(base, first, { y: 40 }), second, { w: 500 });
        const made = both(mine, theirs);
        return [clashes(made).length, boxes(made.work).slice(0, 2),
                made.work.rules.InputSource[0].Url, items(made.work)[0].key === first];""",
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
                boxes(decided.work).slice(0, 2), boxes(both(mine, theirs).work).slice(0, 2)];""",
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
        """const theirs = without(moved(base, first, { x: 10 }), bug);
        const made = both(theirs, theirs);
        return [made.changes.length, said(made.work) === said(theirs)];""",
    ) == [0, True]


def test_removing_what_the_other_changed_is_a_clash_and_either_way_can_be_chosen(
    modules: Page,
) -> None:
    assert run(
        modules,
        """const removed = without(base, first);
        const changed = moved(base, first, { x: 10 });
        const mine = both(removed, changed);
        const theirs = both(removed, changed, { decide: () => "theirs" });
        const kept = both(changed, removed);
        const gone = both(changed, removed, { decide: () => "theirs" });
        return [mine, theirs, kept, gone].map((made) =>
          [clashes(made).length, made.work.rules.InputSource.length, boxes(made.work)[0][0]]);""",
    ) == [[1, 1, 700], [1, 2, 10], [1, 2, 10], [1, 1, 700]]


def test_what_was_set_aside_stays_aside_with_what_the_other_changed_in_it(modules: Page) -> None:
    assert (
        run(
            modules,
            """const mine = parking.hide(parking.arranged(base, [find(base, first).box]), bug);
        const placed = moved(base, second, { x: 720 });
        const theirs = logo(source(placed, second, "Url", "new"), bug, "Opacity", 1);
        return [both(mine, theirs), both(theirs, mine)].map((made) => [clashes(made).length,
          ids(made.work), parking.parkedOf(made.work.state).map((one) => one.source
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
        return [made, back].map(({ work, changes }) =>
          [clashes({ changes }).length, ids(work), boxes(work)[0][0], boxes(work)[2][1]]);""",
        )
        == [[0, ["host", "source-2", "new.png", f"{URL}top.png"], 10, 60]] * 2
    )


def test_items_of_one_name_are_told_apart_by_their_order(modules: Page) -> None:
    twins = codec.write(builders.document(Box(0, 0, 640, 360), logos=(BUG, BUG)))
    assert run(
        modules,
        """const [, one, two] = items(base).map((item) => item.key);
        const made = both(moved(base, one, { x: 1 }), moved(base, two, { x: 2 }));
        return [clashes(made).length, boxes(made.work).slice(1).map((box) => box[0])];""",
        rules=twins,
    ) == [0, [1, 2]]


def test_what_both_added_gets_ids_and_layers_of_its_own(modules: Page) -> None:
    assert run(
        modules,
        """const added = (work, url) => withSource(work,
          { ID: "source-3", Layer: 3, Type: "pic", Url: url }, { x: 1, y: 2, w: 30, h: 40 });
        const made = both(added(base, "mine"), added(base, "theirs"));
        return [clashes(made).length,
          bySort(items(made.work).filter((item) => item.kind === "source"), (one) => one.url)
            .map(({ id, layer, url, box }) => [id, layer, url, Boolean(box)]).slice(-2)];""",
    ) == [0, [["source-3-2", 4, "mine", True], ["source-3", 3, "theirs", True]]]


def test_what_both_added_alike_is_added_once(modules: Page) -> None:
    assert run(
        modules,
        """const added = withLogo(base, { Url: "new.png" }, { x: 1, y: 2, w: 30, h: 40 });
        const made = both(added, added);
        return [made.changes.length, ids(made.work).length];""",
    ) == [0, 5]


def test_stacking_is_merged_and_a_different_order_on_both_sides_is_a_clash(modules: Page) -> None:
    three = codec.write(builders.document(logos=(BUG, TOP, Logo(url="end", box=Box(0, 0, 9, 9)))))
    assert run(
        modules,
        """const [, a, b, c] = items(base).map((item) => item.key);
        const urls = ({ rules }) => rules.InputLayout.Logo.map((one) => one.Url.split("/").at(-1));
        const up = (key) => inRules(base, (rules) => order.restack(rules, [key], 1, 9999));
        const alone = both(moved(base, c, { x: 4 }), up(a));
        const clash = both(up(a), up(b));
        const theirs = both(up(a), up(b), { decide: () => "theirs" });
        const added = both(up(a), withLogo(base, { Url: "new" }, { x: 0, y: 0, w: 9, h: 9 }));
        return [alone, clash, theirs, added].map((made) =>
          [clashes(made).length, urls(made.work)]);""",
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
        """const keys = items(base).map((item) => item.key);
        const up = (key) => inRules(base, (rules) => order.restack(rules, [key], 1, 9999));
        const apart = both(up(keys[0]), up(keys[2]));
        const near = both(up(keys[0]), up(keys[1]));
        const layers = ({ work }) => work.rules.InputSource.map((one) => one.Layer);
        return [clashes(apart).length, layers(apart), clashes(near).length,
                new Set(layers(near)).size, items(near.work).every((item) => item.box)];""",
        rules=four,
    ) == [0, [2, 1, 4, 3], 1, 4, True]


def test_the_scene_the_output_and_unknown_keys_are_merged_too(modules: Page) -> None:
    assert run(
        modules,
        """const wide = at(base, ["InputLayout", "Scene", "Width"], 1280);
        const mine = at(wide, ["Vendor", "mode"], "b");
        const theirs = at(at(at(base, ["InputLayout", "Scene", "Height"], 720),
          ["Output", "Callback"], { Url: "https://call.example.com" }), ["New"], { key: true });
        const { work: { rules }, changes } = both(mine, theirs);
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
          return [clashes(made).length, made.work.rules.Output.Url];
        });""",
        rules=two,
    ) == [[0, ["two", "theirs", "mine"]], [0, ["one!", "two!"]], [1, ["mine", "two"]]]


def test_the_editors_own_state_is_merged_by_key(modules: Page) -> None:
    assert run(
        modules,
        """const before = state.savedStateOf(base);
        const edited = (change) => state.withSavedState(base.rules, { ...before, ...change });
        const made = both(edited({ sizes: { a: 1 }, note: "x" }), edited({ sizes: { b: 2 } }));
        return [clashes(made).length, state.savedStateOf(made.work)];""",
        state={"sizes": {}},
    ) == [0, {"sizes": {"a": 1, "b": 2}, "note": "x"}]


def test_a_lock_stays_on_its_item_and_guards_the_merged_box(modules: Page) -> None:
    lock = {"kind": "source", "index": 1, "box": {"X": 700, "Y": 0, "W": 640, "H": 360}}
    assert (
        run(
            modules,
            """const [lock] = given.locked;
        const withLocks = (work, locked) =>
          state.withSavedState(work.rules, { ...state.savedStateOf(work), locked });
        const mine = withLocks(without(base, first), [{ ...lock, index: 0 }]);
        const box = { X: 96, Y: 54, W: 192, H: 108 };
        const theirs = withLocks(moved(base, second, { x: 720 }),
          [{ ...lock, box: { ...lock.box, X: 720 } }, { kind: "logo", index: 0, box }]);
        const made = both(mine, theirs);
        const back = both(theirs, mine);
        return [made, back].map(({ work, changes }) =>
          [clashes({ changes }).length, state.savedStateOf(work).locked]);""",
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
