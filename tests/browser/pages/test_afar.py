"""What the editor's page asks for, and how much, before its stage shows its pictures."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Response, expect

from studio.rules.document import Logo
from studio.rules.geometry import Box
from tests import builders
from tests.browser.conftest import OpenContext, Watch
from tests.browser.pages.conftest import Judge, judge  # noqa: F401  # a fixture
from tests.driving.arriving import KINDS, Held, arrival
from tests.driving.studio import Studio

MOST_REQUESTS, MOST_KB = 16, 100
NAMES = [f"https://pictures.example.com/{name}.jpg" for name in "abcdef"]


def test_little_is_asked_for_before_the_stage_shows_its_pictures(
    studio: Studio, context: OpenContext, watch: Watch, data: Path
) -> None:
    workspace = studio.cast.workspace
    for url in NAMES:
        builders.frame(workspace, url)
    boxes = [Box(300 * n, 0, 300, 300) for n in range(4)]
    logos = tuple(Logo(url=url, box=Box(0, 500, 64, 64)) for url in NAMES[4:])
    rules = builders.document(*boxes, urls=tuple(NAMES[:4]), logos=logos)
    opened = context()
    opened.add_cookies([studio.cookie(studio.cast.operator)])
    page = watch.page(opened.new_page())
    answers: dict[str, Response] = {}

    def keep(answer: Response) -> None:
        answers.setdefault(answer.url, answer)  # icons may be asked for again: not modified

    page.on("response", keep)
    address = studio.address(builders.template(workspace, rules))
    found = arrival(page, address, len(NAMES))
    page.locator("script[src*=htmx]").wait_for(state="attached")  # which comes afterwards

    assert found.requests <= MOST_REQUESTS
    urls = dict.fromkeys(url for url in found.urls if url == address or url.endswith(tuple(KINDS)))
    files = [answers[url] for url in urls]
    assert len(files) >= 5, found
    assert sum(len(gzip.compress(file.body())) for file in files) <= MOST_KB * 1000


def held_back(studio: Studio, page: Page, file: str) -> Held:
    """Opens a template there, of whose page a file comes only once it is let go."""
    held = Held(page, file)
    page.goto(studio.address(builders.template(studio.cast.workspace)))
    return held


def test_a_press_that_needs_htmx_is_not_lost_before_it_has_come(
    studio: Studio, context: OpenContext, watch: Watch, data: Path
) -> None:
    opened = context()
    opened.add_cookies([studio.cookie(studio.cast.operator)])
    page = watch.page(opened.new_page())
    held = held_back(studio, page, "**/htmx-2*")
    page.locator("html[data-ready]").wait_for(state="attached")
    page.locator("script[src*=htmx]").wait_for(state="attached")
    page.locator("#push").click()
    assert page.locator("dialog[open]").count() == 0
    held.let_go()
    page.locator("dialog.push[open]").wait_for()


def test_a_menu_opened_before_its_sheet_has_come_is_seen_in_its_place_alone(
    studio: Studio, context: OpenContext, watch: Watch, data: Path
) -> None:
    opened = context()
    opened.add_cookies([studio.cookie(studio.cast.operator)])
    page = watch.page(opened.new_page())
    held = held_back(studio, page, "**/editor-dialogs*.css")
    page.locator("link[href*=editor-dialogs]").wait_for(state="attached")
    page.locator("#zoom").click()
    menu = page.locator("#view-menu")
    page.locator("#view-menu:popover-open").wait_for(state="attached")
    assert not menu.is_visible()
    held.let_go()
    menu.wait_for()
    under, over = menu.bounding_box(), page.locator("#zoom").bounding_box()
    assert under
    assert over
    assert 0 <= under["y"] - over["y"] - over["height"] <= 8


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (None, "There was no answer."),
        ({"status": 500, "body": "<h1>Server error</h1>"}, "The server answered with error 500."),
        ({"body": "<h1>Sign in</h1>", "content_type": "text/html"}, "You may be signed out."),
        ({"body": '{"rules":', "content_type": "application/json"}, "There was no answer."),
    ],
    ids=["none", "500", "html", "torn"],
)
def test_who_does_not_get_the_template_is_told_so_and_does_nothing_to_it(
    studio: Studio,
    context: OpenContext,
    watch: Watch,
    judge: Judge,  # noqa: F811
    data: Path,
    answer: dict[str, Any] | None,
    reason: str,
) -> None:
    opened = context()
    opened.add_cookies([studio.cookie(studio.cast.operator)])
    page = watch.page(opened.new_page())
    page.route("**/opening/", lambda route: route.fulfill(**answer) if answer else route.abort())
    page.goto(studio.address(builders.template(studio.cast.workspace)))
    message = page.get_by_role("alert")
    expect(message).to_contain_text("The template could not be loaded")
    expect(message).to_contain_text(reason)
    # Nothing is said of a template that is not there: not that it is empty, nor that it is saved.
    for said in ("No source yet", "No box of the scene has this layer", "Nothing is selected"):
        expect(page.get_by_text(said).first).to_be_hidden()
    expect(page.locator("#saved")).to_be_hidden()
    # Nor is anything done to it, or pushed unseen.
    for button in ("#add-source", "#push", "#snap", "[data-mode=safe]", "#undo", "#stage"):
        expect(page.locator(button).first).to_be_hidden()
    expect(page.get_by_label("Template name")).to_be_disabled()
    if answer is None:  # the others differ in the reason alone
        judge(page)

    again = page.get_by_role("button", name="Load again")
    again.press("Enter")  # in vain
    expect(message).to_contain_text(reason)
    expect(again).not_to_have_attribute("aria-busy", "true")
    page.unroute("**/opening/")
    again.press("Enter")
    page.locator("html[data-ready]").wait_for(state="attached")
    expect(message).to_be_hidden()
    expect(page.get_by_label("Template name")).to_be_enabled()
    for button in ("#push", "#snap", "#undo", "#stage"):
        expect(page.locator(button)).to_be_visible()
