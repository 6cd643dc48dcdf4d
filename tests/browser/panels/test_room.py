"""Where there is little room: nothing in the bars lies on another, and all of it is reached."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from studio.rules.document import Logo
from studio.rules.geometry import Box
from tests import builders
from tests.browser.conftest import OpenEditor
from tests.driving.stage import painted, row

SIZES = [(1440, 900), (1280, 800), (1180, 760), (1024, 768), (820, 1180), (768, 1024), (390, 844)]

# Scrolled to, each button is what is hit in its middle, and is wide enough to be.
HIDDEN = """(bar) => [...bar.querySelectorAll("button:not([popover] *)")]
  .filter((button) => button.checkVisibility())
  .filter((button) => {
    button.scrollIntoView({ inline: "center", block: "nearest" });
    const { x, y, width, height } = button.getBoundingClientRect();
    const hit = document.elementFromPoint(x + width / 2, y + height / 2);
    return !button.contains(hit) || width < 24;
  })
  .map((button) => button.getAttribute("aria-label") ?? button.textContent.trim())"""


def covered(page: Page, bar: str) -> list[str]:
    painted(page)
    found: list[str] = page.locator(bar).evaluate(HIDDEN)
    return found


@pytest.mark.parametrize("has_touch", [False, True])
def test_every_tool_is_reached_and_none_lies_on_another(
    open_editor: OpenEditor, *, has_touch: bool
) -> None:
    page = open_editor(has_touch=has_touch)
    for width, height in (size for size in SIZES if (size[0] < 900) == has_touch):
        page.set_viewport_size({"width": width, "height": height})
        if width < 700:
            page.locator(".dock").get_by_role("button", name="Layers").click()
        row(page, "source-1").click()
        found = {bar: covered(page, bar) for bar in (".tools", ".top", "#inspector")}
        assert not any(found.values()), (width, found)


def test_a_tablet_held_upright_has_a_stage_as_wide_as_it_is(open_editor: OpenEditor) -> None:
    page = open_editor(width=820, height=1180, has_touch=True)
    stage, layers, box = (page.locator(at).bounding_box() for at in ("#stage", ".left", ".right"))
    assert stage is not None
    assert layers is not None
    assert box is not None
    assert stage["width"] >= 800
    assert stage["height"] >= 800 * 9 / 16
    assert layers["x"] + layers["width"] <= box["x"]
    assert layers["y"] == box["y"] >= stage["y"] + stage["height"]


def test_what_the_server_draws_stays_in_sight_and_in_its_place(open_editor: OpenEditor) -> None:
    logo = Logo(url="https://pictures.example.com/logo.png", box=Box(500, 900, 90, 90))
    rules = builders.document(Box(20, 100, 640, 360), width=1080, height=1920, logos=(logo,))
    page = open_editor(rules, width=1333, height=777)
    drawn = page.locator("#preview .shot")
    expect(drawn.locator("img")).to_have_attribute("src", re.compile("^blob:"))
    before = drawn.bounding_box()
    row(page, "logo.png").click()
    painted(page)
    assert drawn.bounding_box() == before
    assert before is not None
    assert before["y"] + before["height"] <= 777


def test_all_tools_are_seen_at_once_on_a_wide_screen(open_editor: OpenEditor) -> None:
    page = open_editor()
    row(page, "source-1").click()
    tools = page.locator(".tools")
    for width, height in SIZES[:-1]:
        page.set_viewport_size({"width": width, "height": height})
        painted(page)
        assert tools.evaluate("(bar) => bar.scrollWidth - bar.clientWidth") == 0, width
        assert page.locator("#selected-name").evaluate("(name) => name.clientWidth") > 30, width
