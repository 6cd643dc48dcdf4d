"""Zooming: by wheel, fingers and keys, and what holds at every zoom."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from studio.rules.geometry import Box
from tests import builders
from tests.browser.conftest import OpenEditor
from tests.driving.stage import (
    Point,
    box,
    centre,
    drag,
    drag_to,
    expect_box,
    expect_selected,
    fingers,
    handle,
    item,
    painted,
    places,
    scene_point,
    select,
    zoom,
)
from tests.driving.viewing import PAIR, START, empty, middle, near, press, stage_rect, wheel


def test_the_wheel_zooms_at_the_pointer_with_control(open_editor: OpenEditor) -> None:
    page = open_editor(PAIR)
    before = zoom(page)
    at = scene_point(page, (1500, 200))
    wheel(page, at, (0, -100), key="Control")
    assert zoom(page) > before * 1.1
    assert near(scene_point(page, (1500, 200)), at)
    wheel(page, at, (0, 100), key="Control")
    assert zoom(page) == pytest.approx(before)
    wheel(page, at, (0, -4), key="Meta")  # a trackpad's pinch comes in small turns
    assert before < zoom(page) < before * 1.1
    assert page.evaluate("visualViewport.scale * devicePixelRatio") == 1


def test_a_trackpad_that_tells_its_pinch_zooms_at_the_pointer(open_editor: OpenEditor) -> None:
    page = open_editor(PAIR)
    before = zoom(page)
    x, y = scene_point(page, (1500, 200))
    page.evaluate(
        """([x, y]) => {
          for (const [type, scale] of [["gesturestart", 1], ["gesturechange", 1.5],
                                       ["gesturechange", 2]]) {
            const event = new Event(type, { bubbles: true, cancelable: true });
            Object.assign(event, { scale, clientX: x, clientY: y });
            document.getElementById("stage").dispatchEvent(event);
          }
        }""",
        [x, y],
    )
    painted(page)
    assert zoom(page) == pytest.approx(before * 2)
    assert near(scene_point(page, (1500, 200)), (x, y))


def test_keys_zoom_by_steps_to_the_scene_to_a_hundred_and_to_the_selection(
    open_editor: OpenEditor,
) -> None:
    page = open_editor(PAIR)
    fitted = zoom(page)
    select(page, "source-2").focus()
    press(page, "Shift+Digit0")
    assert zoom(page) == 1
    expect(page.locator("#live")).to_have_text("Zoom 100 %")
    expect(page.locator("#zoom-shown")).to_have_text("100 %")
    before = middle(page)
    press(page, "+")
    assert zoom(page) == 1.5
    assert near(middle(page), before, 2)
    press(page, "-", "-")
    assert zoom(page) == pytest.approx(0.67)
    press(page, "Shift+Digit2")
    assert near(middle(page), (1200, 650), 2)
    _left, _top, width, height = stage_rect(page)
    assert zoom(page) == pytest.approx(min((width - 64) / 400, (height - 64) / 300), rel=0.01)
    press(page, "Shift+Digit1")
    assert zoom(page) == pytest.approx(fitted)
    for _press in range(20):
        page.keyboard.press("+")
    painted(page)
    assert zoom(page) == 8
    expect_box(page, (1000, 500, 400, 300))


def test_the_browsers_own_zoom_and_the_presets_digits_stay_as_they_were(
    open_editor: OpenEditor,
) -> None:
    page = open_editor(PAIR)
    before = zoom(page)
    item(page, "source-1").focus()
    page.evaluate(
        """() => addEventListener("keydown", (event) => {
          window.taken = event.defaultPrevented;
          event.preventDefault();
        })"""
    )
    for key in ("Control+0", "Control+-", "Control+=", "Control+Shift+=", "Meta+0"):
        page.keyboard.press(key)
        assert page.evaluate("window.taken") is False, key
    painted(page)
    assert zoom(page) == before
    press(page, "2")
    expect(page.locator("#undo")).to_contain_text("Quad")
    assert zoom(page) == before


def test_two_fingers_zoom_and_pan_what_lies_under_them(open_editor: OpenEditor) -> None:
    page = open_editor(PAIR, has_touch=True, width=1024, height=768)
    before = zoom(page)
    touch = fingers(page)
    x, y = scene_point(page, (960, 300))
    touch("Start", (x - 40, y))
    touch("Start", (x - 40, y), (x + 40, y))
    for step in range(1, 11):
        touch("Move", (x - 40 - 4 * step, y + 3 * step), (x + 40 + 8 * step, y + 3 * step))
    touch("End")
    assert zoom(page) == pytest.approx(before * 200 / 80, rel=0.01)
    assert near(scene_point(page, (960, 300)), (x + 20, y + 30), 2)
    expect(page.locator("#live")).to_contain_text("Zoom ")


def test_a_second_finger_takes_back_what_the_first_began(open_editor: OpenEditor) -> None:
    page = open_editor(PAIR, has_touch=True, width=1024, height=768)
    select(page, "source-2")
    touch = fingers(page)
    x, y = centre(item(page, "source-1"))
    touch("Start", (x, y))
    for step in range(1, 7):
        touch("Move", (x + 6 * step, y + 4 * step))
    expect(page.locator(".readout")).to_be_visible()
    touch("Start", (x + 36, y + 24), (x + 120, y + 24))
    expect(page.locator(".readout")).to_be_hidden()
    touch("Move", (x + 36, y + 24), (x + 160, y + 24))
    touch("End", (x + 36, y + 24))
    touch("Move", (x + 90, y + 90))  # what is left of two fingers drags nothing
    touch("End")
    expect(page.locator("#undo")).to_be_disabled()
    expect_selected(page, "source-2")
    assert places(page, "source-1", "source-2") == [START, (1000, 500, 400, 300)]


def test_a_second_finger_takes_back_a_selection_too(open_editor: OpenEditor) -> None:
    page = open_editor(PAIR, has_touch=True, width=1024, height=768)
    select(page, "source-2")
    touch = fingers(page)
    x, y = empty(page)
    touch("Start", (x, y))
    expect_selected(page)
    touch("Start", (x, y), (x + 60, y))
    touch("End")
    expect_selected(page, "source-2")


# Panning


def test_the_scene_stays_fitted_until_somebody_zooms(open_editor: OpenEditor) -> None:
    page = open_editor(PAIR)

    def expect_fitted(canvas: Point) -> None:
        painted(page)
        _left, _top, width, height = stage_rect(page)
        assert zoom(page) == pytest.approx(
            min((width - 72) / canvas[0], (height - 88) / canvas[1]), rel=0.01
        )
        assert near(middle(page), (canvas[0] / 2, canvas[1] / 2), 2)

    page.set_viewport_size({"width": 1320, "height": 800})
    expect_fitted((1920, 1080))
    page.locator("#scene-size").click()
    page.locator("#scene-sizes").get_by_role("button", name="1080 × 1920").click()
    page.get_by_role("dialog").get_by_role("button", name="Keep").click()
    expect_fitted((1080, 1920))
    item(page, "source-1").focus()
    press(page, "Shift+Digit0")
    before = middle(page)
    page.set_viewport_size({"width": 1440, "height": 900})
    painted(page)
    assert zoom(page) == 1
    assert near(middle(page), before, 2)
    press(page, "Shift+Digit1")
    expect_fitted((1080, 1920))


def test_a_drag_goes_with_the_pointer_at_every_zoom(open_editor: OpenEditor) -> None:
    page = open_editor(builders.document(Box(900, 500, 300, 200)))
    page.locator("#snap").click()
    by = (90, -40)
    for scale, key in ((0.1, "-"), (8, "+")):
        select(page, "source-1").focus()
        press(page, "Shift+Digit1", *[key] * 20)
        assert zoom(page) == scale
        drag_to(page, scene_point(page, (940, 530)), by)
        expect(page.locator(".readout")).to_be_visible()
        page.mouse.up()
        x, y, w, h = box(page)
        assert near((x, y), (900 + by[0] / scale, 500 + by[1] / scale), 1), scale
        assert (w, h) == (300, 200)
        found = item(page, "source-1").bounding_box()
        assert found is not None
        assert near((found["x"], found["y"]), scene_point(page, (x, y))), scale
        assert near((found["width"], found["height"]), (300 * scale, 200 * scale)), scale
        page.keyboard.press("Control+z")
        expect_box(page, (900, 500, 300, 200))


def test_handles_and_labels_keep_their_size_on_the_screen(open_editor: OpenEditor) -> None:
    page = open_editor(PAIR)
    select(page, "source-1").focus()

    def sizes() -> list[float]:
        painted(page)
        marks = (handle(page, "se"), page.locator(".tag"), item(page, "source-1").locator("b"))
        found = [mark.bounding_box() for mark in marks]
        return [box["height"] for box in found if box]

    before = sizes()
    assert len(before) == 3
    for key in ("Shift+Digit0", "Shift+Digit2"):
        press(page, key)
        assert sizes() == pytest.approx(before, abs=0.6)
    press(page, "+", "+", "+")  # its corner is out of sight: the name stays at the edge
    tag = page.locator(".tag").bounding_box()
    assert tag is not None
    left, top, _width, _height = stage_rect(page)
    assert tag["x"] >= left - 2
    assert tag["y"] >= top - 2


def test_what_is_hit_and_sized_is_what_is_drawn_when_zoomed(open_editor: OpenEditor) -> None:
    page = open_editor(PAIR)
    page.locator("#snap").click()
    select(page, "source-2").focus()
    press(page, "Shift+Digit2", "+")
    for x, hit in ((1002, True), (998, False), (1002, True)):
        page.keyboard.press("Escape")
        page.mouse.click(*scene_point(page, (x, 580)))
        expect_selected(page, *(["source-2"] if hit else []))
    drag(page, handle(page, "w"), (20, 0))
    x, _y, w, _h = box(page)
    assert abs(x - 1020) <= 1
    assert x + w == 1400


def test_a_box_snaps_from_as_far_on_the_screen_at_every_zoom(open_editor: OpenEditor) -> None:
    page = open_editor(builders.document(Box(980, 300, 200, 150)))
    select(page, "source-1").focus()
    press(page, "Shift+Digit2", "Shift+Digit0", "+", "+", "+")  # 300 %
    assert zoom(page) == 3
    at = scene_point(page, (1080, 375))
    drag_to(page, at, (-15 * 3, 0))  # 5 px of the scene from its middle line: 15 on the screen
    page.mouse.up()
    assert box(page)[0] == 965
    drag_to(page, (at[0] - 45, at[1]), (-3 * 3, 0))  # now 2 px, 6 on the screen
    page.mouse.up()
    assert box(page)[0] == 960


# The zoom on the screen
