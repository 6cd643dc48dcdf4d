"""The tools above the stage are one stop of Tab, and arrow keys go along them."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from studio.rules.geometry import Box
from tests import builders
from tests.browser.conftest import OpenEditor
from tests.driving.stage import select

ONE = builders.document(Box(200, 100, 640, 360))


def tools(page: Page) -> Locator:
    return page.get_by_role("toolbar")


def tool(page: Page, name: str) -> Locator:
    return tools(page).get_by_role("button", name=name, exact=True)


def test_the_toolbar_is_one_stop_and_keeps_where_one_was(open_editor: OpenEditor) -> None:
    page = open_editor(ONE)
    select(page, "source-1")
    stops = tools(page).locator("button[tabindex='0']")
    expect(stops).to_have_count(1)
    tool(page, "Several").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    here = page.locator(":focus").get_attribute("data-act")
    assert here
    page.keyboard.press("Tab")
    assert not tools(page).locator(":focus").count()
    page.keyboard.press("Shift+Tab")
    expect(tools(page).locator(f"[data-act={here}]")).to_be_focused()
    expect(stops).to_have_count(1)


def test_arrows_go_round_and_pass_what_cannot_be_used(open_editor: OpenEditor) -> None:
    page = open_editor(ONE)
    tool(page, "Several").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#scene-size")).to_be_focused()
    page.keyboard.press("Home")
    expect(tool(page, "Several")).to_be_focused()
    page.keyboard.press("ArrowLeft")
    expect(tool(page, "Zoom in")).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(tool(page, "Several")).to_be_focused()
    page.keyboard.press("End")
    expect(tool(page, "Zoom in")).to_be_focused()


def test_what_is_disabled_under_the_stop_gives_it_away(open_editor: OpenEditor) -> None:
    page = open_editor(ONE)
    select(page, "source-1")
    tools(page).locator("[data-act=remove]").focus()
    page.keyboard.press("Enter")
    expect(tools(page).locator("[data-act=remove]")).to_be_disabled()
    expect(tools(page).locator("button[tabindex='0']")).to_have_count(1)
    expect(tools(page).locator("button[tabindex='0']")).to_be_enabled()
