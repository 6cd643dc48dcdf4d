"""What looks at a page with axe-core, in every look; no rule is off."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from studio.accounts.models import User
from studio.editor.models import LayoutTemplate
from studio.mixes.models import MixTask, Operation, Push, State
from tests import builders
from tests.browser.conftest import OpenContext, Watch
from tests.driving.studio import Studio
from tests.driving.walking.looking import verdicts
from tests.driving.walking.material import RULES

Judge = Callable[[Page], None]


@pytest.fixture
def judge() -> Judge:
    """Fails with what axe finds on the page in any look."""

    def judge(page: Page) -> None:
        for look, found in verdicts(page):
            assert found == [], look

    return judge


@pytest.fixture
def template(studio: Studio) -> LayoutTemplate:
    return builders.template(studio.cast.workspace, RULES, user=studio.cast.operator)


@pytest.fixture
def task(studio: Studio, template: LayoutTemplate) -> MixTask:
    """On air since now."""
    pushed = Push.record(
        workspace=studio.cast.workspace,
        person=studio.cast.operator,
        rules=RULES,
        name="show",
        key=None,
    )
    now = timezone.now()
    Operation.objects.filter(pk=pushed.pk).update(state=State.ACCEPTED, sent_at=now)
    MixTask.objects.filter(pk=pushed.task.pk).update(
        template=template, task_id="3b1a7bb73ab6b06c", status="runing", on_air_at=now, seen_at=now
    )
    return MixTask.objects.get(pk=pushed.task.pk)


Visit = Callable[..., Page]


@pytest.fixture
def visit(studio: Studio, context: OpenContext, watch: Watch) -> Visit:
    """Goes to a page by its name, as an operator unless told, or nobody is signed in: each person
    has one browser with one page.
    """
    pages: dict[User | None, Page] = {}

    def go(name: str, *args: object, signed_in: bool = True, user: User | None = None) -> Page:
        user = (user or studio.cast.operator) if signed_in else None
        if user not in pages:
            person = context()
            if user:
                person.add_cookies([studio.cookie(user)])
            pages[user] = watch.page(person.new_page())
        pages[user].goto(studio.url + reverse(name, args=args))
        return pages[user]

    return go


def open_dialog(page: Page, button: str) -> None:
    page.get_by_role("button", name=button).first.click()
    expect(page.get_by_role("dialog")).to_be_visible()
