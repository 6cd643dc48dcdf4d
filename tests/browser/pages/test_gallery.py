"""The gallery in a browser: searched while one types, tagged, starred, put away."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from studio.editor.finding import PAGE
from tests import builders
from tests.browser.conftest import OpenContext, Watch
from tests.browser.pages.conftest import Judge
from tests.driving.studio import Studio


@pytest.fixture
def page(studio: Studio, context: OpenContext, watch: Watch) -> Page:
    """A template, and two of other names that were changed last."""
    return gallery(studio, context, watch, lectures=1)


def gallery(studio: Studio, context: OpenContext, watch: Watch, *, lectures: int) -> Page:
    names = [*(f"Lecture {n:02}" for n in range(lectures)), "Match of the day", "晚间新闻"]
    for name in names:
        builders.template(studio.cast.workspace, name=name)
    person = context()
    person.add_cookies([studio.cookie(studio.cast.editor)])
    page = watch.page(person.new_page())
    page.goto(studio.url + reverse("templates"))
    return page


def test_finds_while_one_types(studio: Studio, context: OpenContext, watch: Watch) -> None:
    """Among one more than a page shows."""
    page = gallery(studio, context, watch, lectures=PAGE - 1)
    cards = page.locator(".card")
    expect(cards).to_have_count(PAGE)
    search = page.get_by_label("Search templates")
    search.press_sequentially("match")
    expect(cards).to_have_count(1)
    expect(search).to_be_focused()
    expect(page.get_by_role("status").filter(has_text="1 template")).to_be_attached()
    page.reload()
    expect(search).to_have_value("match")
    search.fill("新闻")
    expect(cards).to_contain_text(["晚间新闻"])
    search.fill("nobody")
    expect(page.get_by_text("Nothing found")).to_be_visible()
    page.get_by_role("link", name="Show all").click()
    page.get_by_label("Order").select_option(label="Name")
    expect(cards.first).to_contain_text("Lecture 00")
    page.get_by_role("link", name="Next").click()
    expect(cards).to_have_count(1)
    page.get_by_role("link", name="First page").click()
    expect(cards).to_have_count(PAGE)


def test_tags_stars_and_puts_away(page: Page, judge: Judge) -> None:
    cards = page.locator(".card")
    page.get_by_role("button", name="More for Match of the day").click()
    page.get_by_role("button", name="Tags…").click()
    field = page.get_by_role("textbox", name="Tags")
    field.fill("sport weekend a b c d e f g")
    page.get_by_role("button", name="Save").click()
    # Refused: it is there again, with what was typed.
    expect(field).to_have_accessible_description(re.compile("A template has 8 tags at most"))
    expect(field).to_have_value("sport weekend a b c d e f g")
    expect(field).to_be_focused()
    judge(page)
    field.fill("sport weekend")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="#sport").click()
    expect(cards).to_have_count(1)
    star = page.get_by_role("button", name="Favourite: Match of the day")
    star.click()
    expect(star).to_have_attribute("aria-pressed", "true")
    expect(star).to_be_focused()
    page.get_by_label("Search templates").fill("")
    page.get_by_label("Show").select_option(label="Favourites")
    page.wait_for_url("**shelf=favourites**")
    expect(cards).to_have_count(1)
    page.get_by_role("button", name="More for Match of the day").click()
    page.get_by_role("button", name="Archive", exact=True).click()
    expect(page.get_by_text("“Match of the day” is under Archived now.")).to_be_visible()
    expect(cards.filter(has_text="Match of the day")).to_have_count(0)
    page.get_by_label("Show").select_option(label="Archived")
    expect(cards).to_have_count(1)
