"""The pictures of gallery and editor in docs/img/, of a studio as it is really run.

`python -m bench.screenshots.editor [NAME …]` makes these or all, dark and light, in English and
Chinese. Each is a small function that brings the page to the point worth showing.
"""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright._impl._api_structures import StorageState
from playwright.sync_api import Browser, Page, expect, sync_playwright

from bench.screenshots.looks import LANGUAGES, PHONE, WIDE, Language, keep
from tests import chromium
from tests.driving import stage
from tests.driving.processes import RunningStudio, running_studio
from tests.driving.visitor import Visitor

TALK, MATCH = "Thursday talk show", "Match with score"


def gallery(page: Page) -> None:
    expect(page.locator(".card .frame img")).to_have_count(4, timeout=30_000)
    page.wait_for_load_state("networkidle")


def editor(page: Page) -> None:
    stage.select(page, "slides")
    page.mouse.move(0, 0)


def phone(page: Page) -> None:
    page.touchscreen.tap(*stage.centre(stage.item(page, "host")))


@dataclass(frozen=True, kw_only=True)
class Picture:
    """Of a template in the editor, or of the gallery, where none is named."""

    name: str
    act: Callable[[Page], None]
    template: str = TALK
    context: dict[str, Any] = field(default_factory=lambda: WIDE)


PICTURES = (
    Picture(name="gallery", act=gallery, template=""),
    Picture(name="editor", act=editor),
    Picture(name="phone", act=phone, template=MATCH, context=PHONE),
)


def open_editor(page: Page, url: str) -> None:
    page.goto(url)
    page.locator("html[data-ready]").wait_for(state="attached")
    pictures = page.locator("#stage .item")
    expect(page.locator("#stage .item.has-picture")).to_have_count(pictures.count(), timeout=30_000)
    drawn = page.locator("#preview img")
    expect(drawn).to_have_attribute("src", re.compile("^blob:"), timeout=30_000)


def signed_in(browser: Browser, studio: RunningStudio) -> StorageState:
    """What a context needs to be somebody who is signed in, and has taken the tour."""
    Visitor(studio.sign_in_link())
    context = browser.new_context()
    page = context.new_page()
    page.goto(studio.sign_in_link())
    page.wait_for_url("**/templates/")
    state = context.storage_state()
    context.close()
    return state


def take(
    browser: Browser,
    state: StorageState,
    studio: RunningStudio,
    picture: Picture,
    language: Language,
) -> None:
    context = browser.new_context(
        storage_state=state, reduced_motion="reduce", locale=language.locale, **picture.context
    )
    page = context.new_page()
    page.goto(f"{studio.url}/templates/")
    if picture.template:
        name = language.says(picture.template)
        link = page.get_by_role("link", name=name, exact=True).get_attribute("href")
        open_editor(page, f"{studio.url}{link}")
    picture.act(page)
    keep(page, language, picture.name)
    context.close()


def studios(browser: Browser) -> Iterator[tuple[Language, RunningStudio, StorageState]]:
    """One in each language, as it is really run, and what signs somebody in there."""
    for language in LANGUAGES:
        with (
            tempfile.TemporaryDirectory() as folder,
            running_studio(Path(folder), STUDIO_DEMO="1", LC_ALL=language.terminal) as studio,
        ):
            studio.start()
            yield language, studio, signed_in(browser, studio)


def main(names: list[str]) -> None:
    with sync_playwright() as playwright:
        browser = chromium.launch(playwright)
        for language, studio, state in studios(browser):
            for picture in PICTURES:
                if not names or picture.name in names:
                    take(browser, state, studio, picture, language)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
