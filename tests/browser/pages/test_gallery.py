"""The gallery in a browser: searched while one types, tagged, starred, put away."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from django.core.management import call_command
from django.urls import reverse
from playwright.sync_api import Page, expect

from studio.editor.finding import PAGE
from studio.editor.models import LayoutTemplate
from tests import builders
from tests.browser.conftest import OpenContext, Watch
from tests.browser.pages.conftest import Judge
from tests.builders import rewrite
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


def more(page: Page, name: str, act: str) -> None:
    page.get_by_role("button", name=f"More for {name}", exact=True).click()
    page.get_by_role("button", name=act).click()


def test_a_twin_is_drafted_looked_over_and_follows_and_new_ones_begin_like_it(
    studio: Studio, context: OpenContext, watch: Watch, judge: Judge
) -> None:
    talk = builders.template(studio.cast.workspace, name="Talk")
    person = context()
    person.add_cookies([studio.cookie(studio.cast.owner)])
    page = watch.page(person.new_page())
    page.goto(studio.url + reverse("templates"))
    more(page, "Talk", "Make its portrait twin")
    page.locator("html[data-ready]").wait_for(state="attached")
    twin = LayoutTemplate.objects.get(twin_of=talk)
    assert page.url == studio.address(twin)
    expect(page.locator("#stage .item")).to_have_count(len(talk.rules.sources))
    first, *others = talk.rules.sources
    newer = replace(first, url="https://pictures.example.com/newer.jpg")
    rewrite(
        LayoutTemplate.objects.filter(pk=talk.pk),
        rules=replace(talk.rules, sources=(newer, *others)),
    )
    page.goto(studio.url + reverse("templates"))
    more(page, "Talk (portrait)", "Take its twin’s addresses")
    expect(page.get_by_text("has the addresses of “Talk” now.")).to_be_visible()
    twin.refresh_from_db()
    assert twin.rules.sources[0].url == newer.url
    page.goto(studio.url + reverse("templates"))
    more(page, "Talk (portrait)", "Begin new ones like this")
    expect(page.get_by_text("begin like “Talk (portrait)”: the size")).to_be_visible()
    judge(page)
    page.get_by_role("button", name="New template").click()
    page.locator("html[data-ready]").wait_for(state="attached")
    scene = LayoutTemplate.objects.latest("created_at").rules.scene
    assert (scene.width, scene.height) == (1080, 1920)


# How often a page asks at most: static/pages/later.js.
PAUSES = 11
# How far anything was moved since the page came, as browsers count it.
SHIFTS = """() => new Promise((told) => {
  const observer = new PerformanceObserver((list) => {
    observer.disconnect();
    told(list.getEntries().reduce((sum, { value }) => sum + value, 0));
  });
  observer.observe({ type: "layout-shift", buffered: true });
  setTimeout(() => told(0), 200);
})"""


def work() -> None:
    call_command("db_worker", queue_name="media", batch=True, startup_delay=False, verbosity=0)


def test_pictures_come_by_themselves_and_move_nothing(
    studio: Studio, context: OpenContext, watch: Watch
) -> None:
    rules = builders.document(width=1080, height=1920)
    for number in range(3):
        builders.template(studio.cast.workspace, rules, name=f"Lecture {number}")
    person = context()
    person.add_cookies([studio.cookie(studio.cast.viewer)])
    page = watch.page(person.new_page())
    page.goto(studio.url + reverse("templates"))
    blanks, pictures = page.locator(".card [data-later]"), page.locator(".card .frame > img")
    expect(blanks).to_have_count(3)
    expect(pictures).to_have_count(0)
    cards = page.locator(".card")
    before = [card.bounding_box() for card in cards.all()]
    page.evaluate("window.isStillHere = true")
    work()
    expect(pictures).to_have_count(3)
    expect(blanks).to_have_count(0)
    for picture in pictures.all():
        expect(picture).to_have_js_property("naturalWidth", 480)
    assert [card.bounding_box() for card in cards.all()] == before
    assert page.evaluate(SHIFTS) == 0
    # What a search brings is waited for as well: its picture for who has no scripts is not asked
    # for, though htmx makes an element of it.
    match = builders.template(studio.cast.workspace, rules, name="Match of the day")
    itself = reverse("template-thumbnail", args=[match.pk])
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if itself in request.url else None)
    with page.expect_response(f"**{reverse('template-thumbnails')}?*"):
        page.get_by_label("Search templates").fill("match")
    expect(blanks).to_have_count(1)
    assert not asked
    work()
    expect(pictures).to_have_js_property("naturalWidth", 480)
    assert page.evaluate("window.isStillHere")


def test_a_page_asks_for_pictures_that_never_come_a_few_times_alone(
    studio: Studio, context: OpenContext, watch: Watch
) -> None:
    builders.template(studio.cast.workspace)
    person = context(alone=True)
    person.add_cookies([studio.cookie(studio.cast.viewer)])
    page = watch.page(person.new_page())
    page.clock.install()
    asked: list[str] = []
    coming = reverse("template-thumbnails")
    page.on("request", lambda request: asked.append(request.url) if coming in request.url else None)
    # As if it came for ever.
    page.route(f"**{coming}?*", lambda route: route.fulfill(json={"there": []}))
    page.goto(studio.url + reverse("templates"))
    for _time in range(PAUSES):
        with page.expect_response(f"**{coming}?*"):
            page.clock.run_for(5_000)
    for _time in range(3):
        page.clock.run_for(600_000)
    assert len(asked) == PAUSES
    expect(page.locator(".card [data-later]")).to_be_attached()
