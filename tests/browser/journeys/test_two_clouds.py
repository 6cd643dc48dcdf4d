"""Two clouds, two workspaces: nothing goes to another than its own, and pages say which that is."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from studio.rules import codec
from studio.volcengine.sandbox.faults import Fault
from studio.volcengine.sandbox.gateway import Gateway
from studio.volcengine.sandbox.keys import Note
from studio.volcengine.sandbox.tasks import Tasks
from tests import builders
from tests.browser.conftest import OpenContext, Watch
from tests.driving import air
from tests.driving.processes import RunningStudio, running_studio
from tests.volcengine import stand_in

SPEED = 20.0
NAMED = {"Hall North": "teal", "Hall South": "amber", "Arena": "rose"}


@dataclass(frozen=True)
class Cloud:
    """One that listens over loopback, as it is named and coloured in the studio."""

    name: str
    colour: str
    url: str
    note: Note
    tasks: Tasks

    def statuses(self) -> list[str]:
        listing: dict[str, list[dict[str, str]]] = self.tasks.list(1, 100)  # type: ignore[assignment]
        return [row["Status"] for row in listing["Result"]]


@pytest.fixture
def clouds(tmp_path: Path) -> Iterator[list[Cloud]]:
    with ExitStack() as stack:
        found = []
        for name, colour in NAMED.items():
            keys = {"access_key": f"AKLT{colour}0001", "secret_key": f"CANARY of {colour}"}
            folder = tmp_path / colour
            folder.mkdir()
            tasks = Tasks(folder, SPEED)
            note = Note(url="", **keys)
            service = stack.enter_context(stand_in.running(Fault(), Gateway(tasks, note)))
            found.append(Cloud(name, colour, service.url, note, tasks))
        yield found


@pytest.fixture
def studio(tmp_path: Path, prepared: Path, clouds: list[Cloud]) -> Iterator[RunningStudio]:
    allowed = ",".join(cloud.url.partition("://")[2] for cloud in clouds)
    named = {
        "STUDIO_DEMO": "1",
        "STUDIO_CLOUD_ALLOW": allowed,
        "DJANGO_SETTINGS_MODULE": "tests.driving.settings",
        "NO_PROXY": "127.0.0.1",
    }
    with running_studio(tmp_path / "data", prepared=prepared, **named) as studio:
        studio.start("web", "cloud", "clock")
        yield studio


def add(page: Page, studio: RunningStudio, cloud: Cloud) -> None:
    page.goto(f"{studio.url}/workspace/clouds/")
    page.locator("#add").click()
    page.get_by_label("Name").fill(cloud.name)
    page.get_by_label("API address").fill(cloud.url)
    page.get_by_label("Access key").fill(cloud.note.access_key)
    page.get_by_label("Secret key").fill(cloud.note.secret_key)
    page.get_by_role("radio", name=cloud.colour.title()).check()
    page.get_by_role("button", name="Add").click()
    card = page.locator(".cloud", has_text=cloud.name)
    expect(card).to_contain_text("…0001")
    expect(card).to_contain_text("It answered.")


def push(person: BrowserContext, watch: Watch, studio: RunningStudio, cloud: Cloud) -> Page:
    page = watch.page(person.new_page())
    page.goto(f"{studio.url}/templates/")
    page.get_by_role("link", name="Thursday talk show", exact=True).click()
    ask_to_push(page, cloud)
    press_push(page)
    return page


def ask_to_push(page: Page, cloud: Cloud) -> None:
    page.locator("html[data-ready]").wait_for(state="attached")
    page.get_by_role("button", name="Push…").click()
    page.get_by_role("dialog").get_by_role("radio", name=cloud.name).check()


def press_push(page: Page) -> None:
    page.get_by_role("dialog").get_by_role("button", name="Push", exact=True).click()
    page.wait_for_url("**/tasks/**")
    air.state(page, "on_air")


def other_workspace(page: Page, studio: RunningStudio, cloud: Cloud) -> None:
    """Makes it, with that cloud and a template, and stays at the template."""
    page.goto(f"{studio.url}/workspace/new/")
    page.get_by_label("Name").fill("Champions League")
    page.get_by_role("button", name="Make it").click()
    expect(page.locator(".switch")).to_contain_text("Champions League")
    add(page, studio, cloud)
    page.goto(f"{studio.url}/templates/import/")
    page.get_by_role("textbox").first.fill(json.dumps(codec.write(builders.document())))
    page.get_by_role("button", name="Read it").click()
    page.get_by_role("button", name="Import these").click()


def badge(page: Page, cloud: Cloud) -> None:
    said = page.locator("#which-cloud .badge.paid")
    expect(said).to_contain_text(cloud.name)
    expect(said).to_have_class(f"badge paid is-{cloud.colour}")


def test_each_task_says_where_it_is_and_ends_alone(
    studio: RunningStudio, clouds: list[Cloud], context: OpenContext, watch: Watch
) -> None:
    north, south, _arena = clouds
    person = air.signed_in(studio, context)
    first = watch.page(person.new_page())
    for cloud in (north, south):
        add(first, studio, cloud)
    pages = [push(person, watch, studio, cloud) for cloud in (north, south)]
    for page, cloud in zip(pages, (north, south), strict=True):
        badge(page, cloud)
    assert [cloud.statuses() for cloud in clouds] == [["runing"], ["runing"], []]

    first.goto(f"{studio.url}/tasks/")
    for cloud in (north, south):
        expect(first.locator("tbody tr", has_text=cloud.name)).to_have_count(1)

    pages[0].locator("#stop").click()
    expect(pages[0].get_by_role("dialog")).to_contain_text(north.name)
    pages[0].get_by_role("button", name="Stop now").click()
    air.state(pages[0], "ended")
    badge(pages[0], north)
    air.state(pages[1], "on_air")
    badge(pages[1], south)
    assert [cloud.statuses() for cloud in clouds] == [["done"], ["runing"], []]

    two_workspaces(studio, clouds, person, watch)


def two_workspaces(
    studio: RunningStudio, clouds: list[Cloud], person: BrowserContext, watch: Watch
) -> None:
    """Two tabs, each asked to push before the other is done: each goes to its own cloud."""
    north, _south, arena = clouds
    here, there = (watch.page(person.new_page()) for _tab in range(2))
    here.goto(f"{studio.url}/templates/")
    here.get_by_role("link", name="Thursday talk show", exact=True).click()
    ask_to_push(here, north)
    other_workspace(there, studio, arena)
    ask_to_push(there, arena)
    for page, cloud in ((here, north), (there, arena)):
        press_push(page)
        badge(page, cloud)
    assert [cloud.statuses() for cloud in clouds] == [["runing", "done"], ["runing"], ["runing"]]
    for page, own, other in ((here, north, arena), (there, arena, north)):
        page.get_by_role("link", name="Tasks", exact=True).click()
        expect(page.locator("tbody tr", has_text=own.name).first).to_be_visible()
        expect(page.locator("tbody tr", has_text=other.name)).to_have_count(0)
