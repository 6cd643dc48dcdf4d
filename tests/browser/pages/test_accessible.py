"""axe-core on every page but the editor, light, dark and in forced colours."""

from __future__ import annotations

import hashlib

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from studio.editor.models import LayoutTemplate
from studio.mixes.clouds.connections import Colour
from studio.mixes.models import MixTask, Operation, Push, State
from tests import builders
from tests.browser.conftest import OpenContext, Watch
from tests.browser.pages.conftest import AXE, RULES, VENDOR, Judge, Visit, open_dialog
from tests.driving.studio import Studio
from tests.mixes.history.past import moved, stopped, taken
from tests.mixes.rehearsal.rehearsals import task_at_sandbox


def test_axe_is_the_one_that_is_noted() -> None:
    assert hashlib.sha256(AXE.read_bytes()).hexdigest() in (VENDOR / "README.md").read_text()


def test_what_one_look_alone_does_to_words_that_were_judged_before_is_found(
    visit: Visit, judge: Judge
) -> None:
    page = visit("tasks")
    judge(page)
    page.evaluate(
        """() => {
          const sheet = new CSSStyleSheet();
          sheet.replaceSync("@media (prefers-color-scheme: dark) { h1 { opacity: 0.3 } }");
          document.adoptedStyleSheets.push(sheet);
        }"""
    )
    with pytest.raises(AssertionError, match="dark"):
        judge(page)


def test_the_page_that_signs_in(visit: Visit, judge: Judge) -> None:
    judge(visit("start", signed_in=False))


@pytest.mark.usefixtures("template")
def test_the_gallery_its_menu_and_renaming(visit: Visit, judge: Judge) -> None:
    page = visit("templates")
    judge(page)
    page.locator(".card").first.hover()
    page.get_by_role("button", name="More for").first.click()
    judge(page)
    open_dialog(page, "Rename…")
    judge(page)


def test_the_empty_gallery_and_the_empty_list_of_tasks(visit: Visit, judge: Judge) -> None:
    judge(visit("templates"))
    judge(visit("tasks"))


def test_the_audit_log(
    visit: Visit, judge: Judge, template: LayoutTemplate, studio: Studio
) -> None:
    judge(visit("audit"))
    template.set_name("Evening news")
    Push.record(
        workspace=studio.cast.workspace,
        person=studio.cast.operator,
        rules=template.rules,
        name="show",
    )
    judge(visit("audit"))


def test_tokens_and_what_they_can_ask(visit: Visit, judge: Judge) -> None:
    judge(visit("api-reference"))
    page = visit("tokens")
    judge(page)
    page.get_by_role("button", name="Make token").click()
    expect(page.get_by_text("Give it a name")).to_be_visible()
    judge(page)
    page.get_by_label("Name").fill("Stream deck")
    page.get_by_label("Go on air").check()
    page.get_by_role("button", name="Make token").click()
    expect(page.get_by_text("Copy it now")).to_be_visible()
    judge(page)


def test_the_rehearsal_as_it_behaves_and_misbehaves(
    visit: Visit, judge: Judge, task: MixTask
) -> None:
    MixTask.objects.filter(pk=task.pk).update(task_id=task_at_sandbox(task.name))
    page = visit("rehearsal")
    judge(page)
    page.locator("#button-slow").click()
    page.locator("#day-lose").get_by_role("button").click()
    expect(page.locator("#day-lose").get_by_role("button")).to_contain_text("it ends in")
    for width in (1440, 390):
        page.set_viewport_size({"width": width, "height": 900})
        judge(page)


def test_the_list_of_tasks_a_task_and_stopping_it(
    visit: Visit, task: MixTask, judge: Judge
) -> None:
    judge(visit("tasks"))
    page = visit("task", task.pk)
    judge(page)
    open_dialog(page, "Stop…")
    judge(page)


def test_the_history_of_all_tasks(
    visit: Visit, studio: Studio, task: MixTask, judge: Judge
) -> None:
    page = visit("history")
    expect(page.locator(".past tbody tr")).to_have_count(1)
    judge(page)
    push = Operation.objects.get()
    taken(push, moved(RULES, 10), state=State.REFUSED, error_code="400", error_message="taken")
    taken(push, moved(RULES, 20), state=State.UNKNOWN)
    stopped(push)
    page.reload()
    page.get_by_text("1 change").first.click()
    expect(page.get_by_text("source-1 moves from").first).to_be_visible()
    judge(page)
    page.set_viewport_size({"width": 390, "height": 844})
    judge(page)
    page.goto(f"{studio.url}{reverse('history')}?since=2026-02-30&kind=none")
    expect(page.get_by_role("alert")).to_be_visible()
    judge(page)


def test_the_clouds_of_a_workspace(
    studio: Studio, context: OpenContext, watch: Watch, judge: Judge
) -> None:
    workspace, now = studio.cast.workspace, timezone.now()
    keys = ("AKLTKEYSOFATESTab12", "secret")
    for colour in Colour.values:
        row = builders.paid_cloud(
            workspace, name=f"Hall {colour}", colour=colour, keys=keys, tested_at=now
        )
    builders.paid_cloud(workspace, name="Bad", tested_at=now, tested="InvalidAccessKey")
    person = context()
    person.add_cookies([studio.cookie(studio.cast.owner)])
    page = watch.page(person.new_page())
    for name in ("connections", "connection-new"):
        page.goto(studio.url + reverse(name))
        for width in (1440, 390):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            judge(page)
    page.get_by_role("button", name="Add").click()
    expect(page.locator(".why").first).to_be_visible()
    judge(page)
    for name in ("connection", "connection-keys", "connection-delete"):
        page.goto(studio.url + reverse(name, args=[row.pk]))
        judge(page)
