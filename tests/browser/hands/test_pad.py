"""The pad: moving and sizing without dragging and without keys."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from studio.rules.geometry import Box
from tests import builders
from tests.browser.conftest import OpenEditor
from tests.driving.stage import box, centre, expect_box, expect_undo, field, item, select

ONE = builders.document(Box(100, 100, 400, 300))


def test_presses_move_and_size(open_editor: OpenEditor) -> None:
    page = open_editor(ONE)
    select(page, "source-1")
    page.get_by_role("button", name="Move and size").click()
    page.get_by_role("button", name="Move right").click()
    page.get_by_role("button", name="Move up").click()
    page.get_by_role("button", name="Steps of 10 px").click()
    page.get_by_role("button", name="Move down").click()
    page.get_by_role("button", name="Move left").press("Enter")
    expect_box(page, (91, 109, 400, 300))
    expect_undo(page, "move source-1")
    for name in ("Wider", "Wider", "Narrower", "Taller", "Lower", "Lower"):
        page.get_by_role("button", name=name).click()
    expect_box(page, (91, 109, 410, 290))
    expect_undo(page, "resize source-1")


def test_a_press_that_is_held_repeats_until_it_is_let_go(open_editor: OpenEditor) -> None:
    page = open_editor(ONE)
    select(page, "source-1")
    page.get_by_role("button", name="Move and size").click()
    page.mouse.move(*centre(page.get_by_role("button", name="Move right")))
    page.mouse.down()
    expect(field(page, "box.X")).to_have_value(re.compile("^1(0[5-9]|[1-9][0-9])$"))
    page.mouse.up()
    after = box(page)
    assert after == box(page)
    page.locator("#undo").click()
    expect(page.locator("#undo")).to_be_disabled()
    expect_box(page, (100, 100, 400, 300))


def test_its_buttons_are_large_enough_for_a_finger(open_editor: OpenEditor) -> None:
    page = open_editor(ONE, width=390, height=844, has_touch=True, is_mobile=True)
    item(page, "source-1").tap()
    page.get_by_role("button", name="Move and size").tap()
    buttons = page.locator("#pad button")
    expect(buttons).to_have_count(9)
    for button in buttons.all():
        bounds = button.bounding_box()
        assert bounds is not None
        assert min(bounds["width"], bounds["height"]) >= 44
    page.get_by_role("button", name="Wider").tap()
    expect_box(page, (100, 100, 401, 300))
