"""axe-core on the pages of members and invitations, and where something is deleted."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect
from pytest_django import Settings

from studio.accounts.models import Invitation, Membership, Role, User, Workspace
from studio.mixes.models import Push
from tests import builders
from tests.browser.pages.conftest import (  # noqa: F401  # fixtures
    Judge,
    Visit,
    judge,
    visit,
)
from tests.driving.studio import Studio

NARROW, WIDE = {"width": 390, "height": 844}, {"width": 1440, "height": 900}


@pytest.fixture
def other(studio: Studio) -> Workspace:
    """The owner's second workspace."""
    return Workspace.objects.open_for(studio.cast.owner, "Champions League rehearsals")


def both_sizes(page: Page, judge: Judge) -> None:  # noqa: F811
    for size in (NARROW, WIDE):
        page.set_viewport_size(size)  # type: ignore[arg-type]  # a dictionary of that shape
        judge(page)


@pytest.mark.usefixtures("other")
def test_the_members_with_a_menu_a_link_and_the_switch(
    studio: Studio,
    visit: Visit,  # noqa: F811
    judge: Judge,  # noqa: F811
    settings: Settings,
) -> None:
    settings.MAIL = {"EMAIL_HOST": "mail.example.com"}
    User.objects.filter(pk=studio.cast.editor.pk).update(email="editor@example.com")
    page = visit("members", user=studio.cast.owner)
    page.get_by_label("Role of editor").select_option("viewer")
    page.get_by_text("What each role may do").click()
    both_sizes(page, judge)
    page.get_by_role("button", name="More for editor").click()
    judge(page)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Workspace:").click()
    both_sizes(page, judge)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Your account").click()
    judge(page)
    page.keyboard.press("Escape")
    page.get_by_label("Mail it to").fill("ada@example.com")
    page.get_by_role("button", name="Make a link").click()
    expect(page.locator("#link")).to_be_visible()
    both_sizes(page, judge)


def test_the_members_before_somebody_who_only_views(
    studio: Studio,
    visit: Visit,  # noqa: F811
    judge: Judge,  # noqa: F811
) -> None:
    both_sizes(visit("members", user=studio.cast.viewer), judge)


def test_a_refusal_and_a_name_that_is_none(studio: Studio, visit: Visit, judge: Judge) -> None:  # noqa: F811
    page = visit("members", user=studio.cast.owner)
    page.get_by_label("Role of editor").select_option("viewer")
    Membership.objects.filter(user=studio.cast.editor).update(role=Role.OPERATOR)
    page.get_by_role("button", name="Change the role of editor").click()
    expect(page.get_by_role("alert")).to_be_visible()
    judge(page)
    page.get_by_label("Name").fill(" ")
    page.get_by_role("button", name="Rename").click()
    expect(page.locator(".why")).to_be_visible()
    judge(page)


def test_an_invitation_for_who_has_an_account_and_who_has_none(
    studio: Studio,
    visit: Visit,  # noqa: F811
    judge: Judge,  # noqa: F811
) -> None:
    token = Invitation.objects.issue(studio.cast.workspace, studio.cast.owner, Role.EDITOR, 7)
    for options in ({"signed_in": False}, {"user": studio.cast.stranger}):
        page = visit("invitation", **options)
        judge(page)
        page.goto(f"{page.url}#t={token}")
        expect(page.get_by_role("heading", name="Talk shows")).to_be_visible()
        both_sizes(page, judge)
    page = visit("invitation", signed_in=False)
    page.goto(f"{page.url}#t={token}")
    page.get_by_role("button", name="Make the account").click()
    expect(page.locator(".why").first).to_be_visible()
    judge(page)
    Invitation.objects.withdraw()
    page.goto(f"{studio.url}{reverse('invitation')}#t={token}")
    page.reload()
    expect(page.get_by_role("heading", name="Invitation")).to_be_visible()
    judge(page)


def test_somebody_in_no_workspace(visit: Visit, judge: Judge) -> None:  # noqa: F811
    both_sizes(visit("templates", user=User.objects.create(username="nobody")), judge)


def test_a_new_workspace(studio: Studio, visit: Visit, judge: Judge) -> None:  # noqa: F811
    both_sizes(visit("workspace-new", user=studio.cast.owner), judge)


def test_deleting_a_workspace_and_an_account(studio: Studio, visit: Visit, judge: Judge) -> None:  # noqa: F811
    cast = studio.cast
    page = visit("workspace-delete", cast.workspace.pk, user=cast.owner)
    both_sizes(page, judge)
    page.get_by_role("button", name="Delete the workspace").click()
    expect(page.locator(".why")).to_be_visible()
    judge(page)
    Push.record(workspace=cast.workspace, person=cast.owner, rules=builders.document(), name="show")
    page.reload()
    expect(page.get_by_role("alert")).to_be_visible()
    judge(page)
    for person in (cast.editor, cast.stranger):
        both_sizes(visit("account-delete", user=person), judge)
