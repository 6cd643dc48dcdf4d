"""axe on the pages that the ways in do not lead past."""

from __future__ import annotations

from allauth.socialaccount.models import SocialAccount
from django.conf import settings as configured
from django.contrib.auth.tokens import default_token_generator
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from playwright.sync_api import expect
from pytest_django import Settings

from studio.accounts.models import User
from tests.browser.pages.conftest import Judge, judge  # noqa: F401  # a fixture
from tests.browser.people.conftest import OpenPage
from tests.driving.studio import Studio


def test_a_forgotten_password(
    ada: User,
    open_page: OpenPage,
    settings: Settings,
    judge: Judge,  # noqa: F811
) -> None:
    settings.MAIL = {"EMAIL_HOST": "mail.example.com"}
    page = open_page()
    page.get_by_role("link", name="Forgotten your password?").click()
    judge(page)
    page.get_by_label("E-mail address").fill("ada@example.com")
    page.get_by_role("button", name="Send it").click()
    expect(page.get_by_text("a link is on its way")).to_be_visible()
    key = urlsafe_base64_encode(force_bytes(ada.pk))
    token = default_token_generator.make_token(ada)
    page = open_page(reverse("password-new", args=[key, token]))
    judge(page)
    page.get_by_label("New password").fill("four other words and a cow")
    page.get_by_label("Password once more").fill("four other words and a cow")
    page.get_by_role("button", name="Set the password").click()
    expect(page.get_by_text("The password is set. Sign in with it.")).to_be_visible()
    page = open_page(reverse("password-new", args=[key, token]))
    expect(page.get_by_role("link", name="Ask for another")).to_be_visible()
    judge(page)


def test_who_has_an_identity_alone(
    studio: Studio,
    open_page: OpenPage,
    settings: Settings,
    judge: Judge,  # noqa: F811
) -> None:
    settings.OIDC_URL, settings.OIDC_NAME = "https://id.example.com", "House"
    person = studio.cast.viewer
    SocialAccount.objects.create(user=person, provider=configured.OIDC_PROVIDER, uid="1")
    page = open_page()
    page.context.add_cookies([studio.cookie(person)])
    page.goto(studio.url + reverse("account-password"))
    expect(page.get_by_role("button", name="Sign in with House")).to_be_visible()
    judge(page)
    page.goto(studio.url + reverse("account"))
    judge(page)
