"""The pictures of the control page in docs/img/: one task, armed and then of unknown outcome.

`python -m bench.screenshots.air` makes them, dark and light, in English and Chinese, by the
studio's processes and a sandbox that goes wrong as it is told.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django

django.setup()

from playwright.sync_api import BrowserContext, Page, expect, sync_playwright  # noqa: E402

from bench.screenshots.editor import signed_in  # noqa: E402
from bench.screenshots.looks import CHINESE, ENGLISH, LANGUAGES, PHONE, WIDE, keep  # noqa: E402
from studio.volcengine.sandbox import mischief  # noqa: E402
from studio.volcengine.sandbox.mischief import Wish  # noqa: E402
from tests import chromium  # noqa: E402
from tests.browser.conftest import Watch  # noqa: E402
from tests.driving import air  # noqa: E402
from tests.driving.processes import RunningStudio, wait_for  # noqa: E402

MATCH, ARMED = "Match with score", "task-page is-armed"


def tell(studio: RunningStudio, **wish: object) -> None:
    mischief.tell(studio.data / "sandbox", Wish(**wish))  # type: ignore[arg-type]  # by keyword


def arm(page: Page) -> None:
    """It lets go by itself after a while."""
    expect(page.locator("#take")).to_be_enabled(timeout=air.PATIENCE)
    expect(page.locator("#main")).not_to_have_class(ARMED, timeout=air.PATIENCE)
    page.keyboard.press("t")
    expect(page.locator("#main")).to_have_class(ARMED)


def lose_the_take(studio: RunningStudio, page: Page) -> None:
    """Its answer never comes, and asking shows nothing yet."""
    tell(studio, kind="slow", of="inquiry", seconds=60)
    tell(studio, kind="lose", of="take", once=True)
    arm(page)
    page.keyboard.press("Enter")
    air.state(page, "unknown")


def is_well(page: Page) -> bool:
    page.reload()
    return page.locator(".banner.error").count() == 0


def show(studio: RunningStudio, english: BrowserContext, chinese: Page, phones: list[Page]) -> None:
    page = air.on_air(studio, english, Watch())
    wait_for(lambda: is_well(page), "the studio is well with its streams")
    for other in (chinese, *phones):
        other.goto(page.url)
    page.keyboard.press("2")
    for shown, language in ((page, ENGLISH), (chinese, CHINESE)):
        air.preview(shown, MATCH)
        arm(shown)
        keep(shown, language, "control-armed")
    lose_the_take(studio, page)
    air.state(chinese, "unknown")
    for shown, language in ((page, ENGLISH), (chinese, CHINESE)):
        keep(shown, language, "control-unknown")
    for shown, language in zip(phones, LANGUAGES, strict=True):
        air.state(shown, "unknown")
        keep(shown, language, "control-phone")


def main() -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        air.air_studio(Path(folder)) as studio,
        sync_playwright() as playwright,
    ):
        studio.start("streams")
        browser = chromium.launch(playwright)
        state = signed_in(browser, studio)
        tall: dict[str, Any] = {**WIDE, "viewport": {"width": 1440, "height": 1000}}
        contexts = [
            browser.new_context(
                storage_state=state, reduced_motion="reduce", locale=language.locale, **look
            )
            for look in (tall, PHONE)
            for language in LANGUAGES
        ]
        english, *others = contexts
        chinese, *phones = [context.new_page() for context in others]
        show(studio, english, chinese, phones)
        browser.close()


if __name__ == "__main__":
    main()
