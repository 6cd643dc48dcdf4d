"""An act amid a drag, by a second finger or a key: the drag is taken back, whole."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from studio.rules.document import Logo
from studio.rules.geometry import Box
from tests import builders
from tests.browser.conftest import OpenEditor
from tests.driving.stage import centre, drag_to, expect_undo, item

BUG = Logo(url="https://pictures.example.com/bug.png", box=Box(900, 600, 192, 108))
PLACE = "x 900, y 600, 192 by 108$"
PAIR = builders.document(Box(100, 100, 640, 360), Box(1000, 100, 640, 360), logos=(BUG,))


def press(name: str) -> Callable[[Page], None]:
    return lambda page: page.get_by_role("button", name=name, exact=True).first.press("Enter")


def use_preset(page: Page) -> None:
    page.locator("#presets").get_by_role("button", name="Side by side", exact=True).press("Enter")


def paste(page: Page) -> None:
    page.keyboard.press("Control+v")


# What is done, what is undone next by then, and where the dragged logo lies.
ACTS = (
    (use_preset, "preset Side by side", PLACE),
    (press("Show source-2"), "show source-2", PLACE),
    (press("Source"), "add source-3", PLACE),
    (press("Logo"), "add a logo", PLACE),
    (press("Duplicate"), "duplicate bug.png", PLACE),
    (paste, "paste", PLACE),
    (press("Align left"), "align bug.png left", "x 0, y 600, 192 by 108$"),
)


def test_an_act_amid_a_drag_keeps_nothing_of_it(open_editor: OpenEditor) -> None:
    page = open_editor(PAIR)
    page.get_by_role("button", name="Hide source-2").press("Enter")
    bug = item(page, "bug.png").first
    for act, undo, place in ACTS:
        bug.click()
        page.keyboard.press("Control+c")
        start = centre(bug)
        drag_to(page, start, (-90, -60))
        assert centre(bug) != start, undo
        act(page)
        expect_undo(page, undo)
        page.mouse.up()
        expect(bug, undo).to_have_attribute("aria-label", re.compile(place))
        page.locator("#undo").click()
        expect_undo(page, "hide source-2")
