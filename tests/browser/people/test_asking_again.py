"""Before push addresses are shown the person is asked who they are, and led back."""

from __future__ import annotations

from django.urls import reverse
from playwright.sync_api import Page, expect

from studio.accounts.models import User
from studio.audit.models import Entry
from tests import builders
from tests.accounts.people import WRONG
from tests.browser.people.conftest import OpenPage, answer, sign_in, with_passkeys
from tests.driving.studio import Studio

ADDRESS = "rtmp://push.example.com/live/keyCANARY"


def press_reveal(page: Page) -> None:
    page.get_by_role("button", name="Reveal").click()


def reveal_after(page: Page) -> None:
    """Who has answered is at the page they came from, and sees them by a press of their own."""
    expect(page.get_by_role("heading", name="Push and signed addresses of")).to_be_visible()
    expect(page.get_by_text(ADDRESS)).to_have_count(0)
    assert not Entry.objects.filter(act="revealed").exists()
    press_reveal(page)
    expect(page.get_by_text(ADDRESS)).to_be_visible()
    assert Entry.objects.filter(act="revealed").count() == 1


def test_by_password(studio: Studio, ada: User, open_page: OpenPage) -> None:
    template = builders.template(studio.cast.workspace)
    page = open_page(f"/sign-in/?next={reverse('template-addresses', args=[template.pk])}")
    sign_in(page, ada.username)
    press_reveal(page)
    answer(page, WRONG)
    expect(page.get_by_text("The password is wrong.")).to_be_visible()
    answer(page)
    reveal_after(page)


def test_by_passkey_who_has_nothing_else(studio: Studio, open_page: OpenPage) -> None:
    template = builders.template(studio.cast.workspace)
    page = with_passkeys(open_page())
    page.context.add_cookies([studio.cookie(studio.cast.operator)])
    page.goto(studio.url + reverse("passkey-add"))
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_role("button", name="Use a passkey")).to_be_visible()
    page.goto(studio.url + reverse("template-addresses", args=[template.pk]))
    press_reveal(page)
    page.get_by_role("button", name="Use a passkey").click()
    reveal_after(page)
