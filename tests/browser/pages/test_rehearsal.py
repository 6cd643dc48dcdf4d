"""A crew begins a bad day and lifts it, with scripts and without."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import Page, expect

from studio.mixes.models import MixTask, Push
from studio.mixes.rehearsal.days import OF_CLOUD
from studio.volcengine.sandbox import mischief
from tests import builders
from tests.browser.conftest import OpenContext, Watch
from tests.driving.studio import Studio
from tests.mixes.rehearsal.rehearsals import task_at_sandbox


@pytest.fixture
def task(studio: Studio) -> MixTask:
    push = Push.record(
        workspace=studio.cast.workspace,
        person=studio.cast.operator,
        rules=builders.document(),
        name="show",
    )
    MixTask.objects.filter(pk=push.task.pk).update(task_id=task_at_sandbox(push.task.name))
    return MixTask.objects.get(pk=push.task.pk)


def open_tasks(studio: Studio, context: OpenContext, watch: Watch, **options: object) -> Page:
    person = context(**options)
    person.add_cookies([studio.cookie(studio.cast.operator)])
    page = watch.page(person.new_page())
    page.goto(studio.url + reverse("tasks"))
    return page


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_the_whole_page_works(
    scripts: bool, studio: Studio, context: OpenContext, watch: Watch, task: MixTask
) -> None:
    page = open_tasks(studio, context, watch, java_script_enabled=scripts)
    page.get_by_role("link", name="Rehearse…").click()
    refused = page.locator("#day-refused")
    refused.get_by_role("button", name="Begin").click()
    expect(refused).to_contain_text("Under way")
    expect(page.locator(".top .badge")).to_have_text("Sandbox · misbehaving")
    refused.get_by_role("button", name="Lift it").click()
    expect(refused).not_to_contain_text("Under way")
    expect(page.locator(".top .badge")).to_have_text("Sandbox")

    one = page.locator("#day-lose-one")
    one.get_by_role("button", name="Begin with “show”").click()
    one.get_by_role("button", name="Bring it back to “show”").click()
    expect(one.get_by_role("button", name="Begin with “show”")).to_be_visible()

    lost = page.locator("#day-lose")
    lost.get_by_role("button", name="Begin with “show”").click()
    expect(lost.get_by_role("button")).to_contain_text("it ends in")
    page.locator("#day-slow").get_by_role("button", name="Begin").click()
    page.get_by_role("button", name="Lift everything").click()
    expect(page.get_by_text("Under way")).to_have_count(0)
    expect(lost.get_by_role("button", name="Begin with “show”")).to_be_visible()

    page.locator("#day-change").get_by_role("button", name="Begin with “show”").click()
    expect(page.get_by_text("It has happened to “show ")).to_be_visible()


def test_a_day_that_has_happened_goes_from_the_page_by_itself(
    studio: Studio, context: OpenContext, watch: Watch
) -> None:
    mischief.tell(settings.SANDBOX, *OF_CLOUD["lost"].wishes)
    page = open_tasks(studio, context, watch)
    page.goto(studio.url + reverse("rehearsal"))
    expect(page.get_by_text("Under way")).to_have_count(1)
    page.locator("#button-lost").focus()
    mischief.behave(settings.SANDBOX)
    expect(page.get_by_text("Under way")).to_have_count(0, timeout=10_000)
    expect(page.locator("#button-lost")).to_be_focused()


def test_a_phone_shows_the_whole_bar_also_while_it_misbehaves(
    studio: Studio, context: OpenContext, watch: Watch
) -> None:
    mischief.tell(settings.SANDBOX, *OF_CLOUD["lost"].wishes)
    page = open_tasks(studio, context, watch, width=360, height=800, has_touch=True)
    expect(page.locator(".top .badge")).to_contain_text("misbehaving")
    box = page.get_by_role("button", name="Your account").bounding_box()
    assert box
    assert box["x"] + box["width"] <= 360
