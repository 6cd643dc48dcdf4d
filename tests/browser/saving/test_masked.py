"""Push addresses somebody else entered, and what those of pictures are signed with: masked in the
editor, and kept by what is done there.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from studio.audit.models import Entry
from studio.editor.models import LayoutTemplate
from tests import builders
from tests.browser.conftest import OpenEditor
from tests.browser.saving.conflicts import PAIR, dialog
from tests.driving.saves import expect_saved, save_elsewhere, saved_layouts, type_in, type_x
from tests.driving.stage import field, select
from tests.driving.studio import Studio

CANARY = "PUSHCANARY"
ADDRESS = f"rtmp://push.example.com/live/{CANARY}"
OTHER = "rtmp://push.example.com/live/typed-anew"
SIGNED = "https://cameras.example.com/1.png?sign=CAMERACANARY"


@pytest.fixture
def template(studio: Studio) -> LayoutTemplate:
    rules = replace(PAIR, output=builders.output(ADDRESS))
    return builders.template(studio.cast.workspace, rules, user=studio.cast.owner)


def kept(template: LayoutTemplate) -> tuple[str, ...]:
    return LayoutTemplate.objects.get(pk=template.pk).rules.output.urls


def show_field(page: Page) -> None:
    page.get_by_role("tab", name="Output").click()


def type_address(page: Page, address: str) -> None:
    show_field(page)
    field = page.locator("[data-field='push.0']")
    field.fill(address)
    field.press("Enter")


def test_an_edit_keeps_what_is_masked_and_an_undo_brings_it_back(
    open_editor: OpenEditor, template: LayoutTemplate
) -> None:
    page = open_editor(template=template)
    type_x(page, 300)
    expect_saved(page)
    assert saved_layouts(template)[0].box.x == 300
    assert kept(template) == (ADDRESS,)
    show_field(page)
    field = page.locator("[data-field='push.0']")
    assert field.input_value().startswith("rtmp://push.example.com/live/…")
    assert CANARY not in page.evaluate("JSON.stringify({ ...localStorage })")
    type_address(page, OTHER)
    expect_saved(page)
    assert kept(template) == (OTHER,)
    page.locator("#undo").click()
    expect_saved(page)
    assert kept(template) == (ADDRESS,)


def test_two_people_s_work_is_merged_with_what_is_masked(
    open_editor: OpenEditor, template: LayoutTemplate
) -> None:
    page = open_editor(template=template)
    save_elsewhere(template, {"Y": 444}, layout=1)
    type_x(page, 300)
    expect(page.locator("#toasts")).to_contain_text("both are kept")
    expect(dialog(page)).to_be_hidden()
    expect_saved(page)
    assert [layout.box[:2] for layout in saved_layouts(template)] == [(300, 100), (1000, 444)]
    assert kept(template) == (ADDRESS,)


def test_what_was_typed_here_is_merged_with_what_others_did(
    open_editor: OpenEditor, template: LayoutTemplate
) -> None:
    page = open_editor(template=template)
    type_address(page, OTHER)
    expect_saved(page)
    template.refresh_from_db()
    save_elsewhere(template, {"Y": 444}, layout=1)
    type_x(page, 300)
    expect(page.locator("#toasts")).to_contain_text("teammate changed source-2 meanwhile")
    expect(dialog(page)).to_be_hidden()
    expect_saved(page)
    assert [layout.box[:2] for layout in saved_layouts(template)] == [(300, 100), (1000, 444)]
    assert kept(template) == (OTHER,)


def test_what_is_there_already_as_it_was_typed_here_is_no_change_of_others(
    open_editor: OpenEditor, template: LayoutTemplate
) -> None:
    page = open_editor(template=template)
    rules = replace(template.rules, output=builders.output(OTHER))
    builders.rewrite(LayoutTemplate.objects.filter(pk=template.pk), rules=rules, version=2)
    type_address(page, OTHER)
    expect_saved(page)
    template.refresh_from_db()
    save_elsewhere(template, {"Y": 444}, layout=1)
    type_x(page, 300)
    toast = page.locator("#toasts")
    expect(toast).to_contain_text("teammate changed source-2 meanwhile")
    expect(toast).not_to_contain_text("push address", ignore_case=True)
    expect_saved(page)
    assert kept(template) == (OTHER,)


def test_what_is_typed_here_twice_is_no_clash_with_what_others_keep(
    open_editor: OpenEditor, template: LayoutTemplate
) -> None:
    page = open_editor(template=template)
    type_address(page, OTHER)
    expect_saved(page)
    template.refresh_from_db()
    save_elsewhere(template, {"Y": 444}, layout=1)
    type_address(page, f"{OTHER}-again")
    expect(page.locator("#toasts")).to_contain_text("teammate changed source-2 meanwhile")
    expect(dialog(page)).to_be_hidden()
    expect_saved(page)
    assert kept(template) == (f"{OTHER}-again",)


def test_what_a_source_is_signed_with_is_masked_once_it_is_opened_again_and_kept(
    open_editor: OpenEditor, template: LayoutTemplate
) -> None:
    page = open_editor(template=template)
    type_in(page, "source-1", "source.Url", SIGNED)
    expect_saved(page)
    template.refresh_from_db()
    save_elsewhere(template, {"Y": 444}, layout=1)
    type_in(page, "source-1", "source.Url", f"{SIGNED}-anew")
    expect(page.locator("#toasts")).to_contain_text("teammate changed source-2 meanwhile")
    expect(dialog(page)).to_be_hidden()
    expect_saved(page)
    page.reload()
    page.locator("html[data-ready]").wait_for(state="attached")
    select(page, "source-1")
    shown = field(page, "source.Url")
    assert shown.input_value().startswith("https://cameras.example.com/1.png?…")
    assert "CANARY" not in page.content()
    type_x(page, 310)
    expect_saved(page)
    template.refresh_from_db()
    assert template.rules.sources[0].url == f"{SIGNED}-anew"
    shown.fill(shown.input_value().replace("1.png", "2.png"))
    shown.press("Enter")
    expect(page.locator("[data-why='source.Url']")).to_contain_text("This is masked")


def test_a_masked_address_that_was_changed_is_refused_beside_its_field(
    open_editor: OpenEditor, template: LayoutTemplate
) -> None:
    page = open_editor(template=template)
    type_address(page, "rtmp://push.example.com/live/…?…000000000000")
    expect(page.locator("[data-why='push.0']")).to_contain_text("This is masked")
    assert kept(template) == (ADDRESS,)


def test_an_operator_reveals_them_from_the_editor(
    open_editor: OpenEditor, studio: Studio, template: LayoutTemplate
) -> None:
    page = open_editor(template=template)
    show_field(page)
    page.get_by_role("link", name="Reveal…").click()
    expect(page.locator("#main")).not_to_contain_text(CANARY)
    page.get_by_role("button", name="Reveal", exact=True).click()
    expect(page.locator("#main")).to_contain_text(ADDRESS)
    assert Entry.objects.filter(act="revealed", person_id=studio.cast.operator.pk).exists()
    page.goto(page.url)
    expect(page.locator("#main")).not_to_contain_text(CANARY)
    with page.expect_download() as download:
        page.get_by_role("button", name="Download MixedRules with addresses").click()
    assert ADDRESS in download.value.path().read_text()
    expect(page.get_by_role("link", name="Back to the editor")).to_have_attribute(
        "href", reverse("template-edit", args=[template.pk])
    )
