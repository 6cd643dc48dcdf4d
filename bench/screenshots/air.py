"""The pictures of the control page in docs/img/: one task, brought into each state in turn.

`python -m bench.screenshots.air` makes them, by the studio's processes and a
sandbox that goes wrong as it is told.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django

django.setup()

from playwright.sync_api import BrowserContext, Page, expect, sync_playwright  # noqa: E402

from bench.screenshots.editor import FOLDER, PHONE, WIDE, signed_in, small  # noqa: E402
from studio.volcengine.sandbox import mischief  # noqa: E402
from studio.volcengine.sandbox.mischief import Wish  # noqa: E402
from tests import chromium  # noqa: E402
from tests.browser.conftest import Watch  # noqa: E402
from tests.driving import air  # noqa: E402
from tests.driving.processes import RunningStudio  # noqa: E402

TALK, MATCH, LECTURE = "Thursday talk show", "Match with commentator", "Lecture, slides large"


def keep(page: Page, name: str) -> None:
    """The page as it stands; its height fits what is on it."""
    page.mouse.move(0, 0)
    page.wait_for_load_state("networkidle")
    data = small(page.screenshot())
    (FOLDER / f"control-{name}.png").write_bytes(data)
    sys.stdout.write(f"control-{name}: {len(data) // 1000} kB\n")


def tell(studio: RunningStudio, **wish: object) -> None:
    mischief.tell(studio.data / "sandbox", Wish(**wish))  # type: ignore[arg-type]  # by keyword


def arm(page: Page, digit: str, name: str) -> None:
    page.keyboard.press(digit)
    air.preview(page, name)
    expect(page.locator("#take")).to_be_enabled(timeout=air.PATIENCE)
    page.keyboard.press("t")
    expect(page.locator("#main")).to_have_class("task-page is-armed")


def show(studio: RunningStudio, person: BrowserContext) -> None:
    page = air.on_air(studio, person, Watch())
    keep(page, "idle")
    arm(page, "2", MATCH)
    keep(page, "armed")
    tell(studio, kind="slow", of="take", seconds=3, once=True)
    page.keyboard.press("Enter")
    expect(page.locator(".task-notes")).to_contain_text("on its way", timeout=air.PATIENCE)
    keep(page, "sent")
    air.program(page, MATCH)
    page.keyboard.press("1")
    air.preview(page, TALK)
    keep(page, "applied")
    tell(studio, kind="fail", of="take", once=True)
    arm(page, "3", LECTURE)
    page.keyboard.press("Enter")
    expect(page.locator(".task-notes")).to_contain_text("not applied", timeout=air.PATIENCE)
    keep(page, "not-applied")
    with air.at_the_sandbox(studio) as tasks:
        tasks.update_elsewhere(air.task_id(page))
    expect(page.locator("#drift")).to_be_visible(timeout=air.PATIENCE)
    keep(page, "drift")
    page.locator("#adopt-drift").click()
    expect(page.locator("#drift")).to_have_count(0, timeout=air.PATIENCE)
    lose_a_take(studio, page)
    keep(page, "unknown")
    on_a_phone(studio, page)
    mischief.behave(studio.data / "sandbox")
    page.locator("#ask-again").click()
    air.program(page, TALK)
    page.locator("#stop").click()
    page.get_by_role("button", name="Stop now").click()
    air.state(page, "ended")
    keep(page, "ended")
    page.goto(f"{studio.url}/tasks/")
    keep(page, "list")


def lose_a_take(studio: RunningStudio, page: Page) -> None:
    """Its answer never comes, and asking shows nothing yet."""
    tell(studio, kind="slow", of="inquiry", seconds=60)
    tell(studio, kind="lose", of="take", once=True)
    arm(page, "1", TALK)
    page.keyboard.press("Enter")
    air.state(page, "unknown")


def on_a_phone(studio: RunningStudio, page: Page) -> None:
    browser = page.context.browser
    assert browser
    options: dict[str, Any] = {**PHONE, "storage_state": page.context.storage_state()}
    phone = browser.new_context(reduced_motion="reduce", **options)
    small_page = phone.new_page()
    small_page.goto(page.url)
    keep(small_page, "phone")
    phone.close()


def main() -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        air.air_studio(Path(folder)) as studio,
        sync_playwright() as playwright,
    ):
        browser = chromium.launch(playwright)
        state = signed_in(browser, studio)
        look: dict[str, Any] = {**WIDE, "viewport": {"width": 1440, "height": 1000}}
        person = browser.new_context(storage_state=state, reduced_motion="reduce", **look)
        show(studio, person)
        look["color_scheme"] = "light"
        light = browser.new_context(storage_state=state, reduced_motion="reduce", **look)
        light_page = light.new_page()
        light_page.goto(f"{studio.url}/tasks/history/")
        keep(light_page, "history")
        browser.close()


if __name__ == "__main__":
    main()
