"""Selecting several: by modifier, marquee, list, keys and one finger; and what acts on them all."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from studio.rules.document import Logo
from studio.rules.geometry import Box
from tests import builders
from tests.browser.conftest import OpenEditor
from tests.driving.stage import (
    centre,
    drag,
    drag_to,
    expect_selected,
    expect_undo,
    field,
    handle,
    item,
    painted,
    places,
    row,
    scene_point,
    select,
    whole,
)

# 2 lies upon 1; 3 stands apart.
THREE = builders.document(
    Box(200, 100, 640, 360), Box(400, 200, 320, 180), Box(1100, 500, 400, 300)
)


NAMES = ("source-1", "source-2", "source-3")


def select_both(page: Page) -> None:
    """1 and 3, on the stage."""
    page.mouse.click(*scene_point(page, (250, 150)))
    page.keyboard.down("Shift")
    item(page, "source-3").click()
    page.keyboard.up("Shift")
    expect_selected(page, "source-1", "source-3")


def test_a_modifier_adds_and_removes(open_editor: OpenEditor) -> None:
    page = open_editor(THREE)
    for key in ("Shift", "Control"):
        item(page, "source-2").click()
        page.keyboard.down(key)
        item(page, "source-3").click()
        expect_selected(page, "source-2", "source-3")
        expect(page.locator("#selected-name"), key).to_have_text("2 selected")
        expect(page.locator("#live"), key).to_have_text("2 selected")
        item(page, "source-2").click()
        page.keyboard.up(key)
        expect_selected(page, "source-3")
        expect(page.locator("#live"), key).to_have_text("source-3 selected")


def test_clicking_again_reaches_what_is_beneath(open_editor: OpenEditor) -> None:
    page = open_editor(THREE)
    point = scene_point(page, (550, 290))
    for name in ("source-2", "source-1", "source-2"):
        page.mouse.click(*point)
        expect_selected(page, name)
    expect(page.locator("#undo")).to_be_disabled()
    # What was reached so can be dragged from there.
    page.mouse.click(*point)
    drag_to(page, point, (0, 60))
    page.mouse.up()
    expect_undo(page, "move source-1")
    # From elsewhere the topmost is taken again.
    item(page, "source-2").click()
    expect_selected(page, "source-2")


def test_a_marquee_takes_what_it_touches(open_editor: OpenEditor) -> None:
    page = open_editor(THREE)
    start, end = scene_point(page, (60, 60)), scene_point(page, (450, 250))
    drag_to(page, start, (end[0] - start[0], end[1] - start[1]))
    expect(page.locator(".marquee")).to_be_visible()
    page.mouse.up()
    expect(page.locator(".marquee")).to_be_hidden()
    expect_selected(page, "source-1", "source-2")
    page.keyboard.down("Shift")
    start = scene_point(page, (1000, 450))
    drag_to(page, start, (100, 60))
    page.keyboard.up("Shift")
    page.mouse.up()
    expect_selected(page, *NAMES)
    expect(page.locator("#undo")).to_be_disabled()


def test_escape_takes_a_marquee_back(open_editor: OpenEditor) -> None:
    page = open_editor(THREE)
    item(page, "source-3").click()
    drag_to(page, scene_point(page, (60, 60)), (200, 150))
    page.keyboard.press("Escape")
    page.mouse.up()
    expect_selected(page, "source-3")


def test_the_list_adds_and_removes_too(open_editor: OpenEditor) -> None:
    page = open_editor(THREE)
    select(page, "source-1")
    row(page, "source-3").click(modifiers=["Control"])
    expect_selected(page, "source-1", "source-3")
    row(page, "source-1").click(modifiers=["Shift"])
    expect_selected(page, "source-3")


def test_keys_alone_select_several(open_editor: OpenEditor) -> None:
    page = open_editor(THREE)
    item(page, "source-1").focus()
    page.keyboard.press("m")
    expect(page.locator("#several")).to_have_attribute("aria-pressed", "true")
    for key in ("Tab", "Tab", "Space"):
        page.keyboard.press(key)
    expect_selected(page, "source-1", "source-3")
    page.keyboard.press("m")
    page.keyboard.press("Control+a")
    expect_selected(page, *NAMES)
    page.keyboard.press("Escape")
    expect_selected(page)


def test_one_finger_selects_several(open_editor: OpenEditor) -> None:
    page = open_editor(THREE, has_touch=True, width=1024, height=768)
    page.locator("#several").tap()
    for name in ("source-2", "source-3", "source-2"):
        page.touchscreen.tap(*centre(item(page, name)))
    expect_selected(page, "source-3")


def test_a_group_is_moved_together_in_one_named_step(open_editor: OpenEditor) -> None:
    page = open_editor(THREE)
    select_both(page)
    before = places(page, *NAMES)
    drag(page, item(page, "source-3"), (90, -60))
    after = places(page, *NAMES)
    moves = {(new[0] - old[0], new[1] - old[1]) for old, new in zip(before, after, strict=True)}
    assert len(moves) == 2  # the two moved alike, the third not at all
    assert (0, 0) in moves
    expect_undo(page, "move 2 items")
    expect_selected(page, "source-1", "source-3")
    page.keyboard.press("Control+z")
    painted(page)
    assert places(page, *NAMES) == before


def test_a_group_is_resized_by_the_box_around_it(open_editor: OpenEditor) -> None:
    page = open_editor(THREE)
    select_both(page)
    drag(page, handle(page, "se"), (-260, 140))
    x, y, w, h = whole(page)
    assert (x, y) == (200, 100)
    assert w < 1100
    assert h > 800
    for old, new in zip(((200, 100, 640, 360), (1100, 500, 400, 300)), both(page), strict=True):
        for at, start, size, scale in ((0, 200, 2, w / 1300), (1, 100, 3, h / 700)):
            assert abs(new[at] - (start + (old[at] - start) * scale)) <= 1
            assert abs(new[size] - old[size] * scale) <= 1
    expect_undo(page, "resize 2 items")


def both(page: Page) -> list[tuple[int, ...]]:
    return places(page, "source-1", "source-3")


def test_the_numbers_of_a_group_move_and_scale_it(open_editor: OpenEditor) -> None:
    page = open_editor(THREE)
    select_both(page)
    expect(page.locator("#several-name")).to_have_text("2 selected")
    assert whole(page) == (200, 100, 1300, 700)
    for name, value in (("X", "300"), ("W", "50%")):
        field(page, f"whole.{name}").fill(value)
        field(page, f"whole.{name}").press("Enter")
    assert whole(page) == (300, 100, 960, 700)
    expect_undo(page, "resize 2 items")
    field(page, "whole.W").fill("1")
    field(page, "whole.W").press("Enter")
    told = page.locator("#why-whole").inner_text()
    least = re.search(r"“1” is not from (\d+) to", told)
    assert least, told
    field(page, "whole.W").fill(least[1])
    field(page, "whole.W").press("Enter")
    assert min(place[2] for place in both(page)) == 10


def test_a_group_is_nudged_ordered_duplicated_and_removed(open_editor: OpenEditor) -> None:
    logo = Logo(url="https://pictures.example.com/logo.png", box=Box(20, 900, 90, 90))
    page = open_editor(builders.document(Box(0, 0, 300, 200), Box(400, 0, 300, 200), logos=(logo,)))
    item(page, "source-1").focus()
    page.keyboard.press("Control+a")
    page.keyboard.press("Shift+ArrowDown")
    expect(page.locator("#live")).to_have_text("3 items: x 0, y 10, 700 by 990")
    page.keyboard.press("]")
    expect(page.locator("#live")).to_have_text("Already in front")
    page.keyboard.press("Control+d")
    expect(page.locator("#undo")).to_contain_text("Undo duplicate 3 items")
    expect(page.locator("#stage .item[aria-pressed=true]")).to_have_count(3)
    assert places(page, "source-3") == [(32, 42, 300, 200)]
    page.keyboard.press("Delete")
    expect(page.locator("#stage .item")).to_have_count(3)
    expect(page.locator("#undo")).to_contain_text("Undo remove 3 items")
    page.keyboard.press("Control+z")
    expect(page.locator("#stage .item")).to_have_count(6)
    expect(page.locator("#selected-name")).to_have_text("3 selected")


def test_more_copies_than_a_mix_may_hold_are_refused_in_words(open_editor: OpenEditor) -> None:
    page = open_editor(builders.document(*[Box(100 * n, 50, 90, 90) for n in range(5)]))
    item(page, "source-1").focus()
    page.keyboard.press("Control+a")
    page.get_by_role("button", name="Duplicate").click()
    expect(page.get_by_text("A mix has 8 sources at most.")).to_be_visible()
    expect(page.locator("#undo")).to_be_disabled()
