"""A template deleted, or taken away, while somebody works on it: the work goes on as a copy."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from studio.accounts.models import Membership, Role, Workspace
from studio.editor.models import LayoutTemplate
from studio.rules.geometry import Box
from tests import builders
from tests.browser.conftest import OpenEditor
from tests.browser.pages.conftest import Judge, judge  # noqa: F401  # a fixture
from tests.driving.saves import (
    expect_saved,
    save_now,
    saved_x,
    sign_in_elsewhere,
    type_in,
    type_x,
)
from tests.driving.stage import expect_box, select
from tests.driving.studio import Studio

PAIR = builders.document(Box(200, 100, 640, 360), Box(1000, 500, 400, 300))
KEPT = """(count) => {
  const names = Object.keys(localStorage).filter((key) => key.startsWith("mix-studio:copy:"));
  return names.length === count;
}"""


@pytest.fixture
def template(studio: Studio) -> LayoutTemplate:
    return builders.template(studio.cast.workspace, PAIR, user=studio.cast.operator)


def expect_kept(page: Page, count: int) -> None:
    page.wait_for_function(KEPT, arg=count)


def copy_of(template: LayoutTemplate) -> LayoutTemplate:
    return LayoutTemplate.objects.exclude(pk=template.pk).get()


def expect_goes_on_at(page: Page, template: LayoutTemplate) -> None:
    page.wait_for_url(re.compile(f"/templates/{template.pk}/$"))
    page.locator("html[data-ready]").wait_for(state="attached")
    select(page, "source-1")
    expect_box(page, (300, 100, 640, 360))


def save_as_copy(page: Page, template: LayoutTemplate) -> LayoutTemplate:
    page.get_by_role("button", name="Save as a copy").click()
    page.wait_for_url(lambda url: str(template.pk) not in url)
    return copy_of(template)


def test_in_the_editor_the_work_goes_on_in_a_copy_even_if_that_fails_at_first(
    open_editor: OpenEditor,
    template: LayoutTemplate,
    judge: Judge,  # noqa: F811
) -> None:
    page = open_editor(template=template)
    template.delete_softly()
    type_x(page, 300)
    bar = page.locator("#unsaved")
    expect(bar).to_contain_text("saved as a copy it goes on there")
    judge(page)
    page.route("**/templates/copy/", lambda route: route.abort())
    page.get_by_role("button", name="Save as a copy").click()
    expect(bar).to_contain_text("The copy could not be saved.")
    page.unroute_all()
    made = save_as_copy(page, template)
    expect_goes_on_at(page, made)
    expect_kept(page, 0)
    assert (made.name, made.rules.output) == (template.name, PAIR.output)
    type_x(page, 320)
    expect_saved(page)
    assert saved_x(made) == 320
    assert saved_x(template) == 200


def test_what_is_restored_is_saved_where_it_was(
    open_editor: OpenEditor, template: LayoutTemplate
) -> None:
    page = open_editor(template=template)
    template.delete_softly()
    type_x(page, 300)
    expect(page.locator("#unsaved")).to_be_visible()
    template.restore()
    page.evaluate("dispatchEvent(new Event('focus'))")
    expect_saved(page)
    expect(page.locator("#unsaved")).to_be_hidden()
    assert saved_x(template) == 300


def left_offline(page: Page, template: LayoutTemplate) -> None:
    """Something is typed offline and the tab closed; meanwhile the template is deleted."""
    page.on("dialog", lambda dialog: dialog.accept())
    page.context.set_offline(True)
    type_x(page, 300)
    expect_kept(page, 1)
    page.goto("about:blank")
    page.context.set_offline(False)


def test_work_left_offline_is_offered_where_the_template_was(
    open_editor: OpenEditor,
    studio: Studio,
    template: LayoutTemplate,
    judge: Judge,  # noqa: F811
) -> None:
    page = open_editor(template=template)
    left_offline(page, template)
    template.delete_softly()
    page.goto(studio.address(template))
    expect(page.locator("#kept")).to_contain_text(
        re.compile("Work of .* on “Thursday talk show” was kept in this browser but never saved.")
    )
    judge(page)
    page.set_viewport_size({"width": 390, "height": 844})
    judge(page)
    page.set_viewport_size({"width": 1440, "height": 900})
    page.route("**/templates/copy/", lambda route: route.abort())
    page.get_by_role("button", name="Save as a copy").click()
    expect(page.get_by_role("alert")).to_contain_text("The copy could not be saved.")
    expect_kept(page, 1)
    page.unroute_all()
    made = save_as_copy(page, template)
    expect_goes_on_at(page, made)
    expect_kept(page, 0)
    assert (made.name, made.rules.output) == (template.name, PAIR.output)


def test_work_left_offline_is_saved_though_one_has_signed_in_again_since(
    open_editor: OpenEditor, studio: Studio, template: LayoutTemplate
) -> None:
    page = open_editor(template=template)
    left_offline(page, template)
    template.delete_softly()
    page.goto(studio.address(template))
    expect(page.locator("#kept")).to_contain_text("was kept in this browser but never saved.")
    sign_in_elsewhere(page, studio, studio.cast.operator)
    save_as_copy(page, template)
    expect_kept(page, 0)


def test_what_two_tabs_left_is_offered_each(
    open_editor: OpenEditor, studio: Studio, template: LayoutTemplate
) -> None:
    page = open_editor(template=template)
    other = page.context.new_page()
    other.goto(page.url)
    other.locator("html[data-ready]").wait_for(state="attached")
    template.delete_softly()
    for tab, name in ((page, "source-1"), (other, "source-2")):
        type_in(tab, name, "box.X", 300)
        save_now(tab)
        expect(tab.locator("#unsaved")).to_be_visible()
    expect_kept(page, 2)
    other.close()
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(studio.address(template))
    saves = page.get_by_role("button", name="Save as a copy")
    expect(saves).to_have_count(2)
    saves.first.click()
    expect(page.get_by_role("link", name="Open the copy")).to_be_focused()
    expect_kept(page, 1)
    saves.click()
    page.wait_for_url(lambda url: str(template.pk) not in url)
    expect_kept(page, 0)
    made = LayoutTemplate.objects.exclude(pk=template.pk)
    places = {tuple(layout.box.x for layout in row.rules.scene.layouts) for row in made}
    assert places == {(300, 500 * 2), (200, 300)}


def test_who_was_put_out_of_the_workspace_keeps_the_work_in_one_of_their_own(
    open_editor: OpenEditor, studio: Studio, template: LayoutTemplate
) -> None:
    operator = studio.cast.operator
    page = open_editor(template=template)
    left_offline(page, template)
    operator.memberships.all().delete()
    own = Workspace.objects.create(name="Own")
    Membership.objects.create(user=operator, workspace=own, role=Role.ADMIN)
    page.goto(studio.address(template))
    made = save_as_copy(page, template)
    expect_goes_on_at(page, made)
    assert (made.workspace, made.rules.output.urls) == (own, ())


def test_nothing_is_offered_of_somebody_else_s(
    open_editor: OpenEditor, studio: Studio, template: LayoutTemplate
) -> None:
    page = open_editor(template=template)
    left_offline(page, template)
    template.delete_softly()
    page.context.add_cookies([studio.cookie(studio.cast.teammate)])
    page.goto(studio.address(template))
    expect(page.get_by_role("heading")).to_have_text("There is nothing here")
    expect(page.get_by_role("button", name="Save as a copy")).to_have_count(0)
    expect_kept(page, 1)
