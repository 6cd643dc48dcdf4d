"""Both changed the same, and mine is saved as a copy: once, and not at all where that fails."""

from __future__ import annotations

from playwright.sync_api import expect

from studio.editor.models import LayoutTemplate
from tests import builders
from tests.browser.conftest import OpenEditor
from tests.browser.saving.conflicts import PAIR, choose, clash, dialog
from tests.driving.saves import expect_saved, saved_x
from tests.driving.studio import Studio


def test_saving_mine_as_a_copy_leaves_theirs_as_they_saved_it(
    open_editor: OpenEditor, studio: Studio
) -> None:
    template = builders.template(studio.cast.workspace, PAIR)
    page = clash(open_editor, template)
    choose(page, "Save mine as a copy")
    expect(page.get_by_role("link", name="Open the copy")).to_be_visible()
    expect_saved(page)
    assert saved_x(template) == 555
    copy = LayoutTemplate.objects.exclude(pk=template.pk).get()
    assert copy.name == "Thursday talk show (my version)"
    assert saved_x(copy) == 300
    link = page.get_by_role("link", name="Open the copy")
    assert link.evaluate("link => link.href") == studio.address(copy)


def test_a_copy_that_cannot_be_saved_is_said_and_leaves_nothing_behind(
    open_editor: OpenEditor, studio: Studio
) -> None:
    template = builders.template(studio.cast.workspace, PAIR)
    page = clash(open_editor, template)
    page.route("**/copy/", lambda route: route.abort())
    dialog(page).get_by_role("button", name="Save mine as a copy").click()
    expect(page.locator("#conflict-failed")).to_be_visible()
    assert LayoutTemplate.objects.get() == template
    page.unroute("**/copy/")
    choose(page, "Save mine as a copy")
    expect(page.get_by_role("link", name="Open the copy")).to_be_visible()
    assert LayoutTemplate.objects.exclude(pk=template.pk).count() == 1


def test_one_copy_is_saved_however_often_it_is_asked_for(
    open_editor: OpenEditor, studio: Studio
) -> None:
    template = builders.template(studio.cast.workspace, PAIR)
    page = clash(open_editor, template)
    button = page.get_by_role("button", name="Save mine as a copy")
    button.evaluate("button => { button.click(); button.click(); }")  # a held Enter repeats
    expect(page.get_by_role("link", name="Open the copy")).to_be_visible()
    expect_saved(page)
    page.wait_for_load_state("networkidle")
    assert LayoutTemplate.objects.exclude(pk=template.pk).count() == 1
