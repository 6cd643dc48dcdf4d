"""Hints about boxes and pictures, without a stage: what covers what, and by whose sizes."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import pytest
from playwright.sync_api import Page

from studio.rules import codec, limits
from studio.rules.document import Logo, MixedRules
from studio.rules.geometry import Box
from tests import builders


def counted(rect: Box, covers: list[Box]) -> bool:
    """Whether every pixel of `rect` lies in one of `covers`."""
    pixels = {(x, y) for x in range(rect.x, rect.right) for y in range(rect.y, rect.bottom)}
    for cover in covers:
        pixels -= {(x, y) for x, y in pixels if cover.contains(Box(x, y, 1, 1))}
    return not pixels


def test_rectangles_together_cover_what_counting_pixels_says(modules: Page) -> None:
    dice = random.Random(5)

    def rectangle(most: int) -> Box:
        return Box(
            dice.randint(0, 9), dice.randint(0, 9), dice.randint(1, most), dice.randint(1, most)
        )

    cases = [
        (rectangle(5), [rectangle(9) for _n in range(dice.randint(0, 7))]) for _n in range(600)
    ]
    found = modules.evaluate(
        """async (cases) => {
          const { uncovered } = await import("/editor/geometry/coverage.js");
          const made = ([x, y, w, h]) => ({ x, y, w, h });
          return cases.map(([rect, covers]) => uncovered(made(rect), covers.map(made)));
        }""",
        cases,
    )
    wanted = [counted(rect, covers) for rect, covers in cases]
    assert 50 < sum(wanted) < 550
    for (rect, covers), parts, whole in zip(cases, found, wanted, strict=True):
        assert (parts == []) == whole, (rect, covers)
        left = [Box(**part) for part in parts]
        assert counted(rect, [*covers, *left]), (rect, covers)
        assert all(part.clipped(cover) is None for part in left for cover in covers)


def hints(page: Page, rules: MixedRules, frames: dict[str, dict[str, object]]) -> list[list[str]]:
    """The hints about each item, bottom to top."""
    found: list[list[str]] = page.evaluate(
        """async ([rules, frames, limits]) => {
          const { adopt, items } = await import("/editor/document/document.js");
          const { assumedSize } = await import("/editor/document/assumed.js");
          const { hintsIn } = await import("/editor/document/hints.js");
          const adopted = adopt(rules);
          const assumed = (item) => assumedSize({}, item, limits);
          const all = hintsIn(adopted, { of: ({ url }) => frames[url], assumed }, limits);
          return items(adopted).map(({ key }) => all[key] ?? []);
        }""",
        [codec.write(rules), frames, limits.as_dict()],
    )
    return found


AT = "2026-11-28T14:02:00+00:00"
LOGO = Logo(url="https://pictures.example.com/bug.png", box=Box(120, 60, 320, 180))


STILLS: dict[str, dict[str, object]] = {
    f"https://pictures.example.com/{n}.jpg": {"state": "ready", "width": 500, "height": 540}
    for n in (2, 3)
}


def test_what_several_pictures_cover_together_is_told(modules: Page) -> None:
    covered = builders.document(Box(10, 10, 940, 520), Box(0, 0, 500, 540), Box(460, 0, 500, 540))
    assert hints(modules, covered, STILLS) == [["covered"], [], []]
    gap = builders.document(Box(10, 10, 940, 520), Box(0, 0, 500, 540), Box(501, 0, 500, 540))
    assert hints(modules, gap, STILLS)[0] == []


def test_bars_and_what_can_be_seen_through_cover_nothing(modules: Page) -> None:
    behind_a_bar = builders.document(Box(0, 0, 100, 60), Box(0, 0, 960, 540))
    assert hints(modules, behind_a_bar, {}) == [["covered"], []]
    narrow = {"https://pictures.example.com/2.jpg": {"state": "ready", "width": 9, "height": 16}}
    assert hints(modules, behind_a_bar, narrow)[0] == []
    clear = {url: {**still, "opaque": False} for url, still in STILLS.items()}
    exact = builders.document(Box(10, 10, 400, 400), Box(0, 0, 500, 540))
    assert hints(modules, exact, STILLS)[0] == ["covered"]
    assert hints(modules, exact, clear)[0] == []
    under_a_logo = builders.document(
        Box(200, 100, 160, 90), logos=(replace(LOGO, box=Box(192, 96, 320, 180)),)
    )
    assert hints(modules, under_a_logo, {}) == [[], []]


def test_what_lies_beyond_the_scene_is_no_part_of_it(modules: Page) -> None:
    """What is seen of it counts: the part within the scene."""
    rules = builders.document(
        Box(1600, 0, 640, 360), Box(1600, 0, 640, 360), Box(1920, 0, 320, 180)
    )
    assert hints(modules, rules, {}) == [["covered", "partlyOff"], ["partlyOff"], ["off"]]


def test_a_logo_is_told_to_be_outside_the_graphics_safe_area(modules: Page) -> None:
    edge = Box(96, 54, 320, 180)  # 5 % of 1920 and of 1080
    boxes = [edge, edge._replace(x=95), edge._replace(y=53), Box(1504, 846, 320, 180)]
    boxes += [Box(1505, 846, 320, 180), Box(1700, 100, 320, 180)]
    rules = builders.document(logos=tuple(replace(LOGO, box=box) for box in boxes))
    assert hints(modules, rules, {})[1:] == [
        [],
        ["unsafe"],
        ["unsafe"],
        [],
        ["unsafe"],
        ["partlyOff"],
    ]


def test_why_the_cloud_may_show_it_otherwise_is_told(modules: Page) -> None:
    rules = builders.document(Box(0, 0, 960, 540), Box(960, 0, 960, 540))
    doubts = ["undocumented", "alpha", "hdr", "lying"]
    still = {"state": "ready", "width": 16, "height": 9, "doubts": doubts}
    assert hints(modules, rules, {"https://pictures.example.com/2.jpg": still}) == [[], doubts]


@pytest.mark.parametrize(
    ("first", "second", "truth"),
    [
        ({}, {}, "exact"),
        ({"doubts": ["lying", "undocumented"]}, {}, "exact"),
        ({}, {"doubts": ["colours"]}, "colours"),
        ({"doubts": ["colours"]}, {"doubts": ["hdr"]}, "hdr"),
        ({"given": True}, {}, "given"),
        ({"given": True}, {"fetched_at": AT}, "given"),
        ({"given": True}, {"doubts": ["hdr"]}, "hdr"),
        ({}, {"fetched_at": AT}, "still"),
        ({}, {"fetched_at": AT, "doubts": ["hdr"]}, "hdrStill"),
        ({"fetched_at": AT}, {"doubts": ["colours"]}, "coloursStill"),
        ({"width": 0}, {"doubts": ["hdr"]}, "assumed"),
    ],
)
def test_how_true_pictures_are_is_told_of_their_colours_too(
    modules: Page, first: dict[str, Any], second: dict[str, Any], truth: str
) -> None:
    """A moving one is told of with its moment, whatever else is."""
    found = modules.evaluate(
        """async (stills) => {
          const { truthOf } = await import("/editor/geometry/letterbox.js");
          const type = ({ fetched_at: at }) => (at ? "live" : "pic");
          const items = stills.map((one, url) => ({ kind: "source", type: type(one), url }));
          const of = ({ url }) => ({ state: "ready", width: 16, height: 9, ...stills[url] });
          const assumed = () => ({ width: 16, height: 9 });
          const { truth, at } = truthOf(items, { of, assumed });
          return [truth, at];
        }""",
        [first, second],
    )
    assert found == [truth, AT if truth.lower().endswith("still") else None]
