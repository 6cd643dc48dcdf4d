"""A studio with a task on air in the sandbox, as the tests of the control page begin with it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, expect

from studio.volcengine.sandbox import accidents
from studio.volcengine.sandbox.accidents import Accidents
from tests.browser.conftest import OpenContext, Watch
from tests.driving.processes import ROOT, RunningStudio, running_studio

# The sandbox's seven seconds until a task is on air become one.
SPEED = 6
PATIENCE = 60_000


@contextmanager
def air_studio(data: Path) -> Iterator[RunningStudio]:
    """Every process that going on air needs, with a sandbox that is faster than the cloud."""
    settings = "tests.driving.settings"
    with running_studio(data, STUDIO_DEMO="1", DJANGO_SETTINGS_MODULE=settings) as studio:
        studio.processes["sandbox"] = subprocess.Popen(
            [sys.executable, "manage.py", "sandbox", "--speed", str(SPEED)],
            cwd=ROOT,
            env=studio.all_environment,
            start_new_session=True,
        )
        studio.start("web", "worker-cloud", "worker-media", "clock")
        yield studio


def signed_in(studio: RunningStudio, context: OpenContext, **options: object) -> BrowserContext:
    """A browser of the producer's, who signs in once for all of them."""
    person = context(**options)
    if studio.cookies:
        person.add_cookies(studio.cookies)
        return person
    page = person.new_page()
    page.goto(studio.sign_in_link())
    page.wait_for_url("**/templates/")
    page.close()
    studio.cookies = [dict(cookie) for cookie in person.cookies()]
    return person


def push(studio: RunningStudio, person: BrowserContext, watch: Watch) -> Page:
    """The demo's talk show pushed; its page, without waiting for what becomes of it."""
    page = watch.page(person.new_page())
    page.goto(f"{studio.url}/templates/")
    page.get_by_role("link", name="Thursday talk show", exact=True).click()
    page.locator("html[data-ready]").wait_for(state="attached")
    page.get_by_role("button", name="Push…").click()
    page.get_by_role("dialog").get_by_role("button", name="Push to sandbox").click()
    page.wait_for_url("**/tasks/**")
    return page


def on_air(studio: RunningStudio, person: BrowserContext, watch: Watch) -> Page:
    """The page of a task that is on air, with the demo's templates as its rundown."""
    page = push(studio, person, watch)
    state(page, "on_air")
    page.locator("#add-look").click()
    names = ("Thursday talk show", "Match with commentator", "Lecture, slides large")
    for count, name in enumerate(names, start=1):
        page.get_by_role("button", name=f"Add to rundown {name}").click()
        expect(page.locator(".rundown [data-digit]")).to_have_count(count, timeout=PATIENCE)
    page.keyboard.press("Escape")
    # The focus comes back a moment after the dialog has gone: an Enter would press this button.
    expect(page.locator("#add-look")).to_be_focused()
    return page


def state(page: Page, word: str) -> None:
    expect(page.locator("#task-status")).to_have_attribute("data-state", word, timeout=PATIENCE)


def preview(page: Page, name: str) -> None:
    shown = page.locator(".mon.pvw > header")
    expect(shown).to_contain_text(name, timeout=PATIENCE)


def program(page: Page, name: str) -> None:
    """Waits until this is what viewers see."""
    expect(page.locator(".mon.pgm > header")).to_contain_text(name, timeout=PATIENCE)


def take_by_keys(page: Page, digit: str, name: str) -> None:
    """Preview first, then armed, then taken."""
    page.keyboard.press(digit)
    preview(page, name)
    expect(page.locator("#take")).to_be_enabled(timeout=PATIENCE)
    page.keyboard.press("t")
    expect(page.locator("#main")).to_have_class("task-page is-armed")
    page.keyboard.press("Enter")


def last(page: Page, outcome: str) -> None:
    """How the newest operation of the history ended."""
    newest = page.locator(".hist > li").first
    expect(newest).to_contain_text(outcome, timeout=PATIENCE)


def task_id(page: Page) -> str:
    return page.locator(".facts dd").nth(1).inner_text().strip()


@contextmanager
def at_the_sandbox(studio: RunningStudio) -> Iterator[Accidents]:
    """Its tasks, for what befalls them past the studio."""
    with accidents.open_tasks(studio.data / "sandbox") as tasks:
        yield tasks
