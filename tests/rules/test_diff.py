from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings

from studio.rules.diff import diff
from studio.rules.document import MixedRules
from tests.rules.builders import CONTROL, GONE, LOGO, OUTPUT, SCENE, SOURCE, rules
from tests.rules.strategies import documents

CONTROL_RULES: Any = CONTROL["MixedRules"]
SOURCES = CONTROL_RULES["InputSource"]
LAYOUTS = CONTROL_RULES["InputLayout"]["Scene"]["Layout"]
PUSH = CONTROL_RULES["Output"]["Url"][0]
THIRD = {"ID": "3", "Layer": 3, "Type": "pic", "Url": "https://a.example.com/3.png"}
OTHER_PUSH = "rtmp://other.example.com/live/room1"

FIRST_LOGO = CONTROL_RULES["InputLayout"]["Logo"][0]
OTHER_LOGO = {**FIRST_LOGO, "Url": "https://assets.example.com/below.png"}

BOX = {"X": 0, "Y": 0, "W": 960, "H": 540}

CHANGES: dict[str, tuple[dict[str, object], list[tuple[object, ...]]]] = {
    "a number": ({f"{SCENE}.Width": 1280}, [(f"{SCENE}.Width", "changed", 1920, 1280)]),
    "a word": (
        {f"{SOURCE}[0].Url": "https://assets.example.com/b.mp4"},
        [
            (
                f"{SOURCE}[0].Url",
                "changed",
                "https://assets.example.com/a.mp4",
                "https://assets.example.com/b.mp4",
            )
        ],
    ),
    "a box elsewhere": (
        {f"{SCENE}.Layout[0].X": 7},
        [(f"{SCENE}.Layout[0]", "moved", BOX, {**BOX, "X": 7})],
    ),
    "a box of another size": (
        {f"{SCENE}.Layout[0].X": 7, f"{SCENE}.Layout[0].W": 800},
        [(f"{SCENE}.Layout[0]", "changed", BOX, {**BOX, "X": 7, "W": 800})],
    ),
    "one more source": (
        {f"{SOURCE}[2]": THIRD},
        [(f"{SOURCE}[2]", "added", None, THIRD)],
    ),
    "one source less": ({f"{SOURCE}[0]": GONE}, [(f"{SOURCE}[0]", "removed", SOURCES[0], None)]),
    "sources in another order": (
        {SOURCE: SOURCES[::-1]},
        [(SOURCE, "moved", ["1", "2"], ["2", "1"])],
    ),
    "layouts in another order": (
        {f"{SCENE}.Layout": LAYOUTS[::-1]},
        [(f"{SCENE}.Layout", "moved", [1, 2], [2, 1])],
    ),
    "a source on another layer": (
        {f"{SOURCE}[1].Layer": 3},
        [(f"{SOURCE}[1].Layer", "changed", 2, 3)],
    ),
    "another push URL": (
        {f"{OUTPUT}.Url": [OTHER_PUSH]},
        [
            (f"{OUTPUT}.Url[0]", "removed", PUSH, None),
            (f"{OUTPUT}.Url[0]", "added", None, OTHER_PUSH),
        ],
    ),
    "no callback": (
        {f"{OUTPUT}.Callback": GONE},
        [(f"{OUTPUT}.Callback", "removed", {"Url": "https://callback.example.com/cb"}, None)],
    ),
    "a logo elsewhere": (
        {f"{LOGO}[0].Layout.Y": 30},
        [
            (
                f"{LOGO}[0].Layout",
                "moved",
                {"X": 20, "Y": 20, "W": 200, "H": 200},
                {"X": 20, "Y": 30, "W": 200, "H": 200},
            )
        ],
    ),
    "a logo less": (
        {f"{LOGO}[0]": GONE},
        [(f"{LOGO}[0]", "removed", FIRST_LOGO, None)],
    ),
    "another logo in its place": (
        {f"{LOGO}[0].Url": "https://assets.example.com/other.png"},
        [
            (
                f"{LOGO}[0].Url",
                "changed",
                "https://assets.example.com/logo.png",
                "https://assets.example.com/other.png",
            )
        ],
    ),
    "a logo below the others": (
        {LOGO: [OTHER_LOGO, FIRST_LOGO]},
        [(f"{LOGO}[0]", "added", None, OTHER_LOGO)],
    ),
    "a key we don't know": (
        {f"{OUTPUT}.Later": [1]},
        [(f"{OUTPUT}.Later", "added", None, [1])],
    ),
}


@pytest.mark.parametrize(("edits", "expected"), CHANGES.values(), ids=CHANGES.keys())
def test_it_tells(edits: dict[str, object], expected: list[tuple[object, ...]]) -> None:
    changes = diff(rules(), rules(**edits))
    assert [(c.path, c.kind, c.before, c.after) for c in changes] == expected


def test_logos_that_only_change_their_stacking_have_moved() -> None:
    before = rules(**{LOGO: [FIRST_LOGO, OTHER_LOGO]})
    after = rules(**{LOGO: [OTHER_LOGO, FIRST_LOGO]})
    names = [FIRST_LOGO["Url"], OTHER_LOGO["Url"]]
    (change,) = diff(before, after)
    assert (change.path, change.kind) == (LOGO, "moved")
    assert (change.before, change.after) == (names, names[::-1])


@given(documents, documents)
@settings(max_examples=60, deadline=None)
def test_there_is_nothing_to_tell_only_of_equal_documents(
    one: MixedRules, other: MixedRules
) -> None:
    assert diff(one, one) == []
    assert (diff(one, other) == []) == (one == other)


@given(documents, documents)
@settings(max_examples=60, deadline=None)
def test_the_way_back_has_as_many_changes(one: MixedRules, other: MixedRules) -> None:
    opposite = {"added": "removed", "removed": "added"}
    there = sorted(opposite.get(change.kind, change.kind) for change in diff(one, other))
    assert there == sorted(change.kind for change in diff(other, one))
