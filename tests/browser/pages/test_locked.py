"""A template whose key is missing: what is locked says so beside its field, and is entered anew."""

from __future__ import annotations

from django.urls import reverse
from playwright.sync_api import expect
from pytest_django import Settings

from studio.editor.models import LayoutTemplate
from tests import builders
from tests.browser.conftest import OpenContext, Watch
from tests.driving.saves import save_now
from tests.driving.studio import Studio
from tests.sealing.keys import LOST, NEW

WHY = "This is locked: the key that it was sealed with is missing."


def test_it_is_said_beside_its_field_and_can_be_entered_anew(
    studio: Studio, context: OpenContext, watch: Watch, settings: Settings
) -> None:
    settings.SEALING_KEYS = [LOST]
    row = builders.template(studio.cast.workspace, user=studio.cast.owner)
    settings.SEALING_KEYS = [NEW]
    person = context()
    person.add_cookies([studio.cookie(studio.cast.owner)])
    page = watch.page(person.new_page())
    page.goto(studio.url + reverse("template-edit", args=[row.pk]))
    page.get_by_role("tab", name="Output").click()
    panel = page.locator("#panel-output")
    expect(panel).to_contain_text(WHY)
    field = panel.locator("#push-urls input")
    field.fill("rtmp://push.example.com/live/newCANARY")
    field.press("Enter")
    expect(panel).not_to_contain_text(WHY)
    with page.expect_response(lambda answer: answer.request.method == "PUT"):
        save_now(page)
    saved = LayoutTemplate.objects.get(pk=row.pk)
    assert saved.rules.output.urls == ("rtmp://push.example.com/live/newCANARY",)
