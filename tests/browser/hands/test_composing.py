"""Amid composing a key is the input method's alone: in every field, dialog and page."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import CDPSession, Locator, Page, expect

from studio.mixes.models import MixTask
from studio.rules.geometry import Box
from tests import builders
from tests.browser.conftest import OpenEditor
from tests.browser.pages.conftest import (  # noqa: F401  # fixtures
    Visit,
    task,
    template,
    visit,
)
from tests.driving.stage import field, item, select

PAIR = builders.document(Box(200, 100, 640, 360), Box(1000, 500, 400, 300))
HEAR = """() => {
  window.heard = [];
  for (const type of ["keydown", "submit", "close"]) {
    addEventListener(type, ({ type, key }) => window.heard.push(key ?? type), type === "close");
  }
}"""
TYPED = "input:is(:not([type]), [type=text], [type=search], [type=url]):visible, textarea:visible"


def compose(session: CDPSession, text: str = "ji'wei") -> None:
    session.send(
        "Input.imeSetComposition",
        {"text": text, "selectionStart": len(text), "selectionEnd": len(text)},
    )


def press(session: CDPSession, key: str, code: int = 229) -> None:
    event = {"type": "rawKeyDown", "key": key, "code": key, "windowsVirtualKeyCode": code}
    session.send("Input.dispatchKeyEvent", event)


def try_keys(page: Page, session: CDPSession, typed: Locator) -> None:
    """Esc, Enter and arrows amid composing, also where only the key's code tells of it."""
    typed.focus()
    compose(session)
    before = typed.input_value()
    assert "ji'wei" in before
    for key in ("Enter", "ArrowUp", "Escape", "Process"):
        press(session, key)
    assert typed.input_value() == before
    expect(typed).to_be_focused()
    compose(session, "")
    # Safari ends the composing before it tells of the key that ended it.
    press(session, "Enter")
    press(session, "Escape")
    expect(typed).to_be_focused()
    assert page.evaluate("window.heard") == []


FIELDS = {
    "Box": ("source.ID", "source.Url", "source.Layer", "box.X"),
    "Output": ("callback.Url",),
    "Scene": ("scene.Width",),
}


def test_a_field_of_the_editor_stays_as_it_is(open_editor: OpenEditor) -> None:
    page = open_editor(PAIR)
    session = page.context.new_cdp_session(page)
    select(page, "source-1")
    page.evaluate(HEAR)
    for tab, names in FIELDS.items():
        page.get_by_role("tab", name=tab).click()
        for name in names:
            typed = field(page, name)
            shown = typed.input_value()
            typed.focus()
            page.keyboard.press("End")
            page.keyboard.type("A")
            before = typed.input_value()
            page.evaluate("heard.length = 0")
            try_keys(page, session, typed)
            expect(typed, name).to_have_value(before)
            expect(page.locator("#undo"), name).to_be_disabled()
            typed.press("Escape")
            expect(typed).to_have_value(shown)


def test_the_templates_name_is_kept_as_it_was_typed(open_editor: OpenEditor) -> None:
    page = open_editor(PAIR)
    typed = page.get_by_label("Template name")
    typed.fill("Morning ")
    page.evaluate(HEAR)
    try_keys(page, page.context.new_cdp_session(page), typed)
    expect(typed).to_have_value("Morning ")
    typed.press("Escape")
    expect(typed).to_have_value("Thursday talk show")


def test_the_words_of_a_strap_stay_open(open_editor: OpenEditor) -> None:
    page = open_editor(PAIR)
    page.get_by_role("button", name="Strap", exact=True).click()
    typed = page.get_by_role("form", name="The strap’s words").get_by_label("Name")
    typed.fill("Li ")
    page.evaluate(HEAR)
    try_keys(page, page.context.new_cdp_session(page), typed)
    expect(typed).to_have_value("Li ")


def test_a_drag_goes_on(open_editor: OpenEditor) -> None:
    page = open_editor(PAIR)
    box = item(page, "source-1").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 40, box["y"] + 40)
    page.mouse.down()
    page.mouse.move(box["x"] + 90, box["y"] + 90, steps=5)
    press(page.context.new_cdp_session(page), "Escape")
    page.mouse.up()
    expect(page.locator("#undo")).to_have_text("Undo move source-1")


Place = tuple[str, Callable[[MixTask], list[object]], tuple[str, ...]]
# A page, and the buttons that lead to its dialog.
PLACES: list[Place] = [
    ("templates", lambda _: [], ("More for", "Rename…")),
    ("templates", lambda _: [], ("Push…",)),
    ("tasks", lambda _: [], ()),
    ("task", lambda shown: [shown.pk], ("Add",)),
    ("history", lambda _: [], ()),
]


@pytest.mark.parametrize("place", PLACES, ids=lambda place: " ".join([place[0], *place[2]]))
def test_every_text_field_of_a_page_and_its_dialogs(
    visit: Visit,  # noqa: F811
    task: MixTask,  # noqa: F811
    place: Place,
) -> None:
    name, args, buttons = place
    page = visit(name, *args(task))
    dialog = page.locator("dialog[open]")
    for button in buttons:
        page.get_by_role("button", name=button).first.click()
    expect(dialog).to_have_count(1 if buttons else 0)
    address = page.url
    page.evaluate(HEAR)
    session = page.context.new_cdp_session(page)
    # Behind a dialog nothing can be typed.
    for typed in (dialog if buttons else page).locator(TYPED).all():
        try_keys(page, session, typed)
    expect(dialog).to_have_count(1 if buttons else 0)
    # A search comes by itself a moment after what is typed, and says so in the address.
    assert page.url.partition("?")[0] == address
