"""Panning: by wheel, pointer and keys, and what is scrolled to."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenEditor
from tests.driving.stage import (
    centre,
    drag_to,
    expect_box,
    expect_selected,
    field,
    item,
    painted,
    row,
    scene_point,
    select,
    zoom,
)
from tests.driving.viewing import PAIR, START, corner, empty, near, press, stage_rect, wheel


def test_the_wheel_pans_and_sideways_with_shift(open_editor: OpenEditor) -> None:
    page = open_editor(PAIR)
    x, y = corner(page)
    before = zoom(page)
    wheel(page, empty(page), (30, 50))
    assert near(corner(page), (x - 30, y - 50))
    wheel(page, empty(page), (0, 40), key="Shift")
    assert near(corner(page), (x - 70, y - 50))
    assert zoom(page) == before


def test_space_and_the_middle_button_pan_and_escape_goes_back(open_editor: OpenEditor) -> None:
    page = open_editor(PAIR)
    for way in ("space", "middle"):
        pan(page, way)


def pan(page: Page, way: str) -> None:
    item(page, "source-2").focus()
    stage = page.locator("#stage")
    x, y = corner(page)
    button = "middle" if way == "middle" else "left"
    for kept in (True, False):
        if way == "space":
            page.keyboard.down("Space")
            expect(item(page, "source-1")).to_have_css("cursor", "grab")
        page.mouse.move(*centre(item(page, "source-1")))
        page.mouse.down(button=button)  # type: ignore[arg-type]  # one of the two
        page.mouse.move(*(at + 70 for at in centre(item(page, "source-1"))), steps=8)
        expect(stage).to_have_css("cursor", "grabbing")
        painted(page)
        if not kept:
            page.keyboard.press("Escape")
        page.mouse.up(button=button)  # type: ignore[arg-type]
        if way == "space":
            page.keyboard.up("Space")
        assert near(corner(page), (x + 70, y + 70))
    expect(stage).not_to_have_css("cursor", "grabbing")
    expect_selected(page, "source-2")
    expect(page.locator("#undo")).to_be_disabled()


def test_the_middle_button_pans_and_does_not_paste_the_text_selected_last(
    open_editor: OpenEditor,
) -> None:
    # Where letting the middle button go pastes what is selected anywhere, as on Linux.
    page = open_editor(PAIR)
    select(page, "source-2")
    field(page, "source.Url").press("Control+a")
    item(page, "source-2").focus()
    x, y = corner(page)
    page.mouse.move(*centre(item(page, "source-1")))
    page.mouse.down(button="middle")
    page.mouse.move(*(at + 70 for at in centre(item(page, "source-1"))), steps=8)
    page.mouse.up(button="middle")
    assert near(corner(page), (x + 70, y + 70))
    expect(page.locator("#stage .item")).to_have_count(2)
    expect(page.locator("#undo")).to_be_disabled()


def test_space_pans_before_anything_has_the_focus(open_editor: OpenEditor) -> None:
    page = open_editor(PAIR)
    x, y = corner(page)
    page.keyboard.down("Space")
    drag_to(page, centre(item(page, "source-1")), (50, 40))
    page.mouse.up()
    page.keyboard.up("Space")
    assert near(corner(page), (x + 50, y + 40))
    expect_selected(page)


def test_space_let_go_without_a_drag_chooses(open_editor: OpenEditor) -> None:
    page = open_editor(PAIR)
    item(page, "source-2").focus()
    press(page, "Escape")
    expect_selected(page)
    page.keyboard.down("Space")
    expect_selected(page)
    page.keyboard.up("Space")
    expect_selected(page, "source-2")


def test_keys_pan(open_editor: OpenEditor) -> None:
    page = open_editor(PAIR)
    _left, _top, width, height = stage_rect(page)
    item(page, "source-1").focus()
    press(page, "Escape")
    x, y = corner(page)
    press(page, "ArrowRight", "Shift+ArrowDown")
    assert near(corner(page), (x - width * 0.05, y - height * 0.25))
    expect(page.locator("#live")).to_contain_text("In sight: x ")
    press(page, "Shift+ArrowUp", "ArrowLeft")
    press(page, "Enter")  # with something selected the arrows move that, and these still pan
    press(page, "PageDown")
    assert near(corner(page), (x, y - height * 0.75))
    press(page, "PageUp", "Shift+PageUp")
    assert near(corner(page), (x + width * 0.75, y))
    expect_box(page, START)


def test_some_of_the_scene_stays_in_sight_however_far_it_is_panned(
    open_editor: OpenEditor,
) -> None:
    page = open_editor(PAIR)
    left, top, width, height = stage_rect(page)
    wheel(page, empty(page), (9000, 9000))
    x, y = scene_point(page, (1920, 1080))
    assert near((x, y), (left + 64, top + 64))
    wheel(page, (left + 20, top + 20), (-9000, -9000))
    assert near(corner(page), (left + width - 64, top + height - 64))


# Where the view stays


def test_what_is_chosen_or_moved_out_of_sight_is_scrolled_to(open_editor: OpenEditor) -> None:
    page = open_editor(PAIR)
    select(page, "source-1").focus()
    press(page, "Shift+Digit0", "Shift+PageUp", "PageUp")
    row(page, "source-2").click()
    painted(page)

    def in_sight(name: str) -> bool:
        painted(page)
        found = item(page, name).bounding_box()
        assert found is not None
        left, top, width, height = stage_rect(page)
        return (
            left <= found["x"] <= left + width - found["width"]
            and top <= found["y"] <= top + height - found["height"]
        )

    assert in_sight("source-2")
    assert zoom(page) == 1
    item(page, "source-2").focus()
    for _press in range(30):
        page.keyboard.press("Shift+ArrowRight")
        page.keyboard.press("Shift+ArrowDown")
    assert in_sight("source-2")
    press(page, "Shift+Tab")
    expect_selected(page, "source-1")
    assert in_sight("source-1")
    page.get_by_role("button", name="Source", exact=True).click()
    assert in_sight("source-3")
    item(page, "source-3").focus()
    press(page, "Shift+Digit1")
    x, y = corner(page)
    select(page, "source-2")
    assert near(corner(page), (x, y))


# What is right at every zoom
