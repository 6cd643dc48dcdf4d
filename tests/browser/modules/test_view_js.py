"""The view's laws, without a stage: zooming, panning, fitting, what a ruler and a grid show."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from playwright.sync_api import Page

# Views zoomed at many points, with where the point lay in the scene before and after.
ZOOMS = """async () => {
  const { toScene, zoomedAt } = await import("/editor/geometry/view.js");
  const cases = [];
  for (const zoom of [0.1, 0.37, 1, 8]) for (const to of [0.1, 0.5, 1, 3.3, 8])
    for (const point of [{ x: 0, y: 0 }, { x: 431, y: 97 }, { x: -50, y: 900 }]) {
      const view = { zoom, x: -133, y: 71 };
      const after = zoomedAt(view, to, point);
      cases.push({ to, after, before: toScene(view, point), now: toScene(after, point) });
    }
  return cases;
}"""

# A camera in a room, and what is done with it.
CAMERA = """async ([canvas, steps]) => {
  const { createCamera } = await import("/editor/stage/camera.js");
  const camera = createCamera();
  camera.scene(canvas);
  camera.resize({ w: 800, h: 600 }, { x: 40, y: 50 });
  for (const [name, ...values] of steps) camera[name](...values);
  const { w, h } = camera.room;
  const middle = camera.toScene({ x: w / 2, y: h / 2 });
  return { ...camera.view, middle, scene: camera.toScreen({ x: 0, y: 0, ...canvas }) };
}"""
WIDE = {"w": 1920, "h": 1080}


def camera(page: Page, *steps: Sequence[object], canvas: dict[str, int] = WIDE) -> dict[str, Any]:
    found: dict[str, Any] = page.evaluate(CAMERA, [canvas, list(steps)])
    return found


def test_zooming_at_a_point_keeps_the_point(modules: Page) -> None:
    for case in modules.evaluate(ZOOMS):
        assert case["after"]["zoom"] == case["to"], case
        for axis in "xy":
            assert case["now"][axis] == pytest.approx(case["before"][axis]), case


def test_a_point_goes_to_the_screen_and_back(modules: Page) -> None:
    back = modules.evaluate(
        """async () => {
          const { toScene, toScreen } = await import("/editor/geometry/view.js");
          const view = { zoom: 0.375, x: -20, y: 33 };
          return toScene(view, toScreen(view, { x: 1234, y: 567 }));
        }"""
    )
    assert (back["x"], back["y"]) == pytest.approx((1234, 567))


@pytest.mark.parametrize(
    ("canvas", "zoom"),
    [
        (WIDE, 720 / 1920),
        ({"w": 1080, "h": 1920}, 500 / 1920),
        ({"w": 10, "h": 10}, 8),
    ],
)
def test_a_fitted_scene_lies_in_the_middle_with_room_around_it(
    modules: Page, canvas: dict[str, int], zoom: float
) -> None:
    found = camera(modules, canvas=canvas)
    assert found["zoom"] == pytest.approx(zoom)
    scene = found["scene"]
    assert abs(2 * scene["x"] + scene["w"] - 800) <= 1
    assert abs(2 * scene["y"] + scene["h"] - 600) <= 1


def test_zoom_goes_from_ten_to_eight_hundred_per_cent(modules: Page) -> None:
    assert camera(modules, ["zoomTo", 99])["zoom"] == 8
    assert camera(modules, ["zoomTo", 0.001])["zoom"] == 0.1
    assert camera(modules, ["zoomBy", 1000])["zoom"] == 8


def test_only_fitting_goes_below_ten_per_cent(modules: Page) -> None:
    small = [{"w": 120, "h": 130}, {"x": 10, "y": 10}]
    found = camera(modules, ["resize", *small], canvas={"w": 2160, "h": 2160})
    assert found["zoom"] == pytest.approx(100 / 2160)
    closer = camera(modules, ["resize", *small], ["step", 1], canvas={"w": 2160, "h": 2160})
    assert closer["zoom"] == 0.1


def test_steps_stop_at_round_numbers_and_at_the_limits(modules: Page) -> None:
    assert camera(modules, ["step", 1])["zoom"] == 0.5  # from 37.5 %
    assert camera(modules, ["step", -1])["zoom"] == 0.33
    assert camera(modules, ["zoomTo", 1], ["step", 1], ["step", -1])["zoom"] == 1
    assert camera(modules, *[["step", 1]] * 20)["zoom"] == 8
    assert camera(modules, *[["step", -1]] * 20)["zoom"] == 0.1


@pytest.mark.parametrize("by", [(99999, 0), (-99999, 0), (0, 99999), (-99999, -99999)])
@pytest.mark.parametrize("zoom", [0.1, 1, 8])
def test_some_of_the_scene_stays_in_sight(modules: Page, zoom: float, by: tuple[int, int]) -> None:
    scene = camera(modules, ["zoomTo", zoom], ["pan", *by])["scene"]
    across = min(800, scene["x"] + scene["w"]) - max(0, scene["x"])
    down = min(600, scene["y"] + scene["h"]) - max(0, scene["y"])
    assert min(across, down) >= 64


def test_a_fitted_scene_stays_fitted_until_somebody_zooms_or_pans(modules: Page) -> None:
    larger = ["resize", {"w": 1040, "h": 700}, {"x": 40, "y": 50}]
    assert camera(modules, larger)["zoom"] == pytest.approx(0.5)
    for act in (["zoomTo", 0.7], ["pan", -100, 40]):
        before = camera(modules, act)
        after = camera(modules, act, larger)
        assert after["zoom"] == before["zoom"]
        for axis in "xy":
            assert abs(after["middle"][axis] - before["middle"][axis]) <= 1 / after["zoom"]
    assert camera(modules, ["pan", -100, 40], ["fit"], larger)["zoom"] == pytest.approx(0.5)


def test_what_is_kept_comes_back_fitted_or_not(modules: Page) -> None:
    zooms = modules.evaluate(
        """async () => {
          const { createCamera } = await import("/editor/stage/camera.js");
          const camera = createCamera();
          camera.scene({ w: 1000, h: 500 });
          camera.resize({ w: 500, h: 500 }, { x: 0, y: 0 });
          const back = camera.kept();
          camera.zoomTo(3);
          back();
          camera.resize({ w: 800, h: 800 }, { x: 0, y: 0 });
          return camera.zoom;
        }"""
    )
    assert zooms == pytest.approx(0.8)


def test_two_fingers_keep_what_lies_under_them(modules: Page) -> None:
    found = modules.evaluate(
        """async () => {
          const { createCamera } = await import("/editor/stage/camera.js");
          const camera = createCamera();
          camera.scene({ w: 1920, h: 1080 });
          camera.resize({ w: 800, h: 600 }, { x: 40, y: 50 });
          const under = camera.toScene({ x: 300, y: 200 });
          const from = { x: 300, y: 200, apart: 100 };
          camera.carry(camera.exact, from, { x: 420, y: 260, apart: 250 });
          return { under, now: camera.toScene({ x: 420, y: 260 }), zoom: camera.zoom };
        }"""
    )
    assert found["zoom"] == pytest.approx(0.375 * 2.5)
    for axis in "xy":  # drawn on whole pixels of the screen, before and after
        assert abs(found["now"][axis] - found["under"][axis]) <= 0.5 / 0.375 + 0.5 / found["zoom"]


def test_what_is_out_of_sight_is_scrolled_to_and_no_farther(modules: Page) -> None:
    found = modules.evaluate(
        """async () => {
          const { revealing, toScreen } = await import("/editor/geometry/view.js");
          const view = { zoom: 2, x: -400, y: -400 };
          const room = { w: 800, h: 600 };
          const show = (rect) => toScreen(revealing(view, rect, room, 30), rect);
          return {
            seen: revealing(view, { x: 300, y: 300, w: 50, h: 50 }, room, 30),
            right: show({ x: 900, y: 300, w: 50, h: 50 }),
            above: show({ x: 300, y: 20, w: 50, h: 50 }),
            larger: revealing(view, { x: 100, y: 100, w: 900, h: 900 }, room, 30),
            away: show({ x: 1000, y: 300, w: 900, h: 50 }),
          };
        }"""
    )
    assert found["seen"] == {"zoom": 2, "x": -400, "y": -400}
    assert found["right"] == {"x": 670, "y": 200, "w": 100, "h": 100}
    assert found["above"] == {"x": 200, "y": 30, "w": 100, "h": 100}
    assert found["larger"] == {"zoom": 2, "x": -400, "y": -400}
    assert found["away"]["x"] == 30


def test_a_ruler_has_round_numbers_with_room_at_every_zoom(modules: Page) -> None:
    found = modules.evaluate(
        """async () => {
          const { ticksFor } = await import("/editor/geometry/ticks.js");
          const zooms = Array.from({ length: 160 }, (_, index) => 0.05 * 1.033 ** index);
          return zooms.map((zoom) => ({ zoom, ...ticksFor(zoom) }));
        }"""
    )
    for case in found:
        assert 56 <= case["number"] * case["zoom"] <= 160, case
        assert 5 <= case["tick"] * case["zoom"] <= 40, case
        assert case["number"] % case["tick"] == 0, case
        assert str(case["number"]).rstrip("0") in {"1", "2", "5"}, case
    assert found[-1]["zoom"] > 8
    assert found[-1]["tick"] == 1


def test_a_grid_that_would_be_too_close_leaves_lines_out(modules: Page) -> None:
    found = modules.evaluate(
        """async () => {
          const { drawnSpacing, multiples } = await import("/editor/geometry/ticks.js");
          return [drawnSpacing(40, 1), drawnSpacing(40, 0.1), drawnSpacing(10, 0.2),
            multiples(40, -50, 85), multiples(40, 90, 100)];
        }"""
    )
    assert found == [40, 80, 40, [-40, 0, 40, 80], []]
