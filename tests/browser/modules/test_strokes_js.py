"""What a key event means, on other keyboards too."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from studio.editor.page import acts

FIND = """async ([lines, where, event]) => {
  const { actByStroke } = await import("/pages/strokes.js");
  return actByStroke(lines, where)(new KeyboardEvent("keydown", event)) ?? null;
}"""
CASES = [
    ("a letter by what it types", {"key": "d", "ctrlKey": True}, "duplicate"),
    ("⌘ is Ctrl", {"key": "d", "metaKey": True}, "duplicate"),
    ("with Caps Lock", {"key": "D", "ctrlKey": True}, "duplicate"),
    ("Shift counts with Ctrl", {"key": "D", "ctrlKey": True, "shiftKey": True}, None),
    ("Shift and Ctrl", {"key": "V", "ctrlKey": True, "shiftKey": True}, "pasteGeometry"),
    ("the browser’s own is left to it", {"key": "v", "ctrlKey": True}, None),
    ("Alt by the key’s place", {"key": "å", "code": "KeyA", "altKey": True}, "alignLeft"),
    ("AltGr types", {"key": "[", "code": "Digit8", "altKey": True, "ctrlKey": True}, "back"),
    ("a sign by what it types", {"key": "[", "code": "Digit5"}, "back"),
    ("what Shift makes of it", {"key": "}", "code": "BracketRight", "shiftKey": True}, "toFront"),
    ("typed without Shift", {"key": "}", "code": "Digit0"}, "toFront"),
    ("? lies elsewhere on each", {"key": "?", "code": "Minus", "shiftKey": True}, "help"),
    ("Delete", {"key": "Delete"}, "remove"),
    ("Backspace, too", {"key": "Backspace"}, "remove"),
    ("nothing of the view", {"key": "+"}, None),
]
OF_THE_VIEW = [
    ("a digit by its place", {"key": "!", "code": "Digit1", "shiftKey": True}, "view.fit"),
    ("alone it is a preset", {"key": "1", "code": "Digit1"}, None),
    ("the browser’s own zoom", {"key": "+", "ctrlKey": True}, None),
    ("=", {"key": "="}, "view.closer"),
]


@pytest.mark.parametrize(
    ("where", "event", "name"),
    [
        *(pytest.param("stage", event, name, id=why) for why, event, name in CASES),
        *(pytest.param("view", event, name, id=why) for why, event, name in OF_THE_VIEW),
        pytest.param("page", {"key": "z", "ctrlKey": True}, "undo", id="undo"),
        pytest.param("page", {"key": "Z", "ctrlKey": True, "shiftKey": True}, "redo", id="redo"),
    ],
)
def test_a_stroke_stands_for_its_act(
    modules: Page, where: str, event: dict[str, object], name: str | None
) -> None:
    assert modules.evaluate(FIND, [acts.for_page(), where, event]) == name
