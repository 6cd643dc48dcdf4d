"""What a producer reads when the answer is not "applied", and what they can do next.

Whatever happens to a take, the old picture stays on program until the new one is applied.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from studio.volcengine.sandbox import mischief
from studio.volcengine.sandbox.mischief import Wish
from tests.browser.conftest import OpenContext, Watch
from tests.driving import air
from tests.driving.processes import RunningStudio, wait_for

OLD, NEW = "Thursday talk show", "Match with score"


@pytest.fixture
def studio(air_studio: RunningStudio) -> RunningStudio:
    return air_studio


@pytest.fixture
def page(studio: RunningStudio, context: OpenContext, watch: Watch) -> Iterator[Page]:
    """A task on air; the sandbox behaves well again afterwards."""
    yield air.on_air(studio, air.signed_in(studio, context), watch)
    mischief.behave(studio.data / "sandbox")


def tell(studio: RunningStudio, **wish: object) -> None:
    mischief.tell(studio.data / "sandbox", Wish(**wish))  # type: ignore[arg-type]  # by keyword


def age_operations(studio: RunningStudio) -> None:
    """As if everything had been asked for two minutes earlier, once it was tried in vain."""
    query = "SELECT 1 FROM mixes_operation WHERE state = 'queued' AND error_code != ''"
    wait_for(lambda: studio.rows(query), "the take is put off")
    earlier = "strftime('%Y-%m-%d %H:%M:%f', asked_at, '-120 seconds')"
    studio.rows(f"UPDATE mixes_operation SET asked_at = {earlier}")


def age_takes(studio: RunningStudio) -> None:
    """As if what was accepted last had been accepted half a minute earlier."""
    query = "SELECT 1 FROM mixes_operation WHERE kind = 'take' AND state = 'accepted'"
    wait_for(lambda: studio.rows(f"{query} AND applied_at IS NULL"), "the take is accepted")
    earlier = "strftime('%Y-%m-%d %H:%M:%f', settled_at, '-30 seconds')"
    studio.rows(f"UPDATE mixes_operation SET settled_at = {earlier} WHERE kind = 'take'")


def said(page: Page, text: str) -> None:
    expect(page.locator(".task-notes")).to_contain_text(text, timeout=air.PATIENCE)


def still_on_air(page: Page) -> None:
    air.state(page, "on_air")
    air.program(page, OLD)
    expect(page.locator("#take")).to_be_enabled(timeout=air.PATIENCE)


def test_an_update_that_is_refused_changes_nothing(studio: RunningStudio, page: Page) -> None:
    tell(studio, kind="refuse", of="take", once=True, message="source “guest-2” unknown")
    air.take_by_keys(page, "2", NEW)
    said(page, "The last operation did not happen. The task goes on as it was.")
    said(page, "source “guest-2” unknown")
    still_on_air(page)
    air.take_by_keys(page, "2", NEW)
    air.program(page, NEW)


def test_an_update_that_is_accepted_and_not_applied_leaves_the_old_picture(
    studio: RunningStudio, page: Page
) -> None:
    tell(studio, kind="fail", of="take", once=True)
    air.take_by_keys(page, "2", NEW)
    expect(page.locator("#take-hint")).to_contain_text("Held", timeout=air.PATIENCE)
    air.program(page, OLD)
    age_takes(studio)
    said(page, "was not applied. Version 1 is still on air.")
    said(page, "the new layout could not be started")
    still_on_air(page)
    air.last(page, "not applied")
    air.last(page, "the new layout could not be started")
    expect(page.locator(".steps")).to_contain_text("the new layout could not be started")
    page.locator("#prepare-again").click()
    expect(page.locator("#take")).to_be_enabled()


def test_a_source_that_fails_is_named_with_the_cloud_s_reason_until_it_is_back(
    studio: RunningStudio, page: Page
) -> None:
    with air.at_the_sandbox(studio) as tasks:
        tasks.lose(air.task_id(page), "guest")
    mark = page.locator(".mon.pgm > header .in-trouble")
    expect(mark).to_contain_text("in trouble: guest", timeout=air.PATIENCE)
    said(page, "The cloud has trouble with 1 source")
    said(page, "no data from source")
    with air.at_the_sandbox(studio) as tasks:
        tasks.bring_back(air.task_id(page))
    expect(mark).to_have_count(0, timeout=air.PATIENCE)
    air.last(page, "in trouble: guest")


def test_a_look_with_another_output_says_that_it_needs_a_new_task(
    studio: RunningStudio, page: Page
) -> None:
    (rules,) = studio.rows("SELECT rules FROM editor_layouttemplate WHERE name = ?", NEW)[0]
    other = json.loads(rules)
    other["Output"]["Video"]["BitRate"] = 4_000_000
    update = "UPDATE editor_layouttemplate SET rules = ?, version = version + 1 WHERE name = ?"
    studio.rows(update, json.dumps(other), NEW)
    page.reload()
    page.get_by_role("button", name="Template has changed").click()
    page.keyboard.press("2")
    air.preview(page, NEW)
    changes = page.locator(".changes")
    expect(changes).to_contain_text("That needs a new task", timeout=air.PATIENCE)
    expect(changes).to_contain_text("4,000,000")
    page.locator("#push-instead").click()
    expect(page.get_by_role("dialog")).to_contain_text("4 Mbit/s")
    studio.rows(update, rules, NEW)


def test_a_task_that_ends_meanwhile_says_so_and_offers_to_push_again(
    studio: RunningStudio, page: Page
) -> None:
    with air.at_the_sandbox(studio) as tasks:
        tasks.end(air.task_id(page))
    air.state(page, "ended")
    said(page, "A task can’t be started again; a new push makes a new one.")
    expect(page.locator("#take")).to_have_count(0)
    page.locator("#push-again").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("The look the task showed last")
    ended = page.url
    dialog.get_by_role("button", name="Push to sandbox").click()
    page.wait_for_url(lambda url: url != ended)
    air.state(page, "on_air")


def test_a_task_changed_elsewhere_says_so_and_can_be_adopted(
    studio: RunningStudio, page: Page
) -> None:
    # What the cloud tells of its versions first is taken for what we made.
    known = "SELECT version FROM mixes_mixtask WHERE task_id = ? AND version > 0"
    wait_for(lambda: studio.rows(known, air.task_id(page)), "its version is known")
    with air.at_the_sandbox(studio) as tasks:
        tasks.update_elsewhere(air.task_id(page))
    said(page, "Someone changed this task outside Mix Studio")
    page.locator("#adopt-drift").click()
    expect(page.locator("#drift")).to_have_count(0, timeout=air.PATIENCE)
    expect(page.locator(".rundown")).to_contain_text("as found")


def test_an_answer_that_is_lost_is_unknown_and_settled_by_looking(
    studio: RunningStudio, page: Page
) -> None:
    tell(studio, kind="slow", of="inquiry", seconds=30)
    tell(studio, kind="lose", of="take", once=True)
    air.take_by_keys(page, "2", NEW)
    said(page, "We don’t know whether")
    expect(page.locator("#take")).to_be_disabled()
    mischief.lift(studio.data / "sandbox", ("slow", "inquiry"))
    page.locator("#ask-again").click()
    air.program(page, NEW)


def test_a_cloud_that_cannot_be_reached_keeps_the_take_unsent(
    studio: RunningStudio, page: Page
) -> None:
    tell(studio, kind="unreachable", of="any")
    air.take_by_keys(page, "2", NEW)
    expect(page.locator("#take-hint")).to_contain_text("Held", timeout=air.PATIENCE)
    age_operations(studio)
    said(page, "The cloud could not be reached. Nothing was sent.")
    air.program(page, OLD)
    mischief.behave(studio.data / "sandbox")
    still_on_air(page)


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        ("clock", "The cloud says that this computer’s clock is wrong."),
        ("key", "The cloud does not know this access key"),
    ],
)
def test_a_request_that_is_turned_away_says_what_to_mend(
    studio: RunningStudio, page: Page, kind: str, sentence: str
) -> None:
    tell(studio, kind=kind, of="take")
    air.take_by_keys(page, "2", NEW)
    said(page, sentence)
    still_on_air(page)


def test_a_cloud_that_is_asked_too_often_is_asked_again_and_then_given_up(
    studio: RunningStudio, page: Page
) -> None:
    tell(studio, kind="throttled", of="take")
    air.take_by_keys(page, "2", NEW)
    expect(page.locator("#take-hint")).to_contain_text("Held", timeout=air.PATIENCE)
    age_operations(studio)
    said(page, "The cloud had too many requests.")
    still_on_air(page)


def test_a_name_that_is_taken_is_said_in_the_cloud_s_words(
    studio: RunningStudio, context: OpenContext, watch: Watch
) -> None:
    tell(studio, kind="refuse", of="push", once=True, message="task name already exists")
    page = air.push(studio, air.signed_in(studio, context), watch)
    air.state(page, "refused")
    said(page, "The cloud refused it. Nothing went on air.")
    said(page, "task name already exists")
    expect(page.locator("#push-again")).to_be_visible()
