"""Every shortcut on every keyboard: by what it types, else by the key's place; digits by place."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import CDPSession, Page, expect

from studio.editor.page import acts, keys
from studio.mixes.models import Operation
from studio.rules.geometry import Box
from tests import builders
from tests.browser.conftest import OpenContext, OpenEditor, Watch
from tests.browser.hands.layouts import ROWS, Press, presses
from tests.browser.pages.test_control_states import push  # noqa: F401  # a fixture
from tests.driving.stage import field, item, select
from tests.driving.studio import Studio

THREE = builders.document(
    Box(200, 100, 300, 200), Box(600, 100, 300, 200), Box(1000, 100, 300, 200)
)
# Left to the browser, which makes events of its own of them.
BY_BROWSER = [stroke for act in acts.acts().values() if act.by_browser for stroke in act.strokes]
# By stroke: what it stands for in the editor, and those of presets, looks and the control page.
STROKES = {
    **{
        stroke: act.name
        for act in acts.acts().values()
        for stroke in act.strokes
        if not act.by_browser
    },
    **dict.fromkeys([*"123456789", "Space", "T", "B"]),
    **dict.fromkeys(BY_BROWSER),
}
# Writes down, of every press, the stroke that it is and the act that it stands for.
LISTEN = """async (lines) => {
  const { actByStroke, strokeOf } = await import("/pages/strokes.js");
  const ways = ["stage", "page", "view"].map((where) => actByStroke(lines, where));
  window.meant = [];
  addEventListener("keydown", (event) => {
    meant.push([strokeOf(event), ways.map((way) => way(event)).find(Boolean) ?? null]);
    event.preventDefault();
  });
}"""


@pytest.fixture(scope="module")
def listening(blank: Page) -> CDPSession:
    blank.evaluate(LISTEN, acts.for_page())
    return blank.context.new_cdp_session(blank)


def meant(page: Page, session: CDPSession, sent: list[Press]) -> list[tuple[str, str | None]]:
    """What the page makes of these, one after the other."""
    page.evaluate("meant.length = 0")
    for press in sent:
        if "AltGr" in press.held:
            hold_altgr(page, press)
        else:
            press.send(session)
    return [(stroke, act) for stroke, act in page.evaluate("meant")]


@pytest.mark.parametrize("layout", ROWS)
def test_every_stroke_is_known(blank: Page, listening: CDPSession, layout: str) -> None:
    ways = {stroke: presses(layout, stroke) for stroke in STROKES}
    assert all(ways.values())
    sent = [(stroke, press) for stroke in STROKES for press in ways[stroke]]
    found = meant(blank, listening, [press for _stroke, press in sent])
    wrong = [
        (press, known, act)
        for (stroke, press), (known, act) in zip(sent, found, strict=True)
        if act != STROKES[stroke] or (act is None and known != stroke)
    ]
    assert not wrong


def test_every_key_of_the_help_that_types_a_sign_is_among_them() -> None:
    """Tab, the arrows and the like are the same on every keyboard."""
    ways = [way for group in keys.groups(can_edit=True) for way in group.ways]
    listed = {chord for way in ways for chord in way.keys}
    signs = {chord for chord in listed if len(last(chord)) == 1 and chord.isascii()}
    assert len(signs) > 20
    assert signs <= STROKES.keys()


def last(chord: str) -> str:
    return chord.rsplit("+", 1)[-1] or "+"


def hold_altgr(page: Page, press: Press) -> None:
    """CDP knows no AltGr."""
    page.evaluate(
        """([key, code]) => dispatchEvent(
          new KeyboardEvent("keydown", { key, code, modifierAltGraph: true }))""",
        [press.key, press.code],
    )


# What is typed with it is no stroke of its own: neither the browser's nor an act's.
OTHERS = [
    ("Dvorak", Press("f", "KeyY", frozenset({"Ctrl"}))),
    ("Dvorak", Press("y", "KeyT")),
    ("AZERTY", Press(",", "KeyM")),
    ("AZERTY", Press("5", "Digit5", frozenset({"Shift"}))),
    ("US", Press("5", "Digit5", frozenset({"Ctrl"}))),
    ("US", Press("-", "Minus", frozenset({"Ctrl"}))),
    ("US", Press("-", "Minus", frozenset({"Alt"}))),
]


def test_other_keys_are_left_alone(blank: Page, listening: CDPSession) -> None:
    found = meant(blank, listening, [press for _layout, press in OTHERS])
    wrong = [
        (layout, press, stroke, act)
        for (layout, press), (stroke, act) in zip(OTHERS, found, strict=True)
        if act is not None or stroke in STROKES
    ]
    assert not wrong


# What the browser makes of the strokes that are left to it.
HEAR = """() => {
  window.heard = [];
  for (const kind of ["copy", "cut", "paste"]) addEventListener(kind, () => heard.push(kind));
}"""


# One after the other, and what is undone next by then; the browser makes three of them its own.
BY_HAND = (
    ("Ctrl+D", "duplicate source-1"),
    ("Ctrl+Z", ""),
    ("]", "bring source-1 forward"),
    ("[", "send source-1 back"),
    ("Ctrl+C", "send source-1 back"),
    ("Ctrl+X", "cut source-1"),
    ("Ctrl+V", "paste"),
    ("Alt+A", "align source-1 left"),
    ("2", "preset Quad"),
)


def test_hands_on_the_editor(open_editor: OpenEditor) -> None:
    page = open_editor(THREE)
    session = page.context.new_cdp_session(page)
    undo, help_ = page.locator("#undo"), page.get_by_role("dialog", name="Keys and gestures")
    page.evaluate(HEAR)
    for layout in ROWS:
        select(page, "source-1").focus()
        for stroke, told in BY_HAND:
            presses(layout, stroke)[0].send(session)
            expect(undo, f"{layout}: {stroke}").to_have_text(f"Undo {told}".strip())
            if not told:
                select(page, "source-1").focus()
        assert page.evaluate("heard.splice(0)") == ["copy", "cut", "paste"], layout
        item(page, "source-1").focus()
        presses(layout, "?")[0].send(session)
        expect(help_, layout).to_be_visible()
        page.keyboard.press("Escape")
        for _step in {told for _stroke, told in BY_HAND if told} - {BY_HAND[0][1]}:
            page.keyboard.press("Control+z")
        expect(undo, layout).to_be_disabled()


# So browsers and keepers of passwords tell of a field that they fill.
NO_KEY = """typed => typed.dispatchEvent(new Event("keydown", { bubbles: true }))"""


def test_an_event_without_a_key_is_no_stroke(open_editor: OpenEditor) -> None:
    page = open_editor(THREE)
    select(page, "source-1")
    field(page, "source.ID").evaluate(NO_KEY)
    item(page, "source-1").evaluate(NO_KEY)
    expect(page.locator("#undo")).to_be_disabled()


@pytest.fixture
def control(studio: Studio, context: OpenContext, watch: Watch, push: Operation) -> Page:  # noqa: F811
    """The control page of a task, as its operator has it."""
    person = context()
    person.add_cookies([studio.cookie(studio.cast.operator)])
    page = watch.page(person.new_page())
    page.goto(studio.url + reverse("task", args=[push.task.pk]))
    return page


def test_nor_is_it_one_on_the_control_page(control: Page) -> None:
    control.evaluate("document.body.append(document.createElement('input'))")
    for place in ("body > input", "body"):
        control.locator(place).evaluate(NO_KEY)
    expect(control.locator("#main")).not_to_contain_class("is-armed")


def test_hands_on_the_control_page(control: Page) -> None:
    session = control.context.new_cdp_session(control)
    main, preview = control.locator("#main"), control.locator(".mon.pvw")
    for layout in ROWS:
        for digit, title in (("1", "Host alone"), ("2", "Two chairs")):
            presses(layout, digit)[0].send(session)
            expect(preview, layout).to_contain_text(title)
        presses(layout, "T")[0].send(session)
        expect(main, layout).to_contain_class("is-armed")
        control.keyboard.press("Escape")
        expect(main).not_to_contain_class("is-armed")
