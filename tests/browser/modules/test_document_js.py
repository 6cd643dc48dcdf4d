"""The document's pure edits and the history, in the browser that runs them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

BODY = json.loads(
    (Path(__file__).parents[2] / "vectors" / "mixedrules-create.json").read_text(encoding="utf-8")
)
RULES: dict[str, Any] = {**BODY["MixedRules"], "Vendor": {"kept": [1, 2]}}


def run(page: Page, script: str, rules: dict[str, Any] = RULES) -> Any:
    """The script's value, with the modules `doc`, `order` and `store` and the adopted `rules`."""
    return page.evaluate(
        """async ([script, plain]) => {
          const doc = await import("/editor/document/document.js");
          const order = await import("/editor/document/order.js");
          const { Store } = await import("/editor/document/store.js");
          const { withSavedState } = await import("/editor/document/state.js");
          const rules = doc.adopt(plain);
          const made = (options) => new Store(withSavedState(rules), options);
          const body = `"use strict"; return (async () => { ${script} })();`;
          return new Function("doc", "order", "made", "rules", body)(doc, order, made, rules);
        }""",
        [script, rules],
    )


def two_sources(*layers: int) -> dict[str, Any]:
    """Two sources with a layout each, on these layers."""
    sources = [
        {"ID": f"s{n}", "Layer": layer, "Type": "pic", "Url": ""} for n, layer in enumerate(layers)
    ]
    layouts = [
        {"X": 10 * n, "Y": 0, "W": 100, "H": 100, "Layer": layer} for n, layer in enumerate(layers)
    ]
    scene = {"Width": 1920, "Height": 1080, "Layout": layouts}
    return {**RULES, "InputSource": sources, "InputLayout": {"Scene": scene, "Logo": []}}


def test_a_document_that_is_only_looked_at_is_sent_back_as_it_came(modules: Page) -> None:
    assert json.loads(run(modules, "return JSON.stringify(rules)")) == RULES


def test_an_edit_that_changes_nothing_returns_the_same_document(modules: Page) -> None:
    assert run(
        modules,
        "const item = doc.items(rules)[0]; return doc.setBox(rules, item.key, item.box) === rules;",
    )


def test_an_edit_keeps_unknown_keys_and_shares_what_it_does_not_touch(modules: Page) -> None:
    after = run(
        modules,
        """const item = doc.items(rules)[0];
        const after = doc.setBox(rules, item.key, { x: 1, y: 2, w: 30, h: 40 });
        return [after.Output === rules.Output, after.InputSource === rules.InputSource,
                JSON.stringify(after)];""",
    )
    changed = json.loads(after[2])
    assert after[:2] == [True, True]
    assert changed["Vendor"] == RULES["Vendor"]
    assert changed["Output"] == RULES["Output"]


def test_a_removed_source_takes_its_layout_along_and_nothing_else(modules: Page) -> None:
    left = json.loads(
        run(
            modules,
            "return JSON.stringify(doc.remove(rules, doc.items(rules)[0].key))",
            two_sources(1, 2),
        )
    )
    assert [source["Layer"] for source in left["InputSource"]] == [2]
    assert [layout["Layer"] for layout in left["InputLayout"]["Scene"]["Layout"]] == [2]


def test_a_layer_moves_source_and_layout_together(modules: Page) -> None:
    after = json.loads(
        run(
            modules,
            "return JSON.stringify(doc.setLayer(rules, doc.items(rules)[0].key, 77))",
            two_sources(1, 2),
        )
    )
    assert after["InputSource"][0]["Layer"] == 77
    assert after["InputLayout"]["Scene"]["Layout"][0]["Layer"] == 77


def test_two_sources_on_one_layer_have_a_box_each(modules: Page) -> None:
    boxes = run(modules, "return doc.items(rules).map((item) => item.box.x)", two_sources(3, 3))
    assert boxes == [0, 10]


@pytest.mark.parametrize("layers", [(1, 2), (5, 9), (3, 3), (9999, 9999)])
def test_forward_brings_a_source_above_the_next_with_its_own_box(
    modules: Page, layers: tuple[int, int]
) -> None:
    shown = run(
        modules,
        """const lowest = doc.items(rules)[0];
        const after = order.restack(rules, [lowest.key], 1, 9999);
        return doc.items(after).map(({ id, layer, box }) => [id, layer, box.x]);""",
        two_sources(*layers),
    )
    assert [(name, x) for name, _layer, x in shown] == [("s1", 10), ("s0", 0)]
    assert shown[0][1] < shown[1][1] <= 9999


def test_forward_at_the_top_changes_nothing(modules: Page) -> None:
    assert run(
        modules,
        "return order.restack(rules, [doc.items(rules).at(-1).key], 1, 9999) === rules;",
        two_sources(1, 2),
    )


EDIT = """const key = doc.items(rules)[0].key;
const at = (x) => ({ x, y: 0, w: 50, h: 50 });
const box = (x) => ({ rules }) => ({ rules: doc.setBox(rules, key, at(x)) });"""


def test_every_step_is_undone_and_redone_to_the_very_document(modules: Page) -> None:
    assert run(
        modules,
        f"""{EDIT} const store = made(); const seen = [store.rules];
        const step = (x) => {{ store.commit("move", box(x)); seen.push(store.rules); }};
        for (let x = 1; x <= 250; x += 1) step(x);
        let same = store.depth === 250;
        for (let at = 249; at >= 0; at -= 1) {{ store.undo(); same &&= store.rules === seen[at]; }}
        for (let at = 1; at <= 250; at += 1) {{ store.redo(); same &&= store.rules === seen[at]; }}
        return same;""",
    )


def test_a_gesture_is_one_step_however_many_frames_it_had(modules: Page) -> None:
    assert run(
        modules,
        f"""{EDIT} const store = made(); store.begin("move");
        for (let x = 1; x < 60; x += 1) store.preview(box(x));
        store.end(); return [store.depth, store.undoLabel];""",
    ) == [1, "move"]


def test_a_gesture_that_ends_where_it_began_leaves_no_step(modules: Page) -> None:
    assert run(
        modules,
        f"""{EDIT} const store = made(); store.commit("first", box(5)); const before = store.rules;
        store.begin("move"); store.preview(box(9)); store.preview(box(5)); store.end();
        return store.depth === 1 && store.rules === before;""",
    )


def test_a_cancelled_gesture_leaves_no_trace(modules: Page) -> None:
    assert run(
        modules,
        f"""{EDIT} const store = made(); store.begin("move"); store.preview(box(9)); store.cancel();
        return store.rules === rules && store.undoLabel === null && store.redoLabel === null;""",
    )


def test_what_may_be_saved_is_never_a_gesture_under_way(modules: Page) -> None:
    assert run(
        modules,
        f"""{EDIT} const store = made(); store.begin("move"); store.preview(box(9));
        return store.settled.rules === rules && store.rules !== rules;""",
    )


@pytest.mark.parametrize(("pause", "steps"), [(900, 1), (1100, 2)])
def test_nudges_join_for_a_second(modules: Page, pause: int, steps: int) -> None:
    depth = run(
        modules,
        f"""{EDIT} let time = 0; const store = made({{ now: () => time }});
        const merge = {{ key: "nudge", within: 1000 }};
        store.commit("move", box(1), {{ merge }}); time += {pause};
        store.commit("move", box(2), {{ merge }}); return store.depth;""",
    )
    assert depth == steps


def test_nudges_that_come_back_leave_no_step(modules: Page) -> None:
    assert run(
        modules,
        f"""{EDIT} const store = made(); store.commit("first", box(5)); const before = store.rules;
        const merge = {{ key: "nudge", within: 1000 }};
        store.commit("move", box(6), {{ merge }}); store.commit("move", box(5), {{ merge }});
        return store.depth === 1 && store.rules === before;""",
    )


def test_nudges_that_came_back_and_go_on_leave_the_step_before_them_alone(modules: Page) -> None:
    assert run(
        modules,
        f"""{EDIT} const store = made(); store.commit("first", box(5)); const before = store.rules;
        const merge = {{ key: "nudge", within: 1000 }};
        for (const x of [6, 5, 6]) store.commit("move", box(x), {{ merge }});
        return [store.steps, store.undo(), store.rules === before];""",
    ) == [["first", "move"], "move", True]


def test_a_new_edit_ends_what_could_be_redone(modules: Page) -> None:
    assert run(
        modules,
        f"""{EDIT} const store = made(); store.commit("one", box(1)); store.undo();
        store.commit("two", box(2)); return [store.redoLabel, store.undoLabel];""",
    ) == [None, "two"]


def test_undoing_a_removal_selects_what_came_back(modules: Page) -> None:
    assert run(
        modules,
        f"""{EDIT} const store = made(); store.select(key);
        store.commit("remove", ({{ rules }}) => ({{ rules: doc.remove(rules, key) }}));
        const gone = store.selected; store.undo();
        return gone === null && store.selected === key;""",
    )
