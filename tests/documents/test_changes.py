"""What a take changes, in sentences: every change is told, and no secret with it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings

from studio.documents.changes import sentences
from studio.rules.codec import read_rules
from studio.rules.document import MixedRules
from tests.rules.builders import CONTROL, GONE, LOGO, OUTPUT, SCENE, SOURCE, rules
from tests.rules.strategies import documents

CONTROL_RULES: Any = CONTROL["MixedRules"]
SOURCES = CONTROL_RULES["InputSource"]
LAYOUTS = CONTROL_RULES["InputLayout"]["Scene"]["Layout"]
FIRST_LOGO = CONTROL_RULES["InputLayout"]["Logo"][0]
BUG = {"Url": "https://a.example.com/bug.png?sign=CANARY", "Layout": FIRST_LOGO["Layout"]}
SLIDES = {"ID": "slides", "Layer": 3, "Type": "pic", "Url": "https://a.example.com/s.png"}
ITS_BOX = {"X": 40, "Y": 202, "W": 904, "H": 508, "Layer": 3}
PUSH = "rtmp://other.example.com/live/room1?sign=CANARY"

TOLD: dict[str, tuple[dict[str, object], list[tuple[str, str, str]]]] = {
    "a source comes in with its box": (
        {f"{SOURCE}[2]": SLIDES, f"{SCENE}.Layout[2]": ITS_BOX},
        [("added", f"{SOURCE}[2]", "slides comes in: 904 × 508 px at 40, 202, layer 3")],
    ),
    "a source goes out with its box": (
        {f"{SOURCE}[0]": GONE, f"{SCENE}.Layout[0]": GONE},
        [("removed", f"{SOURCE}[0]", "1 goes out")],
    ),
    "it moves": (
        {f"{SCENE}.Layout[1].Y": 540},
        [("moved", f"{SOURCE}[1]", "2 moves from 960, 0 to 960, 540 px")],
    ),
    "it has another size": (
        {f"{SCENE}.Layout[1].W": 480},
        [("changed", f"{SOURCE}[1]", "2: 960 × 540 → 480 × 540 px, still at 960, 0")],
    ),
    "it moves and has another size": (
        {f"{SCENE}.Layout[1].W": 480, f"{SCENE}.Layout[1].X": 0},
        [("changed", f"{SOURCE}[1]", "2: 960 × 540 → 480 × 540 px, from 960, 0 to 0, 0")],
    ),
    "two sources change places by their layers": (
        {f"{SOURCE}[0].Layer": 2, f"{SOURCE}[1].Layer": 1},
        [
            ("moved", f"{SOURCE}[0]", "1 moves from 0, 0 to 960, 0 px"),
            ("moved", f"{SOURCE}[1]", "2 moves from 960, 0 to 0, 0 px"),
            ("changed", f"{SOURCE}[0].Layer", "1: layer 1 → 2"),
            ("changed", f"{SOURCE}[1].Layer", "2: layer 2 → 1"),
        ],
    ),
    "a source goes above with its box": (
        {f"{SOURCE}[0].Layer": 7, f"{SCENE}.Layout[0].Layer": 7},
        [("changed", f"{SOURCE}[0].Layer", "1: layer 1 → 7")],
    ),
    "a box without a source": (
        {f"{SCENE}.Layout[2]": ITS_BOX},
        [("added", f"{SCENE}.Layout[2]", "The box on layer 3 comes in: 904 × 508 px at 40, 202")],
    ),
    "a source without a box": (
        {f"{SCENE}.Layout[0]": GONE},
        [("changed", f"{SOURCE}[0]", "1 loses its box")],
    ),
    "another order of the lists": (
        {SOURCE: SOURCES[::-1], f"{SCENE}.Layout": LAYOUTS[::-1]},
        [
            ("moved", SOURCE, "Sources are listed in another order"),
            ("moved", f"{SCENE}.Layout", "Boxes are listed in another order"),
        ],
    ),
    "a source's address": (
        {f"{SOURCE}[0].Url": "https://b.example.com/vod/a.mp4?sign=CANARY"},
        [
            (
                "changed",
                f"{SOURCE}[0].Url",
                "1: another address, https://b.example.com/…",
            )
        ],
    ),
    "a source's type": (
        {f"{SOURCE}[0].Type": "live"},
        [("changed", f"{SOURCE}[0].Type", "1: type vod → live")],
    ),
    "a logo comes in": (
        {f"{LOGO}[1]": BUG},
        [("added", f"{LOGO}[1]", "bug.png comes in: 200 × 200 px at 20, 20")],
    ),
    "all logos go out": (
        {LOGO: GONE},
        [("removed", f"{LOGO}[0]", "logo.png goes out")],
    ),
    "a logo moves": (
        {f"{LOGO}[0].Layout.Y": 30},
        [("moved", f"{LOGO}[0].Layout", "logo.png moves from 20, 20 to 20, 30 px")],
    ),
    "another logo": (
        {f"{LOGO}[0].Url": BUG["Url"]},
        [("changed", f"{LOGO}[0].Url", "logo.png becomes bug.png")],
    ),
    "the same logo from elsewhere": (
        {f"{LOGO}[0].Url": "https://b.example.com/logo.png?sign=CANARY"},
        [("changed", f"{LOGO}[0].Url", "logo.png: another address, https://b.example.com/…")],
    ),
    "the scene": (
        {f"{SCENE}.Width": 1280, f"{SCENE}.Height": 720},
        [("changed", SCENE, "Scene: 1920 × 1080 → 1280 × 720 px")],
    ),
    "the picture's coding": (
        {f"{OUTPUT}.Video.BitRate": 6_000_000},
        [
            (
                "changed",
                f"{OUTPUT}.Video.BitRate",
                "Video bit rate: 4,000,000 → 6,000,000 bit/s",
            )
        ],
    ),
    "where it goes": (
        {f"{OUTPUT}.Url[1]": PUSH},
        [
            (
                "added",
                f"{OUTPUT}.Url[1]",
                "Push address added: rtmp://other.example.com/live/…",
            )
        ],
    ),
    "no callback": (
        {f"{OUTPUT}.Callback": GONE},
        [("removed", f"{OUTPUT}.Callback", "The callback goes out")],
    ),
    "another callback": (
        {f"{OUTPUT}.Callback.Url": "https://c.example.com/hooks/CANARY"},
        [
            (
                "changed",
                f"{OUTPUT}.Callback.Url",
                "Callback: another address, https://c.example.com/…",
            )
        ],
    ),
    "keys we don't know, not what they hold": (
        {f"{SOURCE}[0].Volume": "CANARY", f"{OUTPUT}.Later": ["CANARY"]},
        [
            ("added", f"{SOURCE}[0].Volume", "1: “Volume” comes in"),
            ("added", f"{OUTPUT}.Later", "The document: “Later” comes in"),
        ],
    ),
}


@pytest.mark.parametrize(("edits", "expected"), TOLD.values(), ids=TOLD.keys())
def test_it_says(edits: dict[str, object], expected: list[tuple[str, str, str]]) -> None:
    said = sentences(rules(), rules(**edits))
    assert [(row.kind, row.path, row.text) for row in said] == expected


def test_logos_that_change_their_stacking_are_named_from_below() -> None:
    before, after = rules(**{LOGO: [FIRST_LOGO, BUG]}), rules(**{LOGO: [BUG, FIRST_LOGO]})
    (said,) = sentences(before, after)
    assert said.text == "Logos stack in another order, from below: bug.png, logo.png"
    assert said.kind == "moved"


def test_where_two_share_a_layer_each_change_is_told_by_itself() -> None:
    shared = {f"{SOURCE}[1].Layer": 1, f"{SCENE}.Layout[1].Layer": 1}
    (said,) = sentences(rules(**shared), rules(**shared, **{f"{SCENE}.Layout[1].X": 0}))
    assert said.text == "1 moves from 960, 0 to 0, 0 px"


@pytest.mark.parametrize("key", ["InputSource[9]", "InputLayout.Scene.Layout[9]", "Output.Url"])
def test_a_key_that_looks_like_a_place_is_only_a_key(key: str) -> None:
    """It is a stranger's to choose."""
    odd = read_rules({**CONTROL_RULES, key: {"X": 1, "Url": "CANARY"}})
    for before, after in [(rules(), odd), (odd, rules())]:
        assert "CANARY" not in repr(sentences(before, after))


def test_a_name_is_cut_where_it_is_long() -> None:
    (said,) = sentences(
        rules(**{f"{SOURCE}[0].ID": "n" * 500}),
        rules(**{f"{SOURCE}[0].ID": "n" * 500, f"{SCENE}.Layout[0].X": 5}),
    )
    assert len(said.text) < 100


@given(documents, documents)
@settings(max_examples=100, deadline=None)
def test_there_is_nothing_to_say_only_of_equal_documents(
    one: MixedRules, other: MixedRules
) -> None:
    assert sentences(one, one) == []
    assert (sentences(one, other) == []) == (one == other)


def test_no_secret_is_said() -> None:
    said = [sentences(rules(), rules(**edits)) for edits, _expected in TOLD.values()]
    assert "CANARY" not in repr(said)
