"""What the editor's page asks for, and how much, before its stage shows its pictures."""

from __future__ import annotations

import gzip
from pathlib import Path

from playwright.sync_api import Response, Route, expect

from studio.rules.document import Logo
from studio.rules.geometry import Box
from tests import builders
from tests.browser.conftest import OpenContext, Watch
from tests.driving.arriving import KINDS, arrival
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
    files = [answers[url] for url in found.urls if url == address or url.endswith(tuple(KINDS))]
    assert len(files) >= 5
    assert sum(len(gzip.compress(file.body())) for file in files) <= MOST_KB * 1000


def test_a_press_that_needs_htmx_is_not_lost_before_it_has_come(
    studio: Studio, context: OpenContext, watch: Watch, data: Path
) -> None:
    opened = context()
    opened.add_cookies([studio.cookie(studio.cast.operator)])
    page = watch.page(opened.new_page())
    held: list[Route] = []
    page.route("**/htmx-2*", lambda route: held.append(route))  # noqa: PLW0108  # Playwright marks it
    page.goto(studio.address(builders.template(studio.cast.workspace)))
    page.locator("html[data-ready]").wait_for(state="attached")
    page.locator("script[src*=htmx]").wait_for(state="attached")
    page.locator("#push").click()
    assert page.locator("dialog[open]").count() == 0
    held[0].continue_()
    page.locator("dialog.push[open]").wait_for()


def test_who_does_not_get_the_template_is_told_so(
    studio: Studio, context: OpenContext, data: Path
) -> None:
    opened = context()
    opened.add_cookies([studio.cookie(studio.cast.operator)])
    page = opened.new_page()
    page.route("**/opening/", lambda route: route.abort())
    page.goto(studio.address(builders.template(studio.cast.workspace)))
    page.get_by_text("The template could not be loaded.").wait_for()
    # Nothing is said of a template that is not there: not that it is empty, nor that it is saved.
    for said in ("No source yet", "No box of the scene has this layer", "Nothing is selected"):
        expect(page.get_by_text(said).first).to_be_hidden()
    expect(page.locator("#saved")).to_be_hidden()
    expect(page.locator("#add-source")).to_be_hidden()
