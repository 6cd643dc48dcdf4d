"""Work that the server does not have yet: kept in this browser, and offered again."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from studio.editor.models import LayoutTemplate
from studio.rules.geometry import Box
from tests import builders
from tests.browser.conftest import OpenEditor
from tests.driving.saves import (
    expect_saved,
    expect_signed_out,
    open_again,
    save_elsewhere,
    saved_layouts,
    saved_x,
    sign_out,
    type_in,
    type_x,
)
from tests.driving.stage import expect_box, select
from tests.driving.studio import Studio

PAIR = builders.document(Box(200, 100, 640, 360), Box(1000, 500, 400, 300))
# What the second one is typed to be, here or by somebody else.
OTHER = Box(1000, 40, 400, 300)
COPIES = "Object.keys(localStorage).filter((key) => key.startsWith('mix-studio:copy:'))"


def boxes(template: LayoutTemplate) -> list[Box]:
    return [layout.box for layout in saved_layouts(template)]


def expect_copies(page: Page, count: int) -> None:
    """Waits until this browser keeps so many copies."""
    page.wait_for_function(f"count => {COPIES}.length === count", arg=count)


def type_signed_out(page: Page) -> None:
    """Something is typed that no save of this page, nor the one as it is left, brings home."""
    sign_out(page)
    type_x(page, 300)
    expect_signed_out(page)
    expect_copies(page, 1)


def test_unsaved_work_is_kept_in_this_browser_without_secrets_and_offered_again(
    open_editor: OpenEditor, studio: Studio
) -> None:
    template = builders.template(studio.cast.workspace, PAIR)
    page = open_editor(template=template)
    type_signed_out(page)
    kept = page.evaluate(f"localStorage.getItem({COPIES}[0])")
    assert "push.example.com" not in kept
    page.on("dialog", lambda dialog: dialog.accept())
    open_again(page, studio)
    page.get_by_role("button", name="Bring it back").click()
    select(page, "source-1")
    expect_box(page, (300, 100, 640, 360))
    expect_saved(page)
    assert saved_x(template) == 300
    assert template.rules.output.urls == PAIR.output.urls
    expect_copies(page, 0)


def test_offline_for_a_while_loses_nothing_and_is_merged_with_what_was_saved_meanwhile(
    open_editor: OpenEditor, studio: Studio
) -> None:
    template = builders.template(studio.cast.workspace, PAIR)
    page = open_editor(template=template)
    page.context.set_offline(True)
    type_x(page, 300)
    expect(page.locator("#saved")).to_contain_text("Offline: kept in this browser")
    expect_copies(page, 1)
    type_x(page, 320)
    save_elsewhere(template, {"Y": 40}, layout=1)
    page.context.set_offline(False)
    expect_saved(page)
    assert boxes(template) == [Box(320, 100, 640, 360), OTHER]
    expect_copies(page, 0)


def test_work_left_offline_is_brought_back_and_merged_with_what_was_saved_since(
    open_editor: OpenEditor, studio: Studio
) -> None:
    template = builders.template(studio.cast.workspace, PAIR)
    page = open_editor(template=template)
    page.on("dialog", lambda dialog: dialog.accept())
    page.context.set_offline(True)
    type_x(page, 300)
    expect_copies(page, 1)
    page.goto("about:blank")
    save_elsewhere(template, {"Y": 40}, layout=1)
    page.context.set_offline(False)
    page.goto(studio.address(template))
    expect(page.locator("#recovery")).to_contain_text("The template has changed since")
    page.get_by_role("button", name="Bring it back").click()
    expect(page.locator("#toasts")).to_contain_text("teammate changed source-2 meanwhile")
    expect_saved(page)
    assert boxes(template) == [Box(300, 100, 640, 360), OTHER]


def test_what_is_offered_outlasts_edits_and_is_put_together_with_them(
    open_editor: OpenEditor, studio: Studio
) -> None:
    template = builders.template(studio.cast.workspace, PAIR)
    page = open_editor(template=template)
    page.on("dialog", lambda dialog: dialog.accept())
    type_signed_out(page)
    open_again(page, studio)
    type_in(page, "source-2", "box.Y", 40)
    expect_saved(page)
    page.reload()
    page.locator("html[data-ready]").wait_for(state="attached")
    page.get_by_role("button", name="Bring it back").click()
    expect_saved(page)
    select(page, "source-1")
    expect_box(page, (300, 100, 640, 360))
    assert boxes(template) == [Box(300, 100, 640, 360), OTHER]
    expect_copies(page, 0)


def another_tab(page: Page) -> Page:
    """The same template once more, in the same browser."""
    other = page.context.new_page()
    other.goto(page.url)
    other.locator("html[data-ready]").wait_for(state="attached")
    return other


def test_what_two_tabs_left_unsaved_is_kept_and_offered_each(
    open_editor: OpenEditor, studio: Studio
) -> None:
    template = builders.template(studio.cast.workspace, PAIR)
    page = open_editor(template=template)
    other = another_tab(page)
    type_signed_out(page)
    type_in(other, "source-2", "box.Y", 40)
    expect_signed_out(other)
    expect_copies(page, 2)
    page.close()
    other.on("dialog", lambda dialog: dialog.accept())
    other.goto("about:blank")
    other.context.add_cookies([studio.cookie(studio.cast.operator)])
    for left in (1, 0):
        other.goto(studio.address(template))
        other.get_by_role("button", name="Bring it back").click()
        expect(other.locator("#undo")).to_be_enabled()
        expect_saved(other)
        expect_copies(other, left)
    assert boxes(template) == [Box(300, 100, 640, 360), OTHER]


def test_a_tab_that_saves_forgets_nothing_of_another(open_editor: OpenEditor) -> None:
    page = open_editor(PAIR)
    other = another_tab(page)
    other.route("**/document/", lambda route: route.abort())
    type_in(other, "source-2", "box.Y", 40)
    expect_copies(page, 1)
    type_x(page, 300)
    expect_saved(page)
    expect_copies(page, 1)


def test_work_kept_under_a_name_of_before_is_offered(
    open_editor: OpenEditor, studio: Studio
) -> None:
    """When all tabs of a template kept their work under its id alone."""
    template = builders.template(studio.cast.workspace, PAIR)
    page = open_editor(template=template)
    page.on("dialog", lambda dialog: dialog.accept())
    type_signed_out(page)
    page.goto(f"{studio.url}/start")
    page.evaluate(
        f"""id => {{
          const [name] = {COPIES};
          localStorage.setItem(`mix-studio:copy:${{id}}`, localStorage.getItem(name));
          if (!name.endsWith(id)) localStorage.removeItem(name);
        }}""",
        str(template.pk),
    )
    page.context.add_cookies([studio.cookie(studio.cast.operator)])
    page.goto(studio.address(template))
    page.get_by_role("button", name="Bring it back").click()
    expect_saved(page)
    assert saved_x(template) == 300
    expect_copies(page, 0)


def test_signing_out_leaves_no_unsaved_work_in_the_browser(
    open_editor: OpenEditor, studio: Studio
) -> None:
    page = open_editor(PAIR)
    page.route("**/document/", lambda route: route.abort())
    type_x(page, 300)
    expect_copies(page, 1)
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(f"{studio.url}/templates/")
    expect_copies(page, 1)
    page.get_by_role("button", name="Your account").click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/sign-in/")
    expect_copies(page, 0)
