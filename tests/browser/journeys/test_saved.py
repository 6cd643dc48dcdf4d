"""A source is saved by its name, dragged onto the stage, and given another address."""

from __future__ import annotations

from django.urls import reverse
from playwright.sync_api import Page, expect

from studio.editor.models import LayoutTemplate
from studio.library.models import Sort
from studio.rules.document import Source
from tests import builders
from tests.browser.conftest import OpenEditor
from tests.browser.pages.conftest import Judge, judge  # noqa: F401  # a fixture
from tests.driving.saves import expect_saved
from tests.driving.studio import Studio

HOST = "https://pictures.example.com/host.jpg"
NEWER = "https://pictures.example.com/newer.jpg"
BUG = "https://pictures.example.com/bug.png"


def card(page: Page, name: str) -> str:
    return page.locator(".card", has_text=name).inner_text()


def test_from_a_name_onto_the_stage_and_to_another_address(
    studio: Studio,
    open_editor: OpenEditor,
    judge: Judge,  # noqa: F811
) -> None:
    workspace = studio.cast.workspace
    for url, size in ((HOST, (360, 640)), (NEWER, (640, 360)), (BUG, (90, 90))):
        builders.frame(workspace, url, builders.png(*size))
    template = builders.template(workspace, name="Talk")
    page = open_editor(template=template, user=studio.cast.editor)

    # Nothing is saved yet, and there is a way to where it is.
    page.get_by_text("Saved sources and logos").click()
    page.get_by_role("link", name="Save one").click()
    page.get_by_role("link", name="Save a source").click()
    page.get_by_label("Name").fill("Host")
    page.get_by_label("Address").fill("rtsp://a")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_label("Address")).to_have_accessible_description(
        "The address must begin with one of: rtmp, http, https."
    )
    page.get_by_label("Address").fill(HOST)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("“Host” is saved.")).to_be_visible()
    assert "360 × 640" in card(page, "Host")
    assert "in no template" in card(page, "Host")
    judge(page)

    # Dragged to where it shall be, in its own shape; a logo by a key; a second one by a click.
    builders.saved(workspace, Sort.LOGO, name="Bug", url=BUG)
    page.goto(studio.address(template))
    page.locator("html[data-ready]").wait_for(state="attached")
    page.get_by_text("Saved sources and logos").press("Enter")
    rows = page.locator("#saved-sources li")
    expect(rows).to_have_count(2)
    judge(page)
    rows.first.drag_to(page.locator("#stage"))
    expect(page.get_by_text("Done: add Host")).to_be_attached()
    rows.first.get_by_role("button").click()
    rows.last.get_by_role("button").press("Enter")
    expect_saved(page)
    rules = LayoutTemplate.objects.get(pk=template.pk).rules
    assert rules.sources[1:] == (
        Source(id="Host", layer=2, type="pic", url=HOST),
        Source(id="Host 2", layer=3, type="pic", url=HOST),
    )
    dropped = rules.scene.layouts[1].box
    assert abs(dropped.x + dropped.w / 2 - 960) <= 2
    assert abs(dropped.y + dropped.h / 2 - 540) <= 2
    assert abs(dropped.w / dropped.h - 360 / 640) < 0.01
    assert [logo.url for logo in rules.logos or ()] == [BUG]

    # Where it is used is told before it gets another address; what is ticked follows.
    page.goto(studio.url + reverse("saved"))
    expect(page.locator(".card", has_text="Host")).to_contain_text("used in 1 template")
    page.get_by_role("link", name="Edit Host").click()
    judge(page)
    page.get_by_role("textbox", name="Address").fill(NEWER)
    page.get_by_label("Give “Talk” the new address too").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("“Host” is changed. Nothing on air is.")).to_be_visible()
    assert "640 × 360" in card(page, "Host")
    rules = LayoutTemplate.objects.get(pk=template.pk).rules
    assert [source.url for source in rules.sources[1:]] == [NEWER, NEWER]
