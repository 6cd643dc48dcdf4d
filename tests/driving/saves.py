"""Hands for saving: an edit that is saved, what was saved, and somebody else's save."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from playwright.sync_api import Page, expect

from studio.accounts.models import SignInLink, User
from studio.editor.models import LayoutTemplate
from studio.rules import codec
from studio.rules.document import Layout, MixedRules
from tests.builders import rewrite
from tests.driving.stage import field, painted, select
from tests.driving.studio import Studio


def type_in(page: Page, name: str, field_name: str, value: object) -> None:
    """A field of an item, typed and committed."""
    select(page, name)
    field(page, field_name).fill(str(value))
    field(page, field_name).press("Enter")


def type_x(page: Page, value: int) -> None:
    type_in(page, "source-1", "box.X", value)


def saved_layouts(template: LayoutTemplate) -> tuple[Layout, ...]:
    template.refresh_from_db()
    return template.rules.scene.layouts


def saved_x(template: LayoutTemplate) -> int:
    return saved_layouts(template)[0].box.x


def turn_clock(page: Page) -> None:
    """From here on the page's time passes by `page.clock` alone; its context must be `alone`."""
    page.clock.install()
    page.clock.pause_at(page.evaluate("Date.now() + 1000"))


def save_now(page: Page) -> None:
    """What is not saved yet is saved at once, as when the network comes back."""
    painted(page)
    page.evaluate("dispatchEvent(new Event('online'))")


def sign_out(page: Page) -> None:
    """No save of this page, nor the one as it is left, is accepted from now on."""
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)


def expect_signed_out(page: Page) -> None:
    save_now(page)
    expect(page.locator("#saved")).to_have_attribute("data-kind", "stopped")


def open_again(page: Page, studio: Studio) -> None:
    """The same page, signed in again."""
    address = page.url
    page.goto("about:blank")
    page.context.add_cookies([studio.cookie(studio.cast.operator)])
    page.goto(address)
    page.locator("html[data-ready]").wait_for(state="attached")


def expect_saved(page: Page) -> None:
    save_now(page)
    expect(page.locator("#saved")).to_have_attribute("data-kind", "saved")


def save_elsewhere(template: LayoutTemplate, change: dict[str, int], *, layout: int = 0) -> None:
    """A team-mate changes a box and saves."""
    rules: Any = codec.write(template.rules)
    rules["InputLayout"]["Scene"]["Layout"][layout].update(change)
    save_rules_elsewhere(template, codec.read_rules(rules))


def save_rules_elsewhere(template: LayoutTemplate, rules: MixedRules) -> None:
    """A team-mate saves these."""
    teammate = User.objects.get(username="teammate")
    rows = LayoutTemplate.objects.filter(pk=template.pk)
    rewrite(rows, rules=rules, version=template.version + 1, updated_by=teammate)
    template.refresh_from_db()


def sign_in_elsewhere(page: Page, studio: Studio, user: User) -> None:
    """Somebody signs in by a link in another tab of the same browser."""
    tab = page.context.new_page()
    tab.goto(f"{studio.url}/start#t={SignInLink.objects.issue(user)}")
    tab.wait_for_url("**/templates/")
    tab.close()
    # Who comes back to the page has it look again: a poll may have met nobody signed in.
    page.evaluate("dispatchEvent(new Event('focus'))")
