"""People in a browser: invited, let in, given a role; and two workspaces in two tabs."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from studio.accounts.models import Membership, Role, User, Workspace
from studio.editor.models import LayoutTemplate
from tests import builders
from tests.browser.conftest import OpenContext, Watch
from tests.driving.studio import Studio

PASSWORD = "three CANARY words"


@pytest.fixture
def admin(studio: Studio, context: OpenContext, watch: Watch) -> Page:
    """The page of members, before Ada's eyes."""
    User.objects.filter(pk=studio.cast.owner.pk).update(first_name="Ada")
    browser = context(permissions=["clipboard-read", "clipboard-write"])
    browser.add_cookies([studio.cookie(studio.cast.owner)])
    page = watch.page(browser.new_page())
    page.goto(studio.url + reverse("members"))
    return page


def push_status(page: Page, template: LayoutTemplate) -> int:
    """What a push is answered that this browser sends by itself."""
    status: int = page.evaluate(
        """async (address) => {
          const headers = JSON.parse(document.body.getAttribute("hx-headers"));
          return (await fetch(address, { method: "POST", headers })).status;
        }""",
        reverse("push", args=[template.pk]),
    )
    return status


def test_invited_with_a_new_account_refused_as_editor_and_let_push_as_operator(
    admin: Page, studio: Studio, context: OpenContext, watch: Watch
) -> None:
    template = builders.template(studio.cast.workspace)
    admin.get_by_role("button", name="Make a link").click()
    expect(admin.locator("#link")).to_be_focused()
    admin.get_by_role("button", name="Copy").click()
    expect(admin.locator("#copied")).to_have_text("Copied")
    link = admin.evaluate("navigator.clipboard.readText()")
    assert "/invitation/#t=" in link

    guest = watch.page(context().new_page())
    guest.goto(link)
    expect(guest.get_by_role("heading", name="Talk shows")).to_be_visible()
    assert "#" not in guest.url
    expect(guest.locator("#main")).to_contain_text("Ada invites you")
    for label, value in (
        ("Your name", "Grace Hopper"),
        ("User name", "grace"),
        ("Password", "short"),
        ("Password confirmation", "short"),
    ):
        guest.get_by_label(label, exact=True).fill(value)
    guest.get_by_role("button", name="Make the account and join").click()
    expect(guest.locator(".why")).to_contain_text("too short")
    expect(guest.get_by_label("Your name")).to_have_value("Grace Hopper")
    for label in ("Password", "Password confirmation"):
        guest.get_by_label(label, exact=True).fill(PASSWORD)
    guest.get_by_role("button", name="Make the account and join").click()
    expect(guest.get_by_text("You are in “Talk shows” now, as Editor.")).to_be_visible()

    card = guest.locator(f"#template-{template.pk}")
    expect(card.get_by_role("link", name="Edit")).to_be_attached()
    expect(card.get_by_role("button", name="Push…")).to_have_count(0)
    assert push_status(guest, template) == 403

    admin.reload()
    admin.get_by_label("Role of Grace Hopper").select_option("operator")
    admin.get_by_role("button", name="Change the role of Grace Hopper").click()
    expect(admin.get_by_text("Grace Hopper: Operator")).to_be_visible()
    guest.reload()
    guest.locator(f"#template-{template.pk}").hover()
    guest.get_by_role("button", name="Push…").click()
    dialog = guest.get_by_role("dialog")
    dialog.get_by_role("button", name="Push to sandbox").click()
    guest.wait_for_url("**/tasks/**")


def test_a_removed_member_is_out_of_an_open_page(
    admin: Page, studio: Studio, context: OpenContext, watch: Watch
) -> None:
    template = builders.template(studio.cast.workspace)
    browser = context()
    browser.add_cookies([studio.cookie(studio.cast.operator)])
    theirs = watch.page(browser.new_page())
    theirs.goto(studio.url + reverse("templates"))
    assert push_status(theirs, template) == 409  # it says no version
    admin.get_by_role("button", name="More for operator").click()
    admin.get_by_role("button", name="Remove operator").click()
    expect(admin.get_by_text("operator was removed.")).to_be_visible()
    assert push_status(theirs, template) == 404
    theirs.reload()
    expect(theirs.get_by_role("heading", name="You are in no workspace")).to_be_visible()


def test_two_workspaces_in_two_tabs_without_a_mix_up(
    admin: Page, studio: Studio, watch: Watch
) -> None:
    talk, sports = studio.cast.workspace, Workspace.objects.open_for(studio.cast.owner, "Sports")
    for workspace in (talk, sports):
        builders.template(workspace, name=f"In {workspace}")
    one, other = admin, watch.page(admin.context.new_page())
    one.goto(studio.url + reverse("templates"))
    other.goto(studio.url + reverse("templates"))
    other.get_by_role("button", name="Workspace: Talk shows").click()
    other.get_by_role("button", name="Sports").click()
    expect(other.get_by_role("link", name="In Sports", exact=True)).to_be_visible()
    expect(other.get_by_role("link", name="In Talk shows", exact=True)).to_have_count(0)

    one.get_by_role("button", name="New template").click()
    one.locator("html[data-ready]").wait_for(state="attached")
    expect(one.locator(".whose")).to_contain_text("Talk shows")
    assert LayoutTemplate.objects.get(name="New template").workspace == talk
    one.get_by_role("link", name="All templates").click()
    expect(one.get_by_role("button", name="Workspace: Talk shows")).to_be_visible()
    one.get_by_role("link", name="Tasks").click()
    expect(one.get_by_role("button", name="Workspace: Talk shows")).to_be_visible()
    one.get_by_role("link", name="History").click()
    expect(one.get_by_role("button", name="Workspace: Talk shows")).to_be_visible()
    expect(other.get_by_role("button", name="Workspace: Sports")).to_be_visible()


def test_a_tab_from_before_the_second_workspace_keeps_to_the_first(
    admin: Page, studio: Studio, watch: Watch
) -> None:
    admin.goto(studio.url + reverse("templates"))
    expect(admin.locator("h1")).to_have_text("Templates")
    other = watch.page(admin.context.new_page())
    other.goto(studio.url + reverse("workspace-new"))
    other.get_by_label("Name").fill("Sports")
    other.get_by_role("button", name="Make it").click()
    expect(other.get_by_role("button", name="Workspace: Sports")).to_be_visible()
    admin.get_by_role("button", name="New template").first.click()
    admin.locator("html[data-ready]").wait_for(state="attached")
    assert LayoutTemplate.objects.get().workspace == studio.cast.workspace


def tab_to(page: Page, name: str) -> None:
    """Presses Tab until what has that name has the focus; fails after a page's worth."""
    for _press in range(60):
        page.keyboard.press("Tab")
        focused = page.evaluate(
            """() => {
              const { activeElement: it } = document;
              return it.getAttribute("aria-label") ?? it.labels?.[0]?.innerText ?? it.innerText;
            }"""
        )
        if re.search(name, " ".join((focused or "").split())):
            return
    raise AssertionError(f"nothing that is called {name} is reached")


def test_everything_on_the_page_of_members_is_done_by_keyboard_alone(
    admin: Page, studio: Studio
) -> None:
    tab_to(admin, "^Role$")
    admin.keyboard.press("o")  # Operator
    tab_to(admin, "^Make a link")
    admin.keyboard.press("Enter")
    expect(admin.locator("#link")).to_be_focused()
    tab_to(admin, "^Copy")
    admin.keyboard.press("Enter")
    expect(admin.locator("#copied")).to_have_text("Copied")
    tab_to(admin, "^Withdraw")
    admin.keyboard.press("Enter")
    expect(admin.get_by_text("The invitation was withdrawn.")).to_be_visible()

    tab_to(admin, "^Role of viewer")
    admin.keyboard.press("e")  # Editor
    tab_to(admin, "^Change the role of viewer")
    admin.keyboard.press("Enter")
    expect(admin.get_by_text("viewer: Editor")).to_be_visible()
    assert studio.cast.workspace.role_of(studio.cast.viewer) is Role.EDITOR

    tab_to(admin, "^More for editor")
    admin.keyboard.press("Enter")
    tab_to(admin, "^Remove editor")
    admin.keyboard.press("Enter")
    expect(admin.get_by_text("editor was removed.")).to_be_visible()
    assert not Membership.objects.filter(user=studio.cast.editor).exists()

    tab_to(admin, "^Hand over and leave")
    admin.keyboard.press("Enter")
    expect(admin.get_by_role("heading", name="You are in no workspace")).to_be_visible()
    assert studio.cast.workspace.role_of(studio.cast.owner) is None


def test_two_admins_at_one_member_are_told_what_he_is_now(admin: Page, studio: Studio) -> None:
    Membership.objects.filter(user=studio.cast.editor).update(role=Role.OPERATOR)
    admin.get_by_label("Role of editor").select_option("viewer")
    admin.get_by_role("button", name="Change the role of editor").click()
    expect(admin.get_by_role("alert")).to_contain_text(
        "Meanwhile somebody else made editor Operator"
    )
    expect(admin.get_by_label("Role of editor")).to_have_value("operator")
