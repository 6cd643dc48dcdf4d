"""A crew tells the sandbox to go wrong, with scripts and without."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import Page, expect

from studio.mixes.models import MixTask, Push
from studio.volcengine.sandbox import mischief
from studio.volcengine.sandbox.mischief import Wish
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
    refusing = page.locator("#switch-refuse")
    refusing.get_by_label("Which").select_option(label="take")
    refusing.get_by_label("With the words").fill("Source “guest-2” unknown")
    refusing.get_by_role("button", name="The next one").click()
    told = "The next take is refused: “Source “guest-2” unknown”"
    expect(page.locator(".wishes")).to_contain_text(told)
    expect(page.locator(".top .badge")).to_have_text("Sandbox · misbehaving")

    ours = page.locator(".rehearsed > li")
    ours.get_by_role("button", name="Lose source-1").click()
    expect(ours).to_contain_text("source-1: lost")
    expect(ours).to_contain_text("ends in")
    page.get_by_role("button", name="Behave well again").click()
    expect(page.locator(".wishes")).to_have_count(0)
    expect(ours.get_by_role("button", name="Lose source-1")).to_be_visible()
    expect(page.locator(".top .badge")).to_have_text("Sandbox")

    ours.get_by_role("button", name="End it now").click()
    expect(ours.locator(".state").first).to_have_text("Ended")


def test_what_was_typed_stays_beside_why_it_was_not_taken(
    studio: Studio, context: OpenContext, watch: Watch
) -> None:
    page = open_tasks(studio, context, watch)
    page.goto(studio.url + reverse("rehearsal"))
    page.get_by_label("Answered after").fill("soon")
    page.locator("#switch-slow").get_by_role("button", name="Every one").click()
    expect(page.get_by_label("Answered after")).to_have_value("soon")
    expect(page.get_by_label("Answered after")).to_be_focused()
    expect(page.locator("#seconds-why")).to_contain_text("from 0.1 to 120")


def test_a_wish_that_is_spent_goes_from_the_page_by_itself(
    studio: Studio, context: OpenContext, watch: Watch
) -> None:
    mischief.tell(settings.SANDBOX, Wish(kind="lose", of="push", once=True))
    page = open_tasks(studio, context, watch)
    page.goto(studio.url + reverse("rehearsal"))
    expect(page.locator(".wishes li")).to_have_count(1)
    page.get_by_label("Answered after").fill("7")
    mischief.behave(settings.SANDBOX)
    expect(page.locator(".wishes li")).to_have_count(0, timeout=10_000)
    expect(page.get_by_label("Answered after")).to_have_value("7")


def test_a_phone_shows_the_whole_bar_also_while_it_misbehaves(
    studio: Studio, context: OpenContext, watch: Watch
) -> None:
    mischief.tell(settings.SANDBOX, Wish(kind="lose", of="push"))
    page = open_tasks(studio, context, watch, width=360, height=800, has_touch=True)
    expect(page.locator(".top .badge")).to_contain_text("misbehaving")
    box = page.get_by_role("button", name="Your account").bounding_box()
    assert box
    assert box["x"] + box["width"] <= 360
