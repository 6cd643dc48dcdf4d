"""The laws of presets, without a page: the browser places boxes as the server does."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page

from studio.rules import presets
from studio.rules.limits import BOX_SIDE, SCENE_SIDE

CASES = json.loads(
    (Path(__file__).parents[2] / "vectors" / "preset_cases.json").read_text(encoding="utf-8")
)["cases"]


def generated() -> list[dict[str, Any]]:
    """Every preset in scenes of other sizes, as Python places it."""
    dice = random.Random(33)
    sides = [(10, 10), (11, 2160), (2160, 2160), (1919, 1079)]
    sides += [
        (dice.randint(SCENE_SIDE.min, SCENE_SIDE.max), dice.randint(SCENE_SIDE.min, SCENE_SIDE.max))
        for _n in range(20)
    ]
    return [
        {
            "key": preset.key,
            "scene": [width, height],
            "expect": [[box.x, box.y, box.w, box.h] for box in boxes],
            "small": any(min(box.w, box.h) < BOX_SIDE.min for box in boxes),
        }
        for preset in presets.PRESETS
        for width, height in sides
        for boxes in [presets.place(preset, width, height)]
    ]


def placed(page: Page, asked: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """[{boxes, small}] of what the browser makes of {key, scene, options}."""
    found: list[dict[str, Any]] = page.evaluate(
        """async ([presets, sides, asked]) => {
          const { place, fits } = await import("/editor/document/presets.js");
          return asked.map(({ key, scene: [w, h], options }) => {
            const preset = presets.find((one) => one.key === key);
            const boxes = place(preset, { w, h }, options);
            const small = !fits(boxes, sides);
            return { boxes: boxes.map(({ x, y, w, h }) => [x, y, w, h]), small };
          });
        }""",
        [presets.as_list(), {"min": BOX_SIDE.min, "max": BOX_SIDE.max}, asked],
    )
    return found


def test_the_browser_places_every_preset_as_the_server_does(modules: Page) -> None:
    cases = [*CASES, *generated()]
    for case, found in zip(cases, placed(modules, cases), strict=True):
        assert found["boxes"] == case["expect"], case
        assert found["small"] == case.get("small", False), case


def test_a_gap_and_a_margin_are_exact_and_equal_tiles_stay_equal(modules: Page) -> None:
    asked: list[dict[str, Any]] = [
        {"key": key, "scene": [1920, 1080], "options": {"gap": 21, "margin": 30}}
        for key in ("2x2", "1+3", "pip-br")
    ]
    quad, _one_and_three, inset = [found["boxes"] for found in placed(modules, asked)]
    left, right = quad[0], quad[1]
    assert left[:2] == [30, 30]
    assert right[0] - (left[0] + left[2]) == 21
    assert right[0] + right[2] == 1920 - 30
    assert max(box[2] for box in quad) - min(box[2] for box in quad) <= 1
    assert inset[0] == [30, 30, 1860, 1020]


def test_boxes_stay_in_the_scene_and_apart_whatever_is_asked_for(modules: Page) -> None:
    dice = random.Random(7)
    asked: list[dict[str, Any]] = [
        {
            "key": preset.key,
            "scene": [dice.randint(200, 2160), dice.randint(200, 2160)],
            "options": {
                "gap": dice.randint(0, 60),
                "margin": dice.randint(0, 60),
                "mirror": dice.random() < 0.5,
                "inset": dice.choice([0, 20, 25, 30]),
            },
        }
        for preset in presets.PRESETS
        for _n in range(8)
    ]
    for case, found in zip(asked, placed(modules, asked), strict=True):
        margin, gap = case["options"]["margin"], case["options"]["gap"]
        width, height = case["scene"]
        preset = presets.BY_KEY[case["key"]]
        if found["small"]:
            continue
        for x, y, w, h in found["boxes"]:
            assert margin <= x < x + w <= width - margin, case
            assert margin <= y < y + h <= height - margin, case
        for one, region in zip(found["boxes"], preset.regions, strict=True):
            for other, beside in zip(found["boxes"], preset.regions, strict=True):
                if region.y + region.h == beside.y:
                    assert other[1] - (one[1] + one[3]) == gap, case
                if region.x + region.w == beside.x:
                    left, right = (other, one) if case["options"]["mirror"] else (one, other)
                    assert right[0] - (left[0] + left[2]) == gap, case


def test_a_mirrored_preset_is_the_other_way_round_and_back_again(modules: Page) -> None:
    scene = [1920, 1080]
    asked = [{"key": "lecture", "scene": scene, "options": {"mirror": on}} for on in (False, True)]
    plain, mirrored = [found["boxes"] for found in placed(modules, asked)]
    assert plain == [[0, 135, 1440, 810], [1440, 405, 480, 270]]
    assert mirrored == [[480, 135, 1440, 810], [0, 405, 480, 270]]


@pytest.mark.parametrize(
    ("key", "percent", "inset"),
    [("pip-br", 20, [1469, 826, 384, 216]), ("pip-tl", 30, [67, 38, 576, 324])],
)
def test_an_inset_of_another_size_keeps_its_corner(
    modules: Page, key: str, percent: int, inset: list[int]
) -> None:
    asked = [{"key": key, "scene": [1920, 1080], "options": {"inset": percent}}]
    assert placed(modules, asked)[0]["boxes"][1] == inset


def preset(page: Page, name: str) -> Locator:
    return page.locator("#presets").get_by_role("button", name=name, exact=True)
