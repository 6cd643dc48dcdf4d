"""Somebody signs in again, as somebody else or not at all, while a page of before is open."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from studio.accounts.models import User
from studio.editor.models import LayoutTemplate
from studio.mixes.models import Operation
from studio.rules.geometry import Box
from tests import builders
from tests.browser.conftest import OpenContext, OpenEditor, Watch
from tests.browser.pages.conftest import Judge, judge  # noqa: F401  # a fixture
from tests.browser.pages.test_control_states import open_task, push  # noqa: F401  # a fixture
from tests.driving.saves import (
    expect_saved,
    save_now,
    saved_x,
    sign_in_elsewhere,
    sign_out,
    type_x,
)
from tests.driving.studio import Studio

PAIR = builders.document(Box(200, 100, 640, 360), Box(1000, 500, 400, 300))
START = 200
KEPT = "() => Object.keys(localStorage).some((key) => key.startsWith('mix-studio:copy:'))"


def forget_token(page: Page) -> None:
    page.context.clear_cookies(name=settings.CSRF_COOKIE_NAME)


def sign_in_again(page: Page, studio: Studio) -> None:
    sign_in_elsewhere(page, studio, studio.cast.operator)


@pytest.fixture
def template(studio: Studio) -> LayoutTemplate:
    return builders.template(studio.cast.workspace, PAIR, user=studio.cast.operator)


@pytest.mark.parametrize("forgotten", [False, True])
def test_the_editor_goes_on_as_if_nothing_were(
    open_editor: OpenEditor, studio: Studio, template: LayoutTemplate, *, forgotten: bool
) -> None:
    page = open_editor(template=template)
    if forgotten:
        forget_token(page)
    else:
        sign_in_again(page, studio)
    type_x(page, 300)
    expect_saved(page)
    expect(page.locator("#preview .badge")).to_contain_text("source size unknown")
    assert saved_x(template) == 300


def test_a_page_whose_token_is_never_right_is_told_to_be_reloaded(
    open_editor: OpenEditor, template: LayoutTemplate
) -> None:
    page = open_editor(template=template)
    headers = {"X-CSRFToken": "x" * 32}
    page.route(
        "**/document/",
        lambda route: route.continue_(headers={**route.request.headers, **headers}),
    )
    type_x(page, 300)
    bar = page.locator("#unsaved")
    expect(bar).to_contain_text("not accepted any more. Your work is kept in this browser")
    page.unroute_all()
    page.on("dialog", lambda dialog: dialog.accept())
    bar.get_by_role("button", name="Reload").click()
    page.get_by_role("button", name="Bring it back").click()
    expect_saved(page)
    assert saved_x(template) == 300


def test_who_is_signed_out_signs_in_in_another_tab_and_the_work_is_saved_without_a_reload(
    open_editor: OpenEditor,
    studio: Studio,
    template: LayoutTemplate,
    judge: Judge,  # noqa: F811
) -> None:
    page = open_editor(template=template)
    sign_out(page)
    type_x(page, 300)
    bar = page.locator("#unsaved")
    expect(bar).to_contain_text("You are signed out. Your work is kept in this browser")
    expect(page.locator("#saved")).to_contain_text("Not saved: you are signed out")
    expect(bar.get_by_role("button", name="Reload")).to_be_hidden()
    judge(page)
    with page.context.expect_page() as opened:
        bar.get_by_role("link", name="Sign in again").click()
    expect(opened.value).to_have_title("Sign in · Mix Studio")
    opened.value.close()
    assert saved_x(template) == START
    sign_in_again(page, studio)
    expect(page.locator("#saved")).to_have_attribute("data-kind", "saved")
    expect(bar).to_be_hidden()
    assert saved_x(template) == 300


def test_the_work_of_one_is_never_saved_as_another_s(
    open_editor: OpenEditor,
    studio: Studio,
    template: LayoutTemplate,
    judge: Judge,  # noqa: F811
) -> None:
    page = open_editor(template=template)
    sign_in_elsewhere(page, studio, studio.cast.teammate)
    type_x(page, 300)
    bar = page.locator("#unsaved")
    expect(bar).to_contain_text("teammate is signed in in this browser now.")
    judge(page)
    page.wait_for_function(KEPT)
    assert saved_x(template) == START
    other = page.context.new_page()
    other.goto(page.url)
    other.locator("html[data-ready]").wait_for(state="attached")
    expect(other.locator("#recovery")).to_be_hidden()
    other.close()
    sign_in_again(page, studio)
    expect_saved(page)
    assert saved_x(template) == 300
    assert template.updated_by == studio.cast.operator


def test_a_role_that_is_given_back_lets_the_work_be_saved(
    open_editor: OpenEditor, studio: Studio, template: LayoutTemplate
) -> None:
    page = open_editor(template=template)
    memberships = studio.cast.workspace.memberships.filter(user=studio.cast.operator)
    memberships.update(role="viewer")
    type_x(page, 300)
    save_now(page)
    expect(page.locator("#unsaved")).to_contain_text("You may not change this template any more.")
    memberships.update(role="operator")
    page.evaluate("dispatchEvent(new Event('focus'))")
    expect_saved(page)
    assert saved_x(template) == 300


def pushes() -> int:
    return Operation.objects.count()


def test_a_push_is_pressed_again(
    open_editor: OpenEditor, studio: Studio, template: LayoutTemplate
) -> None:
    page = open_editor(template=template)
    page.get_by_role("button", name="Push…").click()
    press = page.get_by_role("button", name="Push to sandbox")
    expect(press).to_be_enabled()
    sign_in_again(page, studio)
    press.click()
    expect(page.locator("#toasts")).to_contain_text("Nothing was done: press again.")
    assert pushes() == 0
    press.click()
    page.wait_for_url("**/tasks/**")
    assert pushes() == 1


def take(page: Page) -> None:
    page.keyboard.press("t")
    page.wait_for_timeout(500)  # longer than the second press of a double click comes
    page.keyboard.press("Enter")


def test_a_take_is_pressed_again(
    studio: Studio,
    context: OpenContext,
    watch: Watch,
    push: Operation,  # noqa: F811
) -> None:
    page = open_task(studio, context, watch, push)
    sign_in_again(page, studio)
    before = pushes()
    take(page)
    toasts = page.locator("#toasts")
    expect(toasts).to_contain_text("Nothing was done: press again.")
    assert pushes() == before
    take(page)
    expect(toasts).not_to_contain_text("press again")
    expect(page.locator("#task-status")).to_contain_text("is on its way")
    assert pushes() == before + 1


def test_a_stop_leads_back_to_the_page_it_was_pressed_on(
    studio: Studio,
    context: OpenContext,
    watch: Watch,
    push: Operation,  # noqa: F811
) -> None:
    page = open_task(studio, context, watch, push)
    address = page.url
    page.get_by_role("button", name="Stop…").click()
    sign_in_again(page, studio)
    page.get_by_role("button", name="Stop now").click()
    expect(page.get_by_role("heading")).to_have_text("This page is too old to act from")
    page.get_by_role("link", name="Open it again").click()
    page.wait_for_url(address)
    page.get_by_role("button", name="Stop…").click()
    expect(page.get_by_role("button", name="Stop now")).to_be_visible()


def lists_tasks(studio: Studio, page: Page) -> None:
    page.goto(f"{studio.url}/tasks/")


def stays(studio: Studio, page: Page) -> None:
    pass


@pytest.mark.parametrize("goes", [stays, lists_tasks])
def test_what_is_polled_says_so_once_and_goes_on_when_one_is_signed_in_again(
    studio: Studio,
    context: OpenContext,
    watch: Watch,
    push: Operation,  # noqa: F811
    judge: Judge,  # noqa: F811
    goes: Callable[[Studio, Page], None],
) -> None:
    page = open_task(studio, context, watch, push)
    goes(studio, page)
    sign_out(page)
    toast = page.locator("#toasts .toast")
    expect(toast).to_contain_text("You are signed out. What stands here may be old")
    expect(toast.get_by_role("link", name="Sign in again")).to_be_visible()
    judge(page)
    expect(page.get_by_role("heading", name="Sign in to Mix Studio")).to_have_count(0)
    page.evaluate("document.querySelector('#toasts .toast').dataset.old = ''")
    for _poll in range(2):
        page.wait_for_event("response", lambda answer: answer.status == 401)
    expect(page.locator("#toasts .toast[data-old]")).to_have_count(1)
    sign_in_again(page, studio)
    expect(toast).to_have_count(0)


def test_a_page_of_somebody_else_s_asks_to_be_reloaded(
    studio: Studio,
    context: OpenContext,
    watch: Watch,
    push: Operation,  # noqa: F811
    judge: Judge,  # noqa: F811
) -> None:
    page = open_task(studio, context, watch, push)
    other: User = studio.cast.owner
    sign_in_elsewhere(page, studio, other)
    toast = page.locator("#toasts .toast")
    expect(toast).to_contain_text("You are signed in as owner in this browser now.")
    judge(page)
    toast.get_by_role("button", name="Reload").click()
    opened_by = re.compile(f'"Studio-Person": "{other.pk}"')
    expect(page.locator("body")).to_have_attribute("hx-headers", opened_by)
    expect(toast).to_have_count(0)
