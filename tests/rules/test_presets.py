from __future__ import annotations

import json
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.rules.geometry import Box
from studio.rules.limits import MAX_SOURCES
from studio.rules.presets import BY_KEY, PRESETS, Preset, as_list, place
from tests.rules.builders import VECTORS

CASES = json.loads((VECTORS / "preset_cases.json").read_text())["cases"]

presets = st.sampled_from(PRESETS)
sides = st.integers(10, 2160)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["key"])
def test_a_preset_has_the_pixels_of_its_table(case: dict[str, list[list[int]]]) -> None:
    expected = tuple(Box(*numbers) for numbers in case["expect"])
    width, height = case["scene"]
    assert place(BY_KEY[str(case["key"])], width, height) == expected  # type: ignore[arg-type]


def test_the_table_has_every_preset() -> None:
    table = [case["key"] for case in CASES]
    assert table == [preset.key for preset in PRESETS], "tests/vectors/preset_cases.json"
    assert len(BY_KEY) == len(PRESETS)


@given(presets, sides, sides)
def test_every_box_lies_in_the_scene(preset: Preset, width: int, height: int) -> None:
    scene = Box(0, 0, width, height)
    assert all(scene.contains(box) for box in place(preset, width, height))


@given(presets, sides, sides)
def test_neighbours_share_a_border(preset: Preset, width: int, height: int) -> None:
    """Where exact regions touch or part, so do their pixels: no gap, no overlap."""
    pairs = list(zip(preset.regions, place(preset, width, height), strict=True))
    for one, box in pairs:
        for other, neighbour in pairs:
            if one.x + one.w == other.x:
                assert box.right == neighbour.x
            if one.y + one.h == other.y:
                assert box.bottom == neighbour.y


@given(presets)
def test_a_preset_needs_no_more_sources_than_there_can_be(preset: Preset) -> None:
    assert 1 <= len(preset.regions) <= MAX_SOURCES


def test_the_browser_gets_the_exact_fractions() -> None:
    for preset, value in zip(PRESETS, as_list(), strict=True):
        assert isinstance(value, dict)
        again = json.loads(json.dumps(value["regions"]))
        assert [[Fraction(*part) for part in region] for region in again] == [
            [region.x, region.y, region.w, region.h] for region in preset.regions
        ]
