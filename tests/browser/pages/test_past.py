"""The history of operations in a browser: filtered by keys, kept as an address, saved."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from studio.mixes.models import State
from tests import builders
from tests.browser.conftest import OpenContext, Watch
from tests.driving.arriving import Held
from tests.driving.studio import Studio
from tests.mixes.history.past import moved, pushed, stopped, taken


@pytest.fixture
def page(studio: Studio, context: OpenContext, watch: Watch) -> Page:
    """The list of tasks, after a push, two takes and a stop."""
    push = pushed(studio.cast, builders.document(), name="talk")
    taken(push, moved(builders.document(), 10))
    taken(push, moved(builders.document(), 30), state=State.REFUSED, error_message="no room")
    stopped(push)
    person = context()
    person.add_cookies([studio.cookie(studio.cast.viewer)])
    page = watch.page(person.new_page())
    page.goto(studio.url + reverse("tasks"))
    return page


def test_is_filtered_by_keys_alone_and_kept_as_an_address(page: Page) -> None:
    page.get_by_role("link", name="History").focus()
    page.keyboard.press("Enter")
    rows = page.locator(".past tbody tr")
    expect(rows).to_have_count(4)
    page.get_by_label("Operation").focus()
    page.keyboard.type("Take")
    page.get_by_label("Outcome").focus()
    page.keyboard.type("refused")
    page.get_by_label("Words").focus()
    page.keyboard.type("room")
    page.keyboard.press("Enter")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("Take 2")
    expect(rows).to_contain_text("no room")
    page.reload()
    expect(rows).to_have_count(1)
    expect(page.get_by_label("Operation")).to_have_value("take")
    page.get_by_role("link", name="Show all").click()
    expect(rows).to_have_count(4)


def test_the_list_of_tasks_follows_what_is_typed(page: Page, studio: Studio) -> None:
    pushed(studio.cast, builders.document(), name="match")
    page.reload()
    rows = page.locator("#rows tbody tr")
    expect(rows).to_have_count(2)
    page.get_by_role("searchbox", name="Name or task ID").focus()
    page.keyboard.type("mat")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("match")
    expect(page).to_have_url(re.compile("q=mat"))
    with page.expect_request(re.compile(r"/tasks/.*q=mat")):
        pass  # The list asks for itself again, for the same words.
    expect(rows).to_have_count(1)
    page.keyboard.type("x")
    expect(page.locator("#rows")).to_contain_text("No task is like this.")
    expect(page.locator("#said")).to_have_text("0 tasks listed")
    expect(page.get_by_role("searchbox")).to_be_focused()


def test_shows_a_picture_of_what_went_on_air(page: Page) -> None:
    page.get_by_role("link", name="History").click()
    pictures = page.locator(".past img")
    expect(pictures).to_have_count(3)
    for picture in pictures.all():
        expect(picture).to_have_js_property("complete", value=True)
        assert picture.evaluate("(image) => image.naturalWidth") == 240


def test_is_saved_as_a_file(page: Page, tmp_path: Path) -> None:
    page.get_by_role("link", name="History").click()
    with page.expect_download() as saving:
        page.get_by_role("link", name="CSV").click()
    file = tmp_path / "history.csv"
    saving.value.save_as(file)
    assert saving.value.suggested_filename.endswith(".csv")
    with file.open(encoding="utf-8-sig", newline="") as opened:
        assert [row["kind"] for row in csv.DictReader(opened)] == ["stop", "take", "take", "push"]


def test_names_what_cannot_be_read_beside_its_field(page: Page, studio: Studio) -> None:
    page.goto(f"{studio.url}{reverse('history')}?since=2026-02-30")
    field = page.get_by_label("From")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_accessible_description("Enter a valid date.")
    # It can be seen, and mended: a browser's own field for a day would show none.
    expect(field).to_have_value("2026-02-30")


def test_takes_days_before_and_after_the_browsers_own_fields_for_them_are_there(
    page: Page, studio: Studio
) -> None:
    held = Held(page, re.compile(r"/pages/dates\b"))
    page.goto(f"{studio.url}{reverse('history')}?until=2026-11-30", wait_until="commit")
    page.get_by_label("From").press_sequentially("2026-11-")
    held.let_go()
    expect(page.get_by_label("Until")).to_have_attribute("type", "date")
    page.get_by_label("From").press_sequentially("29")
    page.get_by_label("Words").focus()
    for name, day in (("From", "2026-11-29"), ("Until", "2026-11-30")):
        expect(page.get_by_label(name)).to_have_attribute("type", "date")
        expect(page.get_by_label(name)).to_have_value(day)
