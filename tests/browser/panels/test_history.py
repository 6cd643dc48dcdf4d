"""The history: a list of all steps, to go back and forth in."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from studio.rules.geometry import Box
from tests import builders
from tests.browser.conftest import OpenEditor
from tests.driving.saves import type_x
from tests.driving.stage import expect_box, expect_undo, item, painted
from tests.driving.studio import Studio

PAIR = builders.document(Box(200, 100, 640, 360), Box(1000, 500, 400, 300))


def edited(open_editor: OpenEditor) -> Page:
    """Three steps: X, front, X."""
    page = open_editor(PAIR)
    type_x(page, 300)
    page.get_by_role("button", name="To front").click()
    type_x(page, 400)
    expect_undo(page, "change X of source-1")
    return page


def opened(page: Page) -> Locator:
    """The list, opened by the keyboard."""
    page.get_by_role("button", name="All steps").press("Enter")
    entries = page.get_by_role("list", name="History")
    expect(entries).to_be_visible()
    return entries


def labels(page: Page) -> list[str]:
    painted(page)
    return page.locator("#history .label").all_inner_texts()


def present(page: Page) -> Locator:
    return page.locator("#history [aria-current=step]")


def test_the_list_names_all_steps_newest_first_and_a_click_goes_there(
    open_editor: OpenEditor,
) -> None:
    page = edited(open_editor)
    entries = opened(page)
    steps = [
        "change X of source-1",
        "bring source-1 to the front",
        "change X of source-1",
        "as it was when opened",
    ]
    assert [label.lower() for label in labels(page)] == [step.lower() for step in steps]
    expect(present(page)).to_be_focused()
    entries.get_by_role("button").nth(2).click()
    expect_undo(page, "change X of source-1")
    expect_box(page, (300, 100, 640, 360))
    expect(page.locator("#live")).to_have_text("Now at: change X of source-1. Undone after it: 2")
    expect(present(page)).to_be_focused()
    expect(entries.locator(".undone")).to_have_count(2)
    expect(entries.get_by_role("button").first).to_contain_text("(undone)")
    assert len(labels(page)) == 4
    entries.get_by_role("button").first.click()
    expect_box(page, (400, 100, 640, 360))
    expect(entries.locator(".undone")).to_have_count(0)


def test_the_steps_are_named_on_a_phone_too(open_editor: OpenEditor) -> None:
    page = open_editor(width=390, height=844, has_touch=True)
    item(page, "source-1").tap()
    item(page, "source-1").press("ArrowRight")
    page.locator("#history-open").tap()
    expect(page.locator("#history .label").first).to_have_text("move source-1")
    expect(page.locator("#history .label").first).to_be_visible()


def test_the_keyboard_alone_goes_through_the_list(open_editor: OpenEditor) -> None:
    page = edited(open_editor)
    entries = opened(page)
    buttons = entries.get_by_role("button")
    page.keyboard.press("ArrowDown")
    expect(buttons.nth(1)).to_be_focused()
    page.keyboard.press("End")
    expect(buttons.last).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(buttons.last).to_be_focused()
    page.keyboard.press("Enter")
    expect_box(page, (200, 100, 640, 360))
    expect(page.locator("#undo")).to_be_disabled()
    page.keyboard.press("Home")
    page.keyboard.press("Enter")
    expect_box(page, (400, 100, 640, 360))
    page.keyboard.press("Control+z")
    expect(present(page)).to_contain_text("ring source-1 to the front")
    page.keyboard.press("Escape")
    expect(entries).to_be_hidden()
    expect(page.get_by_role("button", name="All steps")).to_be_focused()


def test_a_new_step_takes_the_place_of_those_that_were_undone(open_editor: OpenEditor) -> None:
    page = edited(open_editor)
    opened(page).get_by_role("button").nth(2).click()
    page.keyboard.press("Escape")
    type_x(page, 500)
    opened(page)
    assert len(labels(page)) == 3
    expect(page.locator("#redo")).to_be_disabled()


def test_without_a_step_there_is_no_list(open_editor: OpenEditor) -> None:
    page = open_editor(PAIR)
    expect(page.get_by_role("button", name="All steps")).to_be_disabled()


def test_somebody_who_may_only_look_has_no_history(open_editor: OpenEditor, studio: Studio) -> None:
    page = open_editor(PAIR, user=studio.cast.viewer)
    expect(page.locator("#saved")).to_be_visible()
    expect(page.locator("#history-open")).to_have_count(0)


def test_at_either_end_the_button_keeps_the_focus(open_editor: OpenEditor) -> None:
    page = open_editor(PAIR)
    type_x(page, 300)
    for name, other in (("#undo", "Nothing to undo"), ("#redo", "Nothing to redo")):
        button = page.locator(name)
        button.focus()
        page.keyboard.press("Enter")
        expect(button).to_be_disabled()
        expect(button).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.locator("#live")).to_have_text(other)
