"""The laws of snapping, without a stage: what moves, how far, and what is told."""

from __future__ import annotations

import json
from typing import Any

import pytest
from playwright.sync_api import Page

from studio.rules import limits

SAFE = list(limits.SAFE_AREAS.values())
# Many moves and resizes of one box, or of two together, among others: each free and snapped, on a
# scene made by hand and on some at random.
SWEEP = """async ([distance, safe]) => {
  const { resized, movedAll, union } = await import("/editor/geometry/boxes.js");
  const { snappedMove, snappedResize } = await import("/editor/geometry/snapping.js");
  const { snapTargets } = await import("/editor/geometry/snaptargets.js");
  const sides = { min: 10, max: 2160 };
  const steps = [-310.5, -97, -21, -3, 0, 11, 40, 133, 404];
  const cases = [];
  const sweep = (scene, own, others) => {
    const whole = union(own);
    const snap = { targets: snapTargets(others, scene, whole, { safe }), distance, scene };
    for (const dx of steps) for (const dy of steps) {
      const free = union(movedAll(own, dx, dy, scene));
      const { boxes, marks } = snappedMove(own, dx, dy, snap);
      const shape = (some) => some.map((b) => [b.x - some[0].x, b.y - some[0].y, b.w, b.h]).join();
      const kept = shape(boxes) === shape(own);
      cases.push({ kind: "move", own: whole, free, box: union(boxes), kept, marks, dx, dy });
      for (const handle of ["nw", "n", "ne", "e", "se", "s", "sw", "w"])
        for (const ratio of [false, true]) for (const centre of [false, true]) {
          const options = { ratio, centre, scene, sides, boxes: own };
          const free = resized(whole, handle, dx, dy, options);
          const { box, marks } = snappedResize(whole, handle, dx, dy, options, snap);
          const asked = { kind: "resize", handle, ratio, centre, dx, dy };
          cases.push({ ...asked, own: whole, free, box, marks });
        }
    }
  };
  sweep({ w: 1920, h: 1080 }, [{ x: 210, y: 140, w: 333, h: 201 }], [
    { x: 0, y: 0, w: 150, h: 120 }, { x: 700, y: 100, w: 333, h: 201 },
    { x: 1100, y: 90, w: 60, h: 500 }, { x: 50, y: 700, w: 901, h: 301 },
  ]);
  let dice = 5;
  const upTo = (most) => (dice = (dice * 48271) % 2147483647) % (most + 1);
  for (const scene of [{ w: 1080, h: 1920 }, { w: 1919, h: 1081 }]) {
    const place = () => ({ x: upTo(scene.w - 20), y: upTo(scene.h - 20) });
    const box = () => ({ ...place(), w: 10 + upTo(700), h: 10 + upTo(700) });
    sweep(scene, [box(), box()], [box(), box(), box(), box(), box()]);
  }
  return JSON.stringify(cases);
}"""


def edges(found: dict[str, int]) -> dict[str, int]:
    return {
        "w": found["x"],
        "e": found["x"] + found["w"],
        "n": found["y"],
        "s": found["y"] + found["h"],
    }


@pytest.mark.parametrize("distance", [-1, 12, 30])
def test_snapping_never_moves_farther_than_its_distance(modules: Page, distance: int) -> None:
    snapped = 0
    for case in json.loads(modules.evaluate(SWEEP, [distance, SAFE])):
        free, now = edges(case["free"]), edges(case["box"])
        if case["kind"] == "move":
            assert case["kept"], case
            moved = [abs(now[side] - free[side]) for side in "wn"]
            assert max(moved) <= max(0, distance) + 0.5, case
        else:
            on_one = [abs(now[side] - free[side]) for side in case["handle"]]
            # With the ratio kept one axis snaps and the other follows, as far as it must.
            assert (min if case["ratio"] else max)(on_one) <= max(0, distance) + 1, case
        snapped += bool(case["marks"])
        assert all(isinstance(value, int) for value in case["box"].values()), case
    assert bool(snapped) == (distance > 0)


def test_a_snapped_resize_keeps_the_opposite_edge(modules: Page) -> None:
    opposite = {"w": "e", "e": "w", "n": "s", "s": "n"}
    for case in json.loads(modules.evaluate(SWEEP, [25, SAFE])):
        if case["kind"] == "move" or case["ratio"] or case["centre"]:
            continue
        own, now = edges(case["own"]), edges(case["box"])
        for side in "nesw":
            if side not in case["handle"] or opposite[side] in case["handle"]:
                assert now[side] == own[side], case


def test_a_snapped_resize_keeps_the_ratio_and_the_middle(modules: Page) -> None:
    for case in json.loads(modules.evaluate(SWEEP, [25, SAFE])):
        own, now = case["own"], case["box"]
        if case["kind"] == "resize" and case["ratio"]:
            assert abs(now["w"] * own["h"] - now["h"] * own["w"]) <= own["w"] + own["h"], case
        if case["kind"] == "resize" and case["centre"]:
            assert abs(2 * now["x"] + now["w"] - 2 * own["x"] - own["w"]) <= 2, case


def test_a_box_that_went_nowhere_stays_where_it_was(modules: Page) -> None:
    for case in json.loads(modules.evaluate(SWEEP, [25, SAFE])):
        if (case["dx"], case["dy"]) == (0, 0):
            assert case["box"] == case["own"], case
            assert case["marks"] == [], case


ONE = """async ([others, own, dx, dy, handle, ratio, grid, safe]) => {
  const { snappedMove, snappedResize } = await import("/editor/geometry/snapping.js");
  const { snapTargets } = await import("/editor/geometry/snaptargets.js");
  const of = ([x, y, w, h]) => ({ x, y, w, h });
  const scene = { w: 1920, h: 1080 };
  const start = of(own);
  const targets = snapTargets(others.map(of), scene, start, { grid, safe });
  const snap = { targets, distance: 18, scene };
  const options = { ratio, centre: false, scene, sides: { min: 10, max: 2160 } };
  const { box, boxes, marks } = handle
    ? snappedResize(start, handle, dx, dy, options, snap)
    : snappedMove([start], dx, dy, snap);
  const { x, y, w, h } = box ?? boxes[0];
  return [[x, y, w, h], marks];
}"""


def snap(
    modules: Page,
    others: list[Any],
    own: tuple[int, ...],
    by: tuple[float, float],
    handle: str = "",
    *,
    ratio: bool = False,
    grid: int = 0,
) -> tuple[list[int], list[dict[str, Any]]]:
    found = modules.evaluate(ONE, [others, own, *by, handle, ratio, grid, SAFE])
    return found[0], found[1]


@pytest.mark.parametrize(
    ("by", "wanted"),
    [
        ((-190, 0), (0, 300)),  # the scene's left edge
        ((662, 0), (860, 300)),  # its centre
        ((430, 0), (640, 300)),  # a third
        ((-125, 0), (67, 300)),  # action-safe
        ((-97, 0), (96, 300)),  # graphics-safe
        ((0, 685), (200, 980)),  # the scene's bottom
    ],
)
def test_a_move_snaps_to_lines_of_the_scene(
    modules: Page, by: tuple[float, float], wanted: tuple[int, int]
) -> None:
    place, marks = snap(modules, [], (200, 300, 200, 100), by)
    assert tuple(place[:2]) == wanted
    assert [mark["kind"] for mark in marks] == ["line"]


def test_a_move_snaps_to_edges_of_others_on_the_whole_axis_and_tells_the_distance(
    modules: Page,
) -> None:
    place, marks = snap(modules, [(431, 800, 90, 90)], (200, 300, 150, 100), (225, 0))
    assert place[0] == 431
    assert {"kind": "line", "axis": "x", "at": 431, "from": 300, "to": 890} in marks
    gap = next(mark for mark in marks if mark["kind"] == "measure")
    assert (gap["from"], gap["to"], gap["value"]) == (400, 800, 400)


def test_of_boxes_on_one_line_the_nearest_is_told(modules: Page) -> None:
    far, near = (431, 900, 90, 90), (431, 600, 90, 90)
    _place, marks = snap(modules, [far, near], (200, 300, 150, 100), (225, 0))
    assert [mark["value"] for mark in marks if mark["kind"] == "measure"] == [200]


def test_ties_go_to_the_scene_before_others(modules: Page) -> None:
    place, marks = snap(modules, [(0, 800, 90, 90)], (200, 300, 210, 100), (-195, 0))
    assert place[0] == 0
    assert marks == [{"kind": "line", "axis": "x", "at": 0, "from": 0, "to": 1080}]


def test_edges_snap_to_the_grid_within_the_distance(modules: Page) -> None:
    own = (203, 307, 161, 100)
    place, marks = snap(modules, [], own, (54, 0), grid=50)
    assert place == [250, 307, 161, 100]
    assert marks == [{"kind": "line", "axis": "x", "at": 250, "from": 0, "to": 1080}]
    assert snap(modules, [], own, (54, 0)) == ([257, 307, 161, 100], [])
    assert snap(modules, [], own, (75, 0), grid=50)[0][0] == 289  # by its right edge, at 450
    assert snap(modules, [], own, (34, 0), grid=200)[0][0] == 239  # by its right edge, at 400
    assert snap(modules, [], own, (97, 0), grid=200)[0][0] == 300  # too far from any
    assert snap(modules, [], own, (80, 0), "e", grid=50)[0] == [203, 307, 247, 100]


def test_in_a_tie_the_grid_comes_last(modules: Page) -> None:
    own = (203, 307, 161, 100)
    _place, marks = snap(modules, [(250, 800, 33, 90)], own, (50, 0), grid=50)
    assert [mark["value"] for mark in marks if mark["kind"] == "measure"] == [393]
    place, _marks = snap(modules, [(255, 800, 33, 90)], own, (51, 0), grid=50)
    assert place[0] == 255  # the nearer one all the same


def test_a_move_leaves_equal_gaps(modules: Page) -> None:
    row = [(100, 500, 200, 150), (345, 500, 200, 150)]
    place, marks = snap(modules, row, (1000, 511, 170, 121), (-416, 0))
    assert place[0] == 590
    assert [mark["value"] for mark in marks] == [45, 45]
    place, marks = snap(
        modules, [(100, 500, 200, 150), (703, 500, 211, 150)], (350, 511, 101, 121), (107, 0)
    )
    assert place[0] == 451
    assert [mark["value"] for mark in marks] == [151, 151]


def test_a_resize_snaps_to_the_size_of_another(modules: Page) -> None:
    place, marks = snap(modules, [(1203, 777, 307, 40)], (211, 300, 200, 100), (99, 0), "e")
    assert place == [211, 300, 307, 100]
    assert [mark["value"] for mark in marks] == [307, 307]


def test_with_the_ratio_kept_the_nearer_axis_snaps_and_the_other_follows(modules: Page) -> None:
    place, _marks = snap(
        modules, [(901, 13, 77, 20)], (300, 200, 320, 180), (276, 0), "se", ratio=True
    )
    assert place == [300, 200, 601, 338]
