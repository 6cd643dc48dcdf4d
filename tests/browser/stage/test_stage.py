"""Moving, resizing, stacking and removing on the stage, by pointer, finger and keyboard."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from studio.library.models import Frame, Kind
from studio.rules.document import Logo
from studio.rules.geometry import Box, letterbox
from tests import builders
from tests.browser.conftest import OpenEditor
from tests.driving.stage import (
    box,
    centre,
    drag,
    drag_to,
    expect_box,
    expect_undo,
    field,
    fingers,
    handle,
    item,
    painted,
    row,
    select,
    zoom,
)
from tests.driving.studio import Studio, jpeg

START = (200, 100, 640, 360)
PAIR = builders.document(Box(*START), Box(1000, 500, 400, 300))


def test_a_drag_moves_by_whole_pixels_in_one_named_step_and_is_saved(
    open_editor: OpenEditor, studio: Studio
) -> None:
    template = builders.template(studio.cast.workspace, PAIR)
    page = open_editor(template=template)
    drag(page, item(page, "source-1"), (90, 110))
    x, y, w, h = box(page)
    assert (w, h) == START[2:]
    assert abs(x - 290) <= 2
    assert abs(y - 210) <= 2
    expect_undo(page, "move source-1")
    expect(page.locator("#saved")).to_contain_text("Saved")
    expect(page.locator("#saved")).to_have_attribute("data-kind", "saved")
    template.refresh_from_db()
    assert template.rules.scene.layouts[0].box == Box(x, y, w, h)
    page.keyboard.press("Control+z")
    expect_box(page, START)
    expect(page.locator("#undo")).to_be_disabled()


def test_a_drag_goes_on_from_what_was_undone_since_the_press(open_editor: OpenEditor) -> None:
    page = open_editor(PAIR)
    drag(page, item(page, "source-1"), (90, 110))
    page.locator("#snap").click()
    start = centre(item(page, "source-1"))
    drag_to(page, start, (0, 0))
    page.keyboard.press("Control+z")
    expect_box(page, START)
    page.mouse.move(start[0] + 20, start[1])
    page.mouse.up()
    expect_undo(page, "move source-1")
    assert abs(box(page)[0] - START[0] - 20 / zoom(page)) <= 1
    page.keyboard.press("Control+z")
    expect_box(page, START)


def test_three_pixels_are_no_gesture_and_escape_takes_one_back_without_a_trace(
    open_editor: OpenEditor,
) -> None:
    page = open_editor(PAIR)
    drag_to(page, centre(item(page, "source-1")), (3, 0))
    page.mouse.up()
    expect_box(page, START)
    expect(page.locator("#undo")).to_be_disabled()
    drag_to(page, centre(item(page, "source-1")), (80, 40))
    expect(page.locator(".readout")).to_be_visible()
    page.keyboard.press("Escape")
    page.mouse.move(400, 400)
    page.mouse.up()
    expect_box(page, START)
    expect(page.locator("#undo")).to_be_disabled()
    expect(page.locator(".readout")).to_be_hidden()
    expect(page.locator("#saved")).to_have_attribute("data-kind", "saved")


def test_the_read_out_beside_the_pointer_says_size_place_and_what_keys_would_do(
    open_editor: OpenEditor,
) -> None:
    page = open_editor(PAIR)
    start = centre(item(page, "source-1"))
    drag_to(page, start, (60, 30))
    readout = page.locator(".readout")
    expect(readout).to_contain_text("640 × 360")
    beside = readout.bounding_box()
    assert beside is not None
    assert abs(beside["x"] - start[0] - 60) < 60
    x, y = item(page, "source-1").evaluate("(item) => [item.offsetLeft, item.offsetTop]")
    # Where it is by now, not where it was when the box beside the pointer came.
    expect(readout).to_contain_text(f"at {x}, {y}")
    expect(readout).to_contain_text("Ctrl")
    page.mouse.up()
    drag_to(page, centre(handle(page, "e")), (30, 0))
    for key in ("Shift", "Alt", "Ctrl"):
        expect(readout).to_contain_text(key)
    page.mouse.up()


def test_every_handle_keeps_the_opposite_edges(open_editor: OpenEditor) -> None:
    page = open_editor(PAIR)
    select(page, "source-1")
    left, top, right, bottom = 200, 100, 840, 460
    for place in ("nw", "n", "ne", "e", "se", "s", "sw", "w"):
        drag(page, handle(page, place), (40, 40))
        x, y, w, h = box(page)
        assert (x == left) == ("w" not in place), place
        assert (y == top) == ("n" not in place), place
        assert (x + w == right) == ("e" not in place), place
        assert (y + h == bottom) == ("s" not in place), place
        expect_undo(page, "resize source-1")
        page.keyboard.press("Control+z")
        expect_box(page, START)


def test_two_gestures_are_two_steps_however_soon(open_editor: OpenEditor) -> None:
    page = open_editor(PAIR)
    drag(page, item(page, "source-1"), (90, 110))
    between = box(page)
    drag(page, item(page, "source-1"), (60, 50))
    page.keyboard.press("Control+z")
    expect_box(page, between)
    page.keyboard.press("Control+z")
    expect_box(page, START)


def test_a_small_box_has_handles_at_its_corners_alone(open_editor: OpenEditor) -> None:
    page = open_editor(builders.document(Box(200, 100, 60, 60)))
    select(page, "source-1")
    for place in ("n", "e", "s", "w"):
        expect(handle(page, place)).to_be_hidden()
    for place in ("nw", "ne", "se", "sw"):
        expect(handle(page, place)).to_be_visible()


def test_shift_keeps_the_ratio_and_alt_resizes_from_the_centre(open_editor: OpenEditor) -> None:
    page = open_editor(PAIR)
    select(page, "source-1")
    page.keyboard.down("Shift")
    drag(page, handle(page, "se"), (160, 0))
    page.keyboard.up("Shift")
    x, y, w, h = box(page)
    assert (x, y) == START[:2]
    assert abs(w * 9 - h * 16) <= 16
    assert w > 780
    page.keyboard.press("Control+z")
    page.keyboard.down("Alt")
    drag(page, handle(page, "e"), (50, 0))
    page.keyboard.up("Alt")
    x, y, w, h = box(page)
    assert abs(2 * x + w - (2 * 200 + 640)) <= 1
    assert (y, h) == (100, 360)
    assert abs(w - 740) <= 4


def test_a_box_cannot_be_dragged_below_ten_pixels_or_out_of_reach(open_editor: OpenEditor) -> None:
    page = open_editor(PAIR)
    select(page, "source-1")
    drag(page, handle(page, "se"), (-900, -700))
    expect_box(page, (200, 100, 10, 10))
    page.keyboard.press("Control+z")
    page.locator("#snap").click()
    drag(page, item(page, "source-1"), (-900, 2000))
    assert box(page)[:2] == (0, 1060)


def test_a_handle_can_be_hit_within_24_pixels_and_44_under_a_finger(
    open_editor: OpenEditor,
) -> None:
    for touch, least in ((False, 24), (True, 44)):
        page = open_editor(PAIR, has_touch=touch, is_mobile=touch)
        select(page, "source-1")
        area = handle(page, "se").bounding_box()
        assert area is not None
        assert min(area["width"], area["height"]) >= least


def test_a_finger_drags_an_item_once_it_has_gone_six_pixels(open_editor: OpenEditor) -> None:
    page = open_editor(PAIR, has_touch=True, width=1024, height=768)
    touch = fingers(page)
    x, y = centre(item(page, "source-1"))
    touch("Start", (x, y))
    touch("Move", (x + 5, y))
    touch("End")
    expect(page.locator("#undo")).to_be_disabled()
    # With the first of them it is a drag: a finger that rests for so long as a busy computer may
    # need for several is a long press.
    touch("Start", (x, y))
    for step in (20, 40, 60):
        touch("Move", (x + step, y + step / 2))
    touch("End")
    assert abs(box(page)[0] - (200 + 60 / zoom(page))) <= 2
    expect_undo(page, "move source-1")


def test_arrows_move_control_arrows_resize_and_a_burst_is_one_step(
    open_editor: OpenEditor,
) -> None:
    page = open_editor(PAIR)
    select(page, "source-1")
    item(page, "source-1").focus()
    for key in ("ArrowRight", "Shift+ArrowDown", "Control+ArrowRight", "Control+Shift+ArrowUp"):
        page.keyboard.press(key)
    expect_box(page, (201, 110, 641, 350))
    expect(page.locator("#live")).to_contain_text("source-1: x 201, y 110, 641 by 350")
    for _step in ("resize", "move"):
        page.keyboard.press("Control+z")
    expect_box(page, START)
    expect(page.locator("#undo")).to_be_disabled()
    for _press in range(5):
        page.keyboard.press("ArrowRight")
    expect_box(page, (205, 100, 640, 360))
    page.keyboard.press("Control+z")
    expect_box(page, START)
    page.keyboard.press("Control+y")
    expect_box(page, (205, 100, 640, 360))
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+Shift+z")
    expect_box(page, (205, 100, 640, 360))


def test_delete_is_for_the_stage_alone_and_undo_brings_back(open_editor: OpenEditor) -> None:
    page = open_editor(PAIR)
    select(page, "source-1")
    item(page, "source-1").focus()
    page.keyboard.press("Delete")
    expect(item(page, "source-1")).to_have_count(0)
    expect_undo(page, "remove source-1")
    page.keyboard.press("Control+z")
    expect(item(page, "source-1")).to_have_attribute("aria-pressed", "true")
    row(page, "source-1").focus()
    page.keyboard.press("Delete")
    field(page, "source.ID").focus()
    page.keyboard.press("End")
    page.keyboard.press("Delete")
    page.locator("#several").focus()
    page.keyboard.press("Delete")
    painted(page)
    expect(page.locator("#source-list b")).to_have_text(["source-2", "source-1"])


def test_after_a_removal_the_keys_still_belong_to_the_stage(open_editor: OpenEditor) -> None:
    page = open_editor(PAIR)
    select(page, "source-1")
    item(page, "source-1").focus()
    page.keyboard.press("Delete")
    expect(page.locator("#stage")).to_be_focused()
    expect(page.locator("#live")).to_have_text("Done: remove source-1")
    page.keyboard.press("Tab")
    expect(item(page, "source-2")).to_be_focused()
    page.get_by_role("button", name="Remove", exact=True).click()
    expect(page.locator("#stage")).to_be_focused()


def test_brackets_change_the_order(open_editor: OpenEditor) -> None:
    page = open_editor(PAIR)
    select(page, "source-1")
    item(page, "source-1").focus()
    page.keyboard.press("]")
    rows = page.locator("#source-list b")
    expect(rows).to_have_text(["source-1", "source-2"])
    expect(field(page, "source.Layer")).to_have_value("2")
    page.keyboard.press("[")
    expect(rows).to_have_text(["source-2", "source-1"])


def test_tab_goes_through_the_items_and_leaves_the_stage(open_editor: OpenEditor) -> None:
    page = open_editor(PAIR)
    item(page, "source-1").focus()
    page.keyboard.press("Tab")
    expect(item(page, "source-2")).to_be_focused()
    expect(item(page, "source-2")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Tab")
    assert page.evaluate("!document.activeElement.closest('#stage')")


def test_a_link_pasted_on_the_stage_becomes_a_source_of_its_type(open_editor: OpenEditor) -> None:
    page = open_editor(PAIR)
    page.evaluate(
        """() => {
          const clipboardData = new DataTransfer();
          clipboardData.setData("text/plain", "https://pictures.example.com/clip.mp4");
          document.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true }));
        }"""
    )
    expect(item(page, "source-3")).to_be_visible()
    expect(field(page, "source.Url")).to_have_value("https://pictures.example.com/clip.mp4")
    expect(field(page, "source.Type")).to_have_value("vod")


@pytest.mark.parametrize("size", [(640, 480), (300, 700)])
def test_a_picture_lies_in_the_letterbox_of_its_measured_size(
    open_editor: OpenEditor, studio: Studio, size: tuple[int, int]
) -> None:
    bounds = Box(101, 77, 501, 333)
    url = "https://pictures.example.com/1.jpg"
    logo = Logo(url="https://pictures.example.com/logo.png", box=Box(5, 5, 90, 90))
    Frame.objects.keep(studio.cast.workspace, url, Kind.PICTURE, jpeg(*size))
    page = open_editor(builders.document(bounds, urls=(url,), logos=(logo,)))
    expect(page.locator(".item.has-picture")).to_have_count(1)
    expected = letterbox(*size, bounds)
    placed = item(page, "source-1").locator(".picture")
    place = placed.evaluate("e => [e.offsetLeft, e.offsetTop, e.offsetWidth, e.offsetHeight]")
    left, top = expected.x - bounds.x, expected.y - bounds.y
    assert place == [left, top, expected.w, expected.h]


def test_a_viewer_reads_everything_and_changes_nothing(
    open_editor: OpenEditor, studio: Studio
) -> None:
    page: Page = open_editor(PAIR, user=studio.cast.viewer)
    expect(page.get_by_text("Viewing only")).to_be_visible()
    drag(page, item(page, "source-1"), (100, 50))
    expect_box(page, START)
    item(page, "source-1").focus()
    for key in ("ArrowRight", "Delete", "]"):
        page.keyboard.press(key)
    expect_box(page, START)
    expect(field(page, "box.X")).to_have_attribute("readonly", "")
    expect(field(page, "source.Type")).to_be_disabled()
    for side in "XYWH":
        whole = "(input) => input.scrollWidth <= input.clientWidth && input.clientWidth > 30"
        assert field(page, f"box.{side}").evaluate(whole), f"all of {side} is seen"
    for name in ("Source", "Logo", "Forward", "Remove", "Undo", "Push…"):
        expect(page.get_by_role("button", name=name, exact=True)).to_have_count(0)
