"""A studio with a task on air in the sandbox, as the tests of the control page begin with it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit
from uuid import UUID

from playwright.sync_api import BrowserContext, Page, expect

from studio.volcengine.sandbox import accidents
from studio.volcengine.sandbox.accidents import Accidents
from tests.browser.conftest import OpenContext, Watch
from tests.driving.processes import RunningStudio, running_studio, wait_for
from tests.driving.visitor import Visitor, key_in

PATIENCE = 60_000
# The demo's templates of which the rundowns are made.
LOOKS = ("Thursday talk show", "Match with score", "Lecture with an experiment")


@contextmanager
def air_studio(data: Path, prepared: Path | None = None) -> Iterator[RunningStudio]:
    """Every process that going on air needs, with a sandbox that is faster than the cloud."""
    settings = "tests.driving.settings"
    named = {"STUDIO_DEMO": "1", "DJANGO_SETTINGS_MODULE": settings}
    with running_studio(data, prepared=prepared, **named) as studio:
        studio.start("web", "cloud", "clock", "media", "sandbox")
        yield studio


def visitor(studio: RunningStudio) -> Visitor:
    """The producer, who signs in once for all."""
    studio.visitor = studio.visitor or Visitor(studio.sign_in_link())
    return studio.visitor


def signed_in(studio: RunningStudio, context: OpenContext, **options: object) -> BrowserContext:
    """A browser of the producer's."""
    person = context(**options)
    cookies = visitor(studio).cookies
    person.add_cookies(
        [{"name": each.name, "value": each.value or "", "url": studio.url} for each in cookies]
    )
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


def aired(studio: RunningStudio) -> str:
    """The address of a task that is on air, with the demo's templates as its rundown.

    It came there by plain requests: what is pressed for that is tried where it is the subject.
    """
    sent = visitor(studio)
    templates = {name: template_id(studio, name) for name in LOOKS}
    address = f"/templates/{templates[LOOKS[0]]}/push/"
    dialog = sent.get(address)
    fields = {name: key_in(dialog, name) for name in ("key", "version")}
    task = sent.post(address, name=LOOKS[0], **fields)
    assert "/tasks/" in task
    for template in templates.values():
        sent.post(f"{urlsplit(task).path}looks/", template=str(template))
    row = UUID(urlsplit(task).path.split("/")[2]).hex
    seen = "SELECT 1 FROM mixes_mixtask WHERE id = ? AND on_air_at IS NOT NULL"
    wait_for(lambda: studio.rows(seen, row), "the task is on air")
    return task


def on_air(studio: RunningStudio, person: BrowserContext, watch: Watch) -> Page:
    """Its page."""
    task = aired(studio)
    page = watch.page(person.new_page())
    page.goto(task)
    state(page, "on_air")
    expect(page.locator(".rundown [data-digit]")).to_have_count(len(LOOKS))
    return page


def prepare_rundown(page: Page) -> None:
    """The same looks, chosen on the page."""
    page.locator("#add-look").click()
    for count, name in enumerate(LOOKS, start=1):
        page.get_by_role("button", name=f"Add to rundown {name}", exact=True).click()
        expect(page.locator(".rundown [data-digit]")).to_have_count(count, timeout=PATIENCE)
    page.keyboard.press("Escape")
    # The focus comes back a moment after the dialog has gone: an Enter would press this button.
    expect(page.locator("#add-look")).to_be_focused()


def template_id(studio: RunningStudio, name: str) -> UUID:
    found = studio.rows("SELECT id FROM editor_layouttemplate WHERE name = ?", name)
    return UUID(str(found[0][0]))


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
    """Its tasks, for what happens to them past the studio."""
    with accidents.open_tasks(studio.data / "sandbox") as tasks:
        yield tasks
