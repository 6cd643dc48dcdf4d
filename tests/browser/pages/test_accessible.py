"""axe-core on every page but the editor, light, dark and in forced colours."""

from __future__ import annotations

import hashlib
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.db import OperationalError
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from studio.editor.models import LayoutTemplate, ShareLink
from studio.editor.models.shared import MOST_ASKED
from studio.library.models import Sort
from studio.mixes.clouds.connections import Colour
from studio.mixes.models import MixTask, Operation, Push, State
from studio.pages.design import views
from tests import builders
from tests.browser.conftest import OpenContext, Watch
from tests.browser.pages.conftest import Judge, Visit, open_dialog
from tests.driving.studio import Studio
from tests.driving.walking.looking import AXE, VENDOR
from tests.driving.walking.material import RULES
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


def test_the_design_page_and_its_dialog(
    visit: Visit, judge: Judge, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The page alone believes it: its sheets are those that are served in life.
    monkeypatch.setattr(views, "settings", SimpleNamespace(DEBUG=True))
    page = visit("design")
    for width in (390, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        judge(page)
    open_dialog(page, "Open a dialog…")
    judge(page)


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


def test_what_is_revealed_deleted_and_shared(
    visit: Visit, judge: Judge, studio: Studio, task: MixTask
) -> None:
    stage = builders.saved(studio.cast.workspace, Sort.DESTINATION, url=RULES.output.urls[0])
    page = visit("saved-edit", stage.pk)
    page.get_by_role("button", name="Reveal").click()
    expect(page.get_by_text(stage.url)).to_be_visible()
    judge(page)
    judge(visit("saved-delete", stage.pk))
    page = visit("task-tally-links", task.pk)
    judge(page)
    page.get_by_role("button", name="Make link").click()
    expect(page.locator("#link")).to_be_visible()
    judge(page)


def test_what_is_said_where_something_is_wrong(
    visit: Visit,
    judge: Judge,
    studio: Studio,
    template: LayoutTemplate,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(*_asked: object, **_how: object) -> None:
        raise OperationalError

    monkeypatch.setattr("studio.saved.views.rows_of", fail)
    token = ShareLink.objects.issue(template, studio.cast.operator, 1)
    ShareLink.objects.update(asked=MOST_ASKED, asked_since=timezone.now())
    LayoutTemplate.objects.update(rules={})
    for code, name, *args in (
        ("404", "template-edit", uuid4()),
        ("409", "template-edit", template.pk),
        ("429", "shared", token),
        ("503", "saved"),
    ):
        page = visit(name, *args)
        expect(page.locator(".code")).to_have_text(code)
        judge(page)
    judge(visit("readyz"))
