"""The help in a browser: in the studio, and as files that a browser opens by itself."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

from studio.help import site
from tests.browser.conftest import OpenContext, Watch
from tests.browser.pages.conftest import Judge, Visit


def test_from_a_page_to_what_helps_there_and_on_to_what_is_searched(
    visit: Visit, judge: Judge
) -> None:
    page = visit("tasks")
    page.get_by_role("link", name="Help").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Going on air")
    search = page.get_by_role("searchbox")
    search.fill("letterbox")
    search.press("Enter")
    page.get_by_role("link", name="Letterbox Letterbox").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Letterbox")
    narrow(page)
    judge(page)


def narrow(page: Page) -> None:
    """On a phone the way there is in the menu, and nothing is wider than the screen."""
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.get_by_role("button", name="Your account").click()
    page.get_by_role("link", name="Help").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Help")


def test_the_help_has_no_faults_for_axe(visit: Visit, judge: Judge) -> None:
    page = visit("help")
    judge(page)
    for query in ("take", "x"):
        page.goto(f"{page.url.partition('?')[0]}?q={query}")
        judge(page)
    for name in ("sources", "fields", "keys", "commands", "api"):
        judge(visit("help-page", name))


def test_as_files_it_is_read_and_searched_without_a_studio(
    tmp_path: Path, context: OpenContext, watch: Watch
) -> None:
    site.write(tmp_path)
    page = watch.page(context().new_page())
    page.goto((tmp_path / "index.html").as_uri())
    page.get_by_role("link", name="简体中文").click()
    search = page.get_by_role("searchbox")
    search.fill("黑边")
    expect(page.locator(".hits b").first).to_have_text("黑边")
    search.fill("天气")
    expect(page.get_by_text("没有找到")).to_be_visible()
    search.fill("")
    expect(page.locator("#found")).to_be_hidden()
    page.get_by_role("link", name="English").click()
    page.get_by_role("searchbox").fill("unknown OUTCOMES")
    page.get_by_role("link", name="Unknown outcomes Unknown outcomes").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Unknown outcomes")
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
