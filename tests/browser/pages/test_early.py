"""What is chosen, typed or pressed while a page is still coming is answered like what is later."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from studio.mixes.models import Push
from tests import builders
from tests.browser.conftest import OpenContext, Watch
from tests.driving.arriving import still_coming
from tests.driving.studio import Studio


@pytest.fixture
def page(studio: Studio, context: OpenContext, watch: Watch) -> Page:
    for name in ("Lecture", "Match"):
        builders.template(studio.cast.workspace, name=name)
    person = context()
    person.add_cookies([studio.cookie(studio.cast.operator)])
    return watch.page(person.new_page())


def test_a_word_that_was_searched_is_found(studio: Studio, page: Page) -> None:
    with still_coming(page, studio.url + reverse("templates")):
        page.get_by_label("Search templates").fill("match")
    expect(page.locator(".card")).to_have_count(1)
    expect(page.get_by_label("Search templates")).to_have_value("match")


def test_a_task_that_was_searched_is_found(studio: Studio, page: Page) -> None:
    cast = studio.cast
    for name in ("evening-news", "match"):
        Push.record(
            workspace=cast.workspace, person=cast.owner, rules=builders.document(), name=name
        )
    with still_coming(page, studio.url + reverse("tasks")):
        page.get_by_role("searchbox", name="Name or task ID").fill("match")
    expect(page.locator("#rows")).not_to_contain_text("evening-news")
    expect(page.locator("#rows")).to_contain_text("match")


def test_a_star_that_was_pressed_is_given(studio: Studio, page: Page) -> None:
    with still_coming(page, studio.url + reverse("templates")):
        star = page.get_by_role("button", name="Favourite: Match")
        star.click()
    expect(star).to_have_attribute("aria-pressed", "true")


def test_what_was_given_up_does_not_open(studio: Studio, page: Page) -> None:
    with still_coming(page, studio.url + reverse("templates")):
        page.get_by_role("button", name="Push…").first.click()
        page.get_by_label("Search templates").fill("match")
    expect(page.locator(".card")).to_have_count(1)
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_an_order_that_was_chosen_is_taken(studio: Studio, page: Page) -> None:
    with still_coming(page, studio.url + reverse("templates")):
        page.get_by_label("Order").select_option(label="Name")
    expect(page.locator(".card").first).to_contain_text("Lecture")


def test_a_look_that_was_chosen_brings_its_slots(studio: Studio, page: Page) -> None:
    with still_coming(page, studio.url + reverse("new-show")):
        page.get_by_label("Looks like").select_option(label="Match")
    expect(page.get_by_label("Name of the show")).to_be_visible()


def test_what_was_pressed_to_be_opened_opens(studio: Studio, page: Page) -> None:
    with still_coming(page, studio.url + reverse("templates")):
        page.get_by_role("button", name="Push…").first.click()
    expect(page.get_by_role("dialog")).to_contain_text("Push to sandbox")
    with still_coming(page, studio.url + reverse("templates")):
        page.get_by_role("button", name="More for Match").click()
        page.get_by_role("button", name="Rename…").click()
    expect(page.get_by_role("dialog").get_by_label("Name")).to_have_value("Match")


def test_what_stands_as_it_came_asks_for_nothing(studio: Studio, page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.headers.get("hx-request", "")))
    for name in ("templates", "new-show"):
        page.goto(studio.url + reverse(name))
        page.wait_for_timeout(500)
    assert "true" not in asked
