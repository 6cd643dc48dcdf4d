"""The draft of a portrait twin, and of a landscape one."""

from __future__ import annotations

import pytest
from hypothesis import given

from studio.rules.document import Logo, MixedRules
from studio.rules.geometry import Box
from studio.rules.turning import turned
from tests.builders import document
from tests.rules.strategies import documents

FULL = Box(0, 0, 1920, 1080)
WIDE, TALL = Box(0, 0, 1920, 1080), Box(0, 0, 1080, 1920)


def boxes(rules: MixedRules) -> list[Box]:
    return [layout.box for layout in rules.scene.layouts]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ([FULL], [Box(0, 0, 1080, 1920)]),
        # Alike: as they are read.
        (
            [Box(960, 270, 960, 540), Box(0, 270, 960, 540)],
            [Box(0, 960, 1080, 608), Box(0, 352, 1080, 608)],
        ),
        # A small one in the corner of a large one: the large one above it.
        ([FULL, Box(1372, 772, 480, 270)], [Box(0, 0, 1080, 608), Box(0, 608, 1080, 1312)]),
        (
            [Box(1280, 180, 640, 360), Box(0, 180, 1280, 720), Box(1280, 540, 640, 360)],
            [Box(0, 1152, 540, 768), Box(0, 0, 1080, 1152), Box(540, 1152, 540, 768)],
        ),
    ],
    ids=["one", "two", "pip", "one and two"],
)
def test_each_lies_in_the_nearest_preset(before: list[Box], after: list[Box]) -> None:
    rules = turned(document(*before))
    assert rules.scene.box == TALL
    assert boxes(rules) == after


@pytest.mark.parametrize("count", range(31))
@pytest.mark.parametrize("scene", [WIDE, TALL])
def test_any_number_lies_in_the_scene_and_none_on_another(count: int, scene: Box) -> None:
    some = [Box(10 * n, 10 * n, 100, 100) for n in range(1, count + 1)]
    rules = document(*some, width=scene.w, height=scene.h) if some else document(FULL)
    found = turned(rules)
    placed = boxes(found)
    assert len(placed) == max(1, count)
    for index, box in enumerate(placed):
        assert found.scene.box.contains(box)
        assert not any(box.clipped(other) for other in placed[:index])


def test_logos_keep_their_corner_and_what_is_too_wide_is_made_smaller() -> None:
    logos = [Box(1800, 20, 90, 90), Box(30, 1000, 60, 50), Box(910, 490, 100, 100), FULL]
    given_logos = tuple(Logo(url="https://a.example.com/x.png", box=box) for box in logos)
    rules = turned(document(logos=given_logos))
    assert [logo.box for logo in rules.logos or ()] == [
        Box(960, 20, 90, 90),
        Box(30, 1840, 60, 50),
        Box(490, 910, 100, 100),
        Box(0, 656, 1080, 607),
    ]


@pytest.mark.parametrize(
    ("scene", "logo"),
    [(Box(0, 0, 0, 1080), Box(0, 0, 2000, 0)), (Box(0, 0, 0, 0), Box(0, 0, 10, 0))],
)
def test_what_has_no_width_or_height_yet_turns(scene: Box, logo: Box) -> None:
    logos = (Logo(url="https://a.example.com/x.png", box=logo),)
    rules = turned(document(FULL, width=scene.w, height=scene.h, logos=logos))
    assert (rules.scene.width, rules.scene.height) == (scene.h, scene.w)


def test_it_pushes_to_nowhere_and_has_the_same_sources() -> None:
    before = document(FULL, Box(0, 0, 10, 10))
    after = turned(before)
    assert after.output.urls == ()
    assert (after.sources, after.output.video) == (before.sources, before.output.video)


@given(documents)
def test_whatever_is_in_it_turns(rules: MixedRules) -> None:
    assert len(turned(rules).scene.layouts) == len(rules.scene.layouts)
