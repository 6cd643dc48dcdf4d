"""The stage's geometry: the letterbox twin, and the laws of moving and resizing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

VECTORS = Path(__file__).parents[2] / "vectors" / "geometry_cases.json"

# Every handle with every modifier on boxes inside, at the edge and outside the usual range, and on
# some at random, in scenes of three shapes.
SWEEP = """async () => {
  const { resized } = await import("/editor/geometry/boxes.js");
  const sides = { min: 10, max: 2160 };
  let dice = 7;
  const upTo = (most) => (dice = (dice * 48271) % 2147483647) % (most + 1);
  const boxes = [
    { x: 100, y: 80, w: 640, h: 360 }, { x: 0, y: 0, w: 1920, h: 1080 },
    { x: 7, y: 11, w: 333, h: 77 }, { x: 1900, y: 1060, w: 10, h: 10 },
    { x: -50, y: -20, w: 200, h: 300 }, { x: 1919, y: 30, w: 400, h: 4 },
  ];
  for (let n = 0; n < 6; n += 1)
    boxes.push({ x: upTo(1900), y: upTo(1900), w: 10 + upTo(2150), h: 10 + upTo(2150) });
  const moves = [[0, 0], [13.4, -7.6], [-900, 55.5], [3000, 3000], [-5000, -5000], [0.5, 0.5],
    [upTo(400) - 200.3, upTo(400) - 200.7]];
  const results = [];
  for (const scene of [{ w: 1920, h: 1080 }, { w: 1080, h: 1920 }, { w: 37, h: 2160 }])
    for (const start of boxes)
      for (const handle of ["nw", "n", "ne", "e", "se", "s", "sw", "w"])
        for (const [dx, dy] of moves)
          for (const ratio of [false, true])
            for (const centre of [false, true])
              results.push({ scene, start, handle, dx, dy, ratio, centre,
                box: resized(start, handle, dx, dy, { ratio, centre, scene, sides }) });
  return JSON.stringify(results);
}"""


def sweep(page: Page, **wanted: object) -> list[dict[str, Any]]:
    cases = json.loads(page.evaluate(SWEEP))
    found = [case for case in cases if all(case[key] == value for key, value in wanted.items())]
    assert found
    return found


def ends(case: dict[str, Any], which: str, place: str, size: str) -> tuple[int, int]:
    box = case[which]
    return box[place], box[place] + box[size]


def test_the_letterbox_gives_the_same_boxes_as_the_server(modules: Page) -> None:
    cases = json.loads(VECTORS.read_text())["cases"]
    got = modules.evaluate(
        """async (cases) => {
          const { letterbox } = await import("/editor/geometry/boxes.js");
          return cases.map(({ source: [sw, sh], rect: [x, y, w, h] }) => {
            const box = letterbox(sw, sh, { x, y, w, h });
            return [box.x, box.y, box.w, box.h];
          });
        }""",
        cases,
    )
    assert got == [case["expect"] for case in cases]


def test_a_resize_by_nothing_changes_nothing(modules: Page) -> None:
    for case in sweep(modules, dx=0, dy=0):
        assert case["box"] == case["start"], case


def test_a_resize_gives_whole_pixels_within_the_apis_sides(modules: Page) -> None:
    for case in sweep(modules):
        assert all(isinstance(value, int) for value in case["box"].values()), case
        for size in "wh":
            before = case["start"][size]
            assert min(10, before) <= case["box"][size] <= max(2160, before), case


def test_the_edge_opposite_the_handle_stays(modules: Page) -> None:
    for case in sweep(modules, ratio=False, centre=False):
        left, right = ends(case, "start", "x", "w")
        top, bottom = ends(case, "start", "y", "h")
        now_left, now_right = ends(case, "box", "x", "w")
        now_top, now_bottom = ends(case, "box", "y", "h")
        if "w" not in case["handle"]:
            assert now_left == left, case
        if "e" not in case["handle"]:
            assert now_right == right, case
        if "n" not in case["handle"]:
            assert now_top == top, case
        if "s" not in case["handle"]:
            assert now_bottom == bottom, case


def test_from_the_centre_the_middle_stays_within_a_pixel(modules: Page) -> None:
    for case in sweep(modules, centre=True):
        for place, size in (("x", "w"), ("y", "h")):
            assert (
                abs(sum(ends(case, "start", place, size)) - sum(ends(case, "box", place, size)))
                <= 2
            )


def test_a_kept_ratio_is_kept_as_well_as_whole_pixels_can(modules: Page) -> None:
    for case in sweep(modules, ratio=True):
        start, box = case["start"], case["box"]
        # Two rounded edges: either side may be one pixel off.
        assert abs(box["w"] * start["h"] - box["h"] * start["w"]) <= start["w"] + start["h"], case


def test_a_resize_never_pushes_the_corner_out_of_reach(modules: Page) -> None:
    for case in sweep(modules):
        start, box = case["start"], case["box"]
        for place, size in (("x", "w"), ("y", "h")):
            last = max(case["scene"][size] - 20, start[place])
            assert min(0, start[place]) <= box[place] <= last, case


def test_a_move_keeps_twenty_pixels_in_reach_and_never_changes_the_size(modules: Page) -> None:
    boxes = modules.evaluate(
        """async () => {
          const { movedAll } = await import("/editor/geometry/boxes.js");
          const start = { x: 100, y: 80, w: 640, h: 360 };
          const far = [[0, 0], [-9999, -9999], [9999, 9999], [1.4, -1.6]];
          return far.map(([dx, dy]) => movedAll([start], dx, dy, { w: 1920, h: 1080 })[0]);
        }"""
    )
    assert boxes == [
        {"x": 100, "y": 80, "w": 640, "h": 360},
        {"x": 0, "y": 0, "w": 640, "h": 360},
        {"x": 1900, "y": 1060, "w": 640, "h": 360},
        {"x": 101, "y": 78, "w": 640, "h": 360},
    ]


def test_a_box_that_is_already_out_of_reach_does_not_jump_when_it_is_taken(modules: Page) -> None:
    box = modules.evaluate(
        """async () => {
          const { movedAll } = await import("/editor/geometry/boxes.js");
          return movedAll([{ x: -40, y: 1079, w: 90, h: 90 }], 0, 0, { w: 1920, h: 1080 })[0];
        }"""
    )
    assert box == {"x": -40, "y": 1079, "w": 90, "h": 90}
