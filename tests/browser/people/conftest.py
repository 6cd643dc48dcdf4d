"""People at browsers of their own, who sign in themselves."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.cache import cache
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from studio.accounts.models import User
from tests import builders
from tests.accounts.people import PASSWORD, with_password
from tests.browser.conftest import OpenContext, Watch
from tests.driving.studio import Studio


@pytest.fixture(scope="session")
def address(live_server: LiveServer) -> str:
    """Under the name that passkeys need."""
    return live_server.url.replace("127.0.0.1", "localhost")


@pytest.fixture
def studio(address: str, cast: builders.Cast, data: object) -> Studio:
    """What allauth counts is no table that a test empties."""
    cache.clear()
    return Studio(url=address, cast=cast)


@pytest.fixture
def ada(studio: Studio) -> User:
    """An operator with a password."""
    return with_password(studio.cast.operator)


OpenPage = Callable[..., Page]


@pytest.fixture
def open_page(studio: Studio, context: OpenContext, watch: Watch) -> OpenPage:
    """A page of a browser that nobody has signed in with."""

    def open_page(path: str = "/sign-in/", **options: object) -> Page:
        page = watch.page(context(**options).new_page())
        page.goto(studio.url + path)
        return page

    return open_page


def sign_in(page: Page, name: str, password: str = PASSWORD) -> None:
    page.get_by_label("User name or e-mail address").fill(name)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()


def with_passkeys(page: Page) -> Page:
    """A device that keeps passkeys, and whose owner is always there."""
    device = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    developer = page.context.new_cdp_session(page)
    developer.send("WebAuthn.enable")
    developer.send("WebAuthn.addVirtualAuthenticator", {"options": device})
    return page


def answer(page: Page, password: str = PASSWORD) -> None:
    """To who one is, once more."""
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Go on").click()
