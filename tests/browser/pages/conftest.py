"""What looks at a page with axe-core, in every look; no rule is off."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from studio.accounts.models import User
from studio.editor.models import LayoutTemplate
from studio.mixes.models import MixTask, Operation, Push, State
from studio.rules.document import Logo
from studio.rules.geometry import Box
from tests import builders
from tests.browser.conftest import OpenContext, Watch
from tests.driving.studio import Studio

VENDOR = Path(__file__).parents[2] / "vendor"
AXE = VENDOR / "axe-core" / "axe.min.js"
JUDGING = Path(__file__).with_name("judging.js")
LOGO = Logo(url="https://pictures.example.com/logo.png", box=Box(1800, 20, 90, 90))
# Past the scene's edge and odd: problems are shown too.
RULES = builders.document(
    Box(200, 100, 641, 360), Box(1600, 500, 400, 300), width=1919, logos=(LOGO,)
)

SCHEMES: tuple[dict[str, Any], ...] = (
    {"color_scheme": "light", "forced_colors": "none"},
    {"color_scheme": "dark", "forced_colors": "none"},
    {"color_scheme": "light", "forced_colors": "active"},
    {"color_scheme": "dark", "forced_colors": "active"},
)

Judge = Callable[[Page], None]


# Of each look the colours of words, and of what they lie in, that came through on any page.
PASSED: list[set[str]] = [set() for _look in SCHEMES]


@pytest.fixture
def judge() -> Judge:
    """Shows the page in every look and fails with what axe finds."""
    judging = AXE.read_text() + JUDGING.read_text()

    def judge(page: Page) -> None:
        page.wait_for_load_state()
        if not page.evaluate("'verdict' in window"):
            page.evaluate(judging)
            # Where the page goes next it is there at once, and compiled.
            page.add_init_script(judging)
        for look, chosen in enumerate(SCHEMES):
            page.emulate_media(**chosen)
            asked = "([look, passed]) => verdict(look, passed)"
            found, passed = page.evaluate(asked, [look, list(PASSED[look])])
            assert found == [], chosen
            PASSED[look].update(passed)

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
