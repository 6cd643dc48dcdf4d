"""The help: every key and gesture, from the stage and by a button."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from studio.editor.page.acts import acts
from tests.browser.conftest import OpenEditor
from tests.driving.stage import item
from tests.driving.studio import Studio

# What the help calls a key, and its name in the browser.
NAMES = {"Ctrl": "Control", "Del": "Delete", "Esc": "Escape"}


def test_a_question_mark_and_a_button_open_it_and_escape_closes(open_editor: OpenEditor) -> None:
    page = open_editor()
    dialog = page.get_by_role("dialog", name="Keys and gestures")
    item(page, "source-1").focus()
    page.keyboard.press("?")
    expect(dialog).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(item(page, "source-1")).to_be_focused()
    button = page.get_by_role("button", name="Keys and gestures")
    button.click()
    expect(dialog).to_be_visible()
    page.keyboard.press("Escape")
    expect(button).to_be_focused()
    field = page.get_by_role("textbox", name="Template name")
    field.focus()
    field.press("?")
    expect(dialog).to_be_hidden()


def test_it_lists_every_key_of_the_table_and_how_touch_works(open_editor: OpenEditor) -> None:
    page = open_editor(width=390, height=844, has_touch=True)
    button = page.get_by_role("button", name="Keys and gestures")
    button.scroll_into_view_if_needed()
    button.tap()
    dialog = page.get_by_role("dialog", name="Keys and gestures")
    chords = dialog.locator(".chord").all()
    listed = {"+".join(chord.locator("kbd").all_inner_texts()) for chord in chords}
    assert {act.keys for act in acts().values() if act.keys} <= listed
    expect(dialog).to_contain_text("hold for half a second")


def test_it_lists_every_key_of_the_view_for_everybody(
    open_editor: OpenEditor, studio: Studio
) -> None:
    page = open_editor(user=studio.cast.viewer)
    buttons = page.locator("[data-view][aria-keyshortcuts]")
    keys = {one.get_attribute("aria-keyshortcuts") or "" for one in buttons.all()}
    page.get_by_role("button", name="Keys and gestures").click()
    dialog = page.get_by_role("dialog", name="Keys and gestures")
    chords = dialog.locator(".chord").all()
    listed = {"+".join(chord.locator("kbd").all_inner_texts()) for chord in chords}
    assert keys == {"-", "Plus", "Shift+0", "Shift+1", "Shift+2"}
    assert {key.replace("Plus", "+") for key in keys} | {"Page Up", "Page Down"} <= listed
    expect(dialog).to_contain_text("two fingers")


def test_every_key_it_names_for_an_act_is_listened_for(open_editor: OpenEditor) -> None:
    """The page takes such a key for itself: what it does is held beside the act."""
    page = open_editor()
    page.evaluate(
        """() => addEventListener("keydown", (event) => {
             window.taken = event.defaultPrevented;
           })"""
    )
    for stroke in (one for act in acts().values() for one in act.strokes if not act.by_browser):
        item(page, "source-1").first.focus()
        page.keyboard.press(re.sub("Ctrl|Del|Esc", lambda shown: NAMES[shown[0]], stroke))
        assert page.evaluate("window.taken"), stroke
        page.keyboard.press("Escape")
        page.keyboard.press("Control+z")


def test_somebody_who_may_only_look_is_told_how_to_look(
    open_editor: OpenEditor, studio: Studio
) -> None:
    page = open_editor(user=studio.cast.viewer)
    page.get_by_role("button", name="Keys and gestures").click()
    dialog = page.get_by_role("dialog", name="Keys and gestures")
    expect(dialog).to_contain_text("What lies beneath")
    expect(dialog).not_to_contain_text("Duplicate")
