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
LISTEN = """async (lines) => {
  const { actByStroke, strokeOf } = await import("/pages/strokes.js");
  const ways = ["stage", "page", "view"].map((where) => actByStroke(lines, where));
  window.strokes = (event) => {
    window.meant = [strokeOf(event), ways.map((way) => way(event)).find(Boolean) ?? null];
    event.preventDefault();
  };
  addEventListener("keydown", window.strokes);
}"""


@pytest.fixture(scope="module")
def listening(blank: Page) -> CDPSession:
    blank.evaluate(LISTEN, acts.for_page())
    return blank.context.new_cdp_session(blank)


@pytest.mark.parametrize("stroke", STROKES)
@pytest.mark.parametrize("layout", ROWS)
def test_a_stroke_is_known(blank: Page, listening: CDPSession, layout: str, stroke: str) -> None:
    ways = presses(layout, stroke)
    assert ways
    for press in ways:
        blank.evaluate("window.meant = null")
        if "AltGr" in press.held:
            hold_altgr(blank, press)
        else:
            press.send(listening)
        found = blank.evaluate("window.meant")
        wanted = STROKES[stroke]
        assert found[1] == wanted, press
        if wanted is None:
            assert found[0] == stroke, press


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
@pytest.mark.parametrize(
    ("layout", "press"),
    [
        ("Dvorak", Press("f", "KeyY", frozenset({"Ctrl"}))),
        ("Dvorak", Press("y", "KeyT")),
        ("AZERTY", Press(",", "KeyM")),
        ("AZERTY", Press("5", "Digit5", frozenset({"Shift"}))),
        ("US", Press("5", "Digit5", frozenset({"Ctrl"}))),
        ("US", Press("-", "Minus", frozenset({"Ctrl"}))),
        ("US", Press("-", "Minus", frozenset({"Alt"}))),
    ],
)
def test_other_keys_are_left_alone(
    blank: Page, listening: CDPSession, layout: str, press: Press
) -> None:
    assert layout in ROWS
    press.send(listening)
    stroke, name = blank.evaluate("window.meant")
    assert name is None
    assert stroke not in STROKES


# What the browser makes of the strokes that are left to it.
HEAR = """() => {
  window.heard = [];
  for (const kind of ["copy", "cut", "paste"]) addEventListener(kind, () => heard.push(kind));
}"""


@pytest.mark.parametrize("layout", ROWS)
def test_hands_on_the_editor(open_editor: OpenEditor, layout: str) -> None:
    page = open_editor(THREE)
    session = page.context.new_cdp_session(page)
    undo = page.locator("#undo")
    page.evaluate(HEAR)
    select(page, "source-1").focus()
    for stroke, told in (
        ("Ctrl+D", "duplicate source-1"),
        ("Ctrl+Z", ""),
        ("]", "bring source-1 forward"),
        ("[", "send source-1 back"),
        ("Ctrl+C", "send source-1 back"),
        ("Ctrl+X", "cut source-1"),
        ("Ctrl+V", "paste"),
        ("Alt+A", "align source-1 left"),
        ("2", "preset Quad"),
    ):
        presses(layout, stroke)[0].send(session)
        expect(undo, stroke).to_have_text(f"Undo {told}".strip())
        if not told:
            select(page, "source-1").focus()
    assert page.evaluate("heard") == ["copy", "cut", "paste"]
    item(page, "source-1").focus()
    presses(layout, "?")[0].send(session)
    expect(page.get_by_role("dialog", name="Keys and gestures")).to_be_visible()


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
