from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.rules.geometry import Box, letterbox
from tests.rules.builders import VECTORS

CASES = json.loads((VECTORS / "geometry_cases.json").read_text())["cases"]

sides = st.integers(1, 4096)
places = st.integers(-3000, 3000)
boxes = st.builds(Box, places, places, sides, sides)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['source']} in {case['rect']}")
def test_a_picture_is_fitted_as_ffmpeg_fits_it(case: dict[str, list[int]]) -> None:
    width, height = case["source"]
    assert letterbox(width, height, Box(*case["rect"])) == Box(*case["expect"])


@given(sides, sides, boxes)
def test_a_fitted_picture_lies_inside_its_box(width: int, height: int, box: Box) -> None:
    assert box.contains(letterbox(width, height, box))


@given(sides, sides, boxes)
def test_a_fitted_picture_touches_two_opposite_sides(width: int, height: int, box: Box) -> None:
    fitted = letterbox(width, height, box)
    assert fitted.w == box.w or fitted.h == box.h


@given(sides, sides, boxes)
def test_the_bars_differ_by_at_most_one_pixel(width: int, height: int, box: Box) -> None:
    fitted = letterbox(width, height, box)
    assert 0 <= (box.right - fitted.right) - (fitted.x - box.x) <= 1
    assert 0 <= (box.bottom - fitted.bottom) - (fitted.y - box.y) <= 1


@given(sides, sides, boxes, places, places)
def test_a_picture_does_not_jiggle_in_a_box_that_moves(
    width: int, height: int, box: Box, right: int, down: int
) -> None:
    here = letterbox(width, height, box)
    there = letterbox(width, height, Box(box.x + right, box.y + down, box.w, box.h))
    assert there == Box(here.x + right, here.y + down, here.w, here.h)


@given(sides, sides, boxes, st.integers(1, 8))
def test_only_the_ratio_of_a_picture_counts(width: int, height: int, box: Box, times: int) -> None:
    assert letterbox(width * times, height * times, box) == letterbox(width, height, box)


@given(boxes, st.integers(1, 8))
def test_a_picture_of_the_boxs_ratio_fills_it(box: Box, times: int) -> None:
    assert letterbox(box.w * times, box.h * times, box) == box


@given(boxes, boxes)
def test_what_two_boxes_share_is_inside_both(one: Box, other: Box) -> None:
    shared = one.clipped(other)
    assert shared == other.clipped(one)
    if shared is not None:
        assert shared.area > 0
        assert one.contains(shared)
        assert other.contains(shared)


@given(boxes, boxes)
def test_a_box_contains_another_when_clipping_leaves_it_whole(one: Box, other: Box) -> None:
    assert one.contains(other) == (other.clipped(one) == other)
