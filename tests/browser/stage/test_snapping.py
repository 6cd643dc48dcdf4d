"""Snapping: the laws of its module, and what a hand feels of it on the stage."""

from __future__ import annotations

from playwright.sync_api import expect

from studio.rules.geometry import Box
from tests import builders
from tests.browser.conftest import OpenEditor
from tests.driving.stage import (
    box,
    centre,
    drag,
    drag_to,
    expect_box,
    field,
    handle,
    item,
    places,
    select,
    zoom,
)

START = (200, 100, 640, 360)


PAIR = builders.document(Box(*START), Box(1000, 500, 400, 300))


def test_the_stage_snaps_and_shows_it_and_control_suspends_it(open_editor: OpenEditor) -> None:
    page = open_editor(PAIR)
    scale = zoom(page)
    drag_to(page, centre(item(page, "source-1")), ((-200 + 9) * scale, 300 * scale))
    line = page.locator(".guides .line")
    expect(line).not_to_have_count(0)
    page.keyboard.down("Control")
    expect(line).to_have_count(0)
    page.keyboard.up("Control")
    expect(line).not_to_have_count(0)
    page.mouse.up()
    expect(line).to_have_count(0)
    assert box(page)[0] == 0


def test_a_small_drag_comes_back_to_its_own_start(open_editor: OpenEditor) -> None:
    page = open_editor(PAIR)
    drag_to(page, centre(item(page, "source-1")), (6, -6))
    page.mouse.up()
    expect_box(page, START)
    expect(page.locator("#undo")).to_be_disabled()


def test_snapping_can_be_set_and_is_kept_for_the_person(open_editor: OpenEditor) -> None:
    page = open_editor(PAIR)
    page.get_by_role("button", name="How far it snaps").click()
    page.get_by_role("slider", name="Snap distance").fill("0")
    page.keyboard.press("Escape")
    page.locator("#snap").click()
    expect(page.locator("#live")).to_have_text("Snapping is off")
    page.reload()
    page.locator("html[data-ready]").wait_for(state="attached")
    expect(page.locator("#snap")).to_have_attribute("aria-pressed", "false")
    expect(page.locator("#snap-distance")).to_have_value("0")
    drag_to(page, centre(item(page, "source-1")), (6, -6))
    page.mouse.up()
    assert box(page) != START


def test_a_group_snaps_by_the_box_around_it(open_editor: OpenEditor) -> None:
    page = open_editor(PAIR)
    item(page, "source-1").focus()
    page.keyboard.press("Control+a")
    drag(page, item(page, "source-1"), (-191, 0))
    assert places(page, "source-1", "source-2") == [(0, 100, 640, 360), (800, 500, 400, 300)]


def test_the_padlock_keeps_the_ratio_in_gestures_numbers_and_keys_and_shift_inverts_it(
    open_editor: OpenEditor,
) -> None:
    page = open_editor(PAIR)
    select(page, "source-1")
    page.get_by_role("button", name="Keep ratio").click()
    field(page, "box.W").fill("320")
    field(page, "box.W").press("Enter")
    expect_box(page, (200, 100, 320, 180))
    item(page, "source-1").focus()
    page.keyboard.press("Control+Shift+ArrowRight")
    expect_box(page, (200, 100, 330, 186))
    drag(page, handle(page, "se"), (300, 0))
    _x, _y, w, h = box(page)
    assert w > 600
    assert abs(w * 186 - h * 330) <= 516
    page.keyboard.down("Shift")
    drag(page, handle(page, "e"), (100, 0))
    page.keyboard.up("Shift")
    assert box(page)[3] == h


def test_the_safe_areas_are_drawn_when_asked_for(open_editor: OpenEditor) -> None:
    page = open_editor(PAIR)
    expect(page.locator(".safe-action")).to_be_hidden()
    page.get_by_role("button", name="Safe areas").click()
    scale = zoom(page)
    scene, area = (page.locator(name).bounding_box() for name in (".scene", ".safe-action"))
    assert scene is not None
    assert area is not None
    assert abs(area["x"] - scene["x"] - 67 * scale) <= 1
    assert abs(area["height"] - (1080 - 2 * 38) * scale) <= 1
    expect(page.locator(".scene-title")).to_contain_text("action 3.5 %")
