"""Coming in by each way, in a real browser; axe sees every page on the way."""

from __future__ import annotations

import re
from typing import Any

from django.conf import settings
from django.urls import reverse
from playwright.sync_api import Page, expect

from studio.accounts.models import SignInLink, User
from tests.accounts.people import WRONG, code_of, with_authenticator
from tests.browser.conftest import OpenContext, Watch
from tests.browser.pages.conftest import Judge, judge  # noqa: F401  # a fixture
from tests.browser.people.conftest import OpenPage, answer, sign_in, with_passkeys
from tests.driving.arriving import still_coming
from tests.driving.studio import Studio


def sign_out(page: Page) -> None:
    page.get_by_role("button", name="Your account").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in to Mix Studio")).to_be_visible()


def test_a_password_signs_in_and_a_wrong_one_is_told(
    ada: User,
    open_page: OpenPage,
    judge: Judge,  # noqa: F811
) -> None:
    page = open_page("/tasks/")
    judge(page)
    sign_in(page, ada.username, WRONG)
    wrong = page.get_by_role("alert").filter(has_text="The name or the password is wrong.")
    expect(wrong).to_be_visible()
    judge(page)
    sign_in(page, ada.username)
    page.wait_for_url("**/tasks/")


def test_an_authenticator_app_is_set_up_and_asked_for(
    studio: Studio,
    ada: User,
    open_page: OpenPage,
    judge: Judge,  # noqa: F811
) -> None:
    page = open_page("/sign-in/?next=/account/")
    sign_in(page, ada.username)
    page.get_by_role("link", name="Set up an app").click()
    judge(page)
    answer(page)
    judge(page)
    page.get_by_role("textbox", name="Code").fill("000000")
    page.get_by_role("button", name="Set it up").click()
    expect(page.get_by_text("This is not right. Try again.")).to_be_visible()
    secret = page.locator(".command code").inner_text()
    page.get_by_role("textbox", name="Code").fill(code_of(secret))
    page.get_by_role("button", name="Set it up").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    judge(page)
    recovery = page.locator(".codes code").first.inner_text()
    page.get_by_role("link", name="Back").click()
    judge(page)

    sign_out(page)
    sign_in(page, ada.username)
    expect(page.get_by_role("heading", name="One more step")).to_be_visible()
    judge(page)
    page.get_by_role("textbox", name="Code").fill(recovery)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/templates/")
    page.goto(studio.url + reverse("mfa_deactivate_totp"))
    answer(page)
    judge(page)
    page.get_by_role("button", name="Remove it").click()
    expect(page.get_by_role("link", name="Set up an app")).to_be_visible()


def test_a_passkey_signs_in_without_a_name_and_answers_who_one_is(
    studio: Studio,
    ada: User,
    open_page: OpenPage,
    judge: Judge,  # noqa: F811
) -> None:
    page = with_passkeys(open_page("/sign-in/?next=/account/"))
    sign_in(page, ada.username)
    page.get_by_role("link", name="Add a passkey").click()
    answer(page)
    judge(page)
    page.get_by_label("What you call it").fill("Desk")
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    page.goto(studio.url + reverse("account"))
    expect(page.get_by_text("Desk", exact=True)).to_be_visible()
    judge(page)

    sign_out(page)
    # Also on a slow line, by a press on what is seen already.
    with still_coming(page, studio.url + "/sign-in/?next=/account/", "**/passkeys*.js"):
        page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.locator("#main").get_by_text(ada.username, exact=True)).to_be_visible()
    page.goto(studio.url + reverse("mfa_reauthenticate_webauthn") + "?next=/account/password/")
    judge(page)
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("heading", name="Set a password")).to_be_visible()
    judge(page)
    page.goto(studio.url + reverse("account"))
    page.get_by_role("button", name=re.compile("Remove.*Desk")).click()
    expect(page.get_by_text("The passkey was removed.")).to_be_visible()


def test_a_passkey_is_the_second_step_after_a_password(
    studio: Studio, ada: User, open_page: OpenPage
) -> None:
    page = with_passkeys(open_page("/sign-in/?next=/account/passkeys/add/"))
    sign_in(page, ada.username)
    answer(page)
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    sign_out(page)
    sign_in(page, ada.username)
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url("**/templates/")


def test_a_browser_without_a_passkey_that_fits_says_so(ada: User, open_page: OpenPage) -> None:
    page = with_passkeys(open_page())
    page.get_by_role("button", name="Sign in with a passkey").click()
    failed = page.get_by_role("alert").filter(has_text="That did not work with this passkey")
    expect(failed).to_be_visible()


def test_ending_all_sessions_kills_a_stolen_cookie(
    studio: Studio, ada: User, open_page: OpenPage, context: OpenContext, watch: Watch
) -> None:
    page = open_page("/sign-in/?next=/account/")
    sign_in(page, ada.username)
    victim = page.get_by_role("heading", name="Your account")
    expect(victim).to_be_visible()
    (stolen,) = (
        each for each in page.context.cookies() if each["name"] == settings.SESSION_COOKIE_NAME
    )
    # The person signs in anew, and sees a session that is not this one.
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    thief = context()
    parts: Any = {name: stolen[name] for name in ("name", "value")}
    thief.add_cookies([parts | {"url": studio.url}])
    theirs = watch.page(thief.new_page())
    theirs.goto(studio.url + "/templates/")
    expect(theirs.get_by_role("heading", name="Templates")).to_be_visible()

    page.goto(studio.url + "/sign-in/?next=/account/")
    sign_in(page, ada.username)
    expect(page.locator("button[name=session]")).to_have_count(2)
    page.get_by_role("button", name="End all others").click()
    expect(page.get_by_text("All other sessions have ended.")).to_be_visible()
    expect(page.locator("button[name=session]")).to_have_count(1)
    theirs.goto(studio.url + "/templates/")
    expect(theirs.get_by_role("heading", name="Sign in to Mix Studio")).to_be_visible()


def test_a_one_time_link_opens_the_studio_in_one_click(
    studio: Studio,
    open_page: OpenPage,
    judge: Judge,  # noqa: F811
) -> None:
    """With nobody who has a password, the page that asks for one says how to come in instead."""
    page = open_page("/")
    expect(page.get_by_text("manage.py open")).to_be_visible()
    expect(page.get_by_label("Password")).to_have_count(0)
    judge(page)
    page.goto(f"{studio.url}/start#t={SignInLink.objects.issue(studio.cast.owner)}")
    page.wait_for_url("**/templates/")
    page.goto(studio.url + reverse("account"))
    judge(page)


def test_an_app_is_asked_for_after_a_password_but_not_after_a_link(
    studio: Studio, ada: User, open_page: OpenPage
) -> None:
    with_authenticator(ada)
    page = open_page(f"/start#t={SignInLink.objects.issue(ada)}")
    page.wait_for_url("**/templates/")
