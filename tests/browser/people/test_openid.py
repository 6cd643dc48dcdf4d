"""Signing in at an OpenID provider, which is a process of another make."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from allauth.socialaccount.models import SocialAccount
from django.conf import settings as configured
from django.urls import reverse
from playwright.sync_api import Page, expect
from pytest_django import Settings

from studio.accounts.models import Invitation, Membership, Role, User
from studio.audit.models import Entry
from studio.mixes.models import Push
from tests import builders
from tests.accounts.people import PASSWORD
from tests.accounts.provider.running import providers, running_provider
from tests.browser.pages.conftest import Judge, judge  # noqa: F401  # a fixture
from tests.browser.pages.test_members import push_status
from tests.browser.people.conftest import OpenPage, sign_in
from tests.driving.studio import Studio


@pytest.fixture(scope="module")
def issuer(address: str) -> Iterator[str]:
    with running_provider(address + reverse("openid_connect_callback")) as issuer:
        yield issuer


@pytest.fixture(autouse=True)
def provider(issuer: str, settings: Settings) -> None:
    settings.OIDC_URL, settings.OIDC_NAME = issuer, "House"
    settings.SOCIALACCOUNT_PROVIDERS = providers(issuer, configured.OIDC_PROVIDER)


def with_house(page: Page, name: str) -> None:
    page.get_by_role("button", name="House").click()
    page.get_by_label("Who are you?").fill(name)
    page.get_by_role("button", name="Go on").click()


def test_who_was_invited_comes_in_edits_and_later_pushes(
    studio: Studio, open_page: OpenPage
) -> None:
    workspace, template = studio.cast.workspace, builders.template(studio.cast.workspace)
    token = Invitation.objects.issue(workspace, studio.cast.owner, Role.EDITOR, 7)
    page = open_page(reverse("invitation") + f"#t={token}")
    with_house(page, "ada")
    page.wait_for_url("**/templates/")
    card = page.locator(f"#template-{template.pk}")
    expect(card.get_by_role("link", name="Edit")).to_be_attached()
    expect(card.get_by_role("button", name="Push…")).to_have_count(0)
    assert push_status(page, template) == 403

    person = User.objects.get(username="ada")
    assert workspace.role_of(person) == Role.EDITOR
    Membership.objects.filter(user=person).update(role=Role.OPERATOR)
    again = open_page(f"/sign-in/?next={reverse('templates')}")
    with_house(again, "ada")
    again.locator(f"#template-{template.pk}").hover()
    again.get_by_role("button", name="Push…").click()
    again.get_by_role("dialog").get_by_role("button", name="Push to sandbox").click()
    again.wait_for_url("**/tasks/**")
    assert Push.objects.get().person == person
    assert User.objects.filter(socialaccount__isnull=False).count() == 1
    told = Entry.objects.filter(act="signed-in").values_list("difference", flat=True)
    assert set(told) == {"OpenID identity"}


def test_who_was_not_invited_stays_out_whatever_address_the_provider_tells(
    studio: Studio,
    ada: User,
    open_page: OpenPage,
    judge: Judge,  # noqa: F811
) -> None:
    ada.email = "bo@example.com"
    ada.save()
    page = open_page()
    with_house(page, "bo")
    expect(page.get_by_role("heading", name="You are not known here")).to_be_visible()
    judge(page)
    assert not SocialAccount.objects.exists()
    page.goto(studio.url + "/account/")
    expect(page.get_by_role("heading", name="Sign in to Mix Studio")).to_be_visible()
    judge(page)


def test_one_connects_an_identity_signs_in_with_it_and_disconnects_it(
    studio: Studio,
    ada: User,
    open_page: OpenPage,
    judge: Judge,  # noqa: F811
) -> None:
    page = open_page("/sign-in/?next=/account/")
    sign_in(page, ada.username)
    with_house(page, "bo")
    # Which asks who this is, before it lets another way in.
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_text("The identity is connected.")).to_be_visible()
    judge(page)

    other = open_page()
    with_house(other, "bo")
    other.wait_for_url("**/templates/")
    other.goto(studio.url + "/account/")
    expect(other.locator("#main").get_by_text(ada.username, exact=True)).to_be_visible()

    page.get_by_role("button", name="Disconnect").click()
    expect(page.get_by_role("button", name="Connect House")).to_be_visible()
    assert not SocialAccount.objects.exists()
    acts = Entry.objects.values_list("act", flat=True)
    assert {"identity-connected", "identity-removed"} <= set(acts)


def test_a_provider_that_is_away_is_told_and_asked_by_no_page(
    studio: Studio, ada: User, open_page: OpenPage, settings: Settings
) -> None:
    settings.SOCIALACCOUNT_PROVIDERS = providers("http://127.0.0.1:9/o", configured.OIDC_PROVIDER)
    page = open_page()
    page.get_by_role("button", name="Sign in with House").click()
    expect(page.get_by_text("House can’t be reached now.")).to_be_visible()


def test_what_did_not_begin_here_ends_nowhere(studio: Studio, open_page: OpenPage) -> None:
    """A forged answer signs nobody in: its state is not ours."""
    page = open_page("/sign-in/openid/back/?code=forged&state=forged")
    expect(page.get_by_role("heading", name="You are not signed in")).to_be_visible()
    page.goto(studio.url + "/account/")
    expect(page.get_by_role("heading", name="Sign in to Mix Studio")).to_be_visible()
