"""From a task's page to its push addresses in full, and back; a template's."""

from __future__ import annotations

from dataclasses import replace

from django.urls import reverse
from playwright.sync_api import expect

from studio.mixes.models import Push
from studio.rules.document import Callback
from tests import builders
from tests.browser.conftest import OpenContext, Watch
from tests.browser.pages.conftest import Judge, judge  # noqa: F401  # a fixture
from tests.driving.studio import Studio

ADDRESS = "rtmp://push.example.com/live/keyCANARY"


def test_they_are_one_click_away_and_no_further(
    studio: Studio,
    context: OpenContext,
    watch: Watch,
    judge: Judge,  # noqa: F811
) -> None:
    cast = studio.cast
    task = Push.record(
        workspace=cast.workspace, person=cast.operator, rules=builders.document(), name="thursday"
    ).task
    person = context()
    person.add_cookies([studio.cookie(cast.operator)])
    page = watch.page(person.new_page())
    page.goto(studio.url + reverse("task", args=[task.pk]))
    expect(page.locator("#main")).not_to_contain_text(ADDRESS)
    page.get_by_role("button", name="Show in full").click()
    expect(page.locator("#main")).to_contain_text(ADDRESS)
    judge(page)
    page.get_by_role("link", name="Back to the task").click()
    expect(page.locator("#main")).not_to_contain_text(ADDRESS)


def test_a_template_s_of_any_length_lie_within_a_phone(
    studio: Studio,
    context: OpenContext,
    watch: Watch,
    judge: Judge,  # noqa: F811
) -> None:
    cast, rules, token = studio.cast, builders.document(), "0123456789abcdef" * 4
    callback = Callback(url=f"https://hooks.example.com/cloud?token={token}")
    output = replace(builders.output(f"{ADDRESS}-{token}"), callback=callback)
    template = builders.template(cast.workspace, rules.with_output(output))
    person = context(width=390)
    person.add_cookies([studio.cookie(cast.operator)])
    page = watch.page(person.new_page())
    page.goto(studio.url + reverse("template-addresses", args=[template.pk]))
    judge(page)
    page.get_by_role("button", name="Reveal").click()
    expect(page.locator("#main")).to_contain_text(token)
    judge(page)
    assert page.evaluate("document.documentElement.scrollWidth") == 390
