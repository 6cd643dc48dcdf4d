"""A template that this version can't read: its card says so, and htmx shows the page that does."""

from __future__ import annotations

from django.urls import reverse
from playwright.sync_api import expect

from studio.editor.models import LayoutTemplate
from tests import builders
from tests.browser.conftest import OpenContext, Watch
from tests.browser.pages.conftest import Judge, judge  # noqa: F401  # a fixture
from tests.driving.studio import Studio


def test_it_is_said_on_its_card_and_instead_of_the_dialog(
    studio: Studio,
    context: OpenContext,
    watch: Watch,
    judge: Judge,  # noqa: F811
) -> None:
    builders.template(studio.cast.workspace, user=studio.cast.owner)
    person = context()
    person.add_cookies([studio.cookie(studio.cast.owner)])
    page = watch.page(person.new_page())
    page.goto(studio.url + reverse("templates"))
    LayoutTemplate.objects.update(rules={})
    page.get_by_role("button", name="Push…").click()
    expect(page.get_by_role("heading", name="This can’t be read")).to_be_visible()
    expect(page.locator("#main")).to_have_count(1)
    judge(page)
    page.goto(studio.url + reverse("templates"))
    expect(page.locator(".card")).to_contain_text("This can’t be read")
    expect(page.get_by_role("button", name="Push…")).to_have_count(0)
    judge(page)
