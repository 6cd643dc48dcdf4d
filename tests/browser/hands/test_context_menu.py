"""The context menu: what can be done at a place, by mouse, keys and touch."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from studio.rules.document import Logo
from studio.rules.geometry import Box
from tests import builders
from tests.browser.conftest import OpenEditor
from tests.driving.stage import (
    centre,
    expect_box,
    expect_selected,
    expect_undo,
    fingers,
    item,
    places,
    row,
    scene_point,
    select,
)
from tests.driving.studio import Studio

BUG = Logo(url="https://pictures.example.com/bug.png", box=Box(1600, 54, 192, 108))
# The second lies upon the first.
RULES = builders.document(Box(100, 100, 900, 600), Box(300, 200, 400, 300), logos=(BUG,))


def menu(page: Page) -> Locator:
    return page.get_by_role("menu")


def entry(page: Page, name: str) -> Locator:
    return menu(page).get_by_role("menuitem", name=name, exact=True)


def focused(page: Page) -> Locator:
    return page.locator(":focus")


def open_on(page: Page, name: str) -> None:
    page.mouse.click(*centre(item(page, name)), button="right")
    expect(menu(page)).to_be_visible()


def test_the_right_button_selects_and_offers_what_fits(open_editor: OpenEditor) -> None:
    page = open_editor(RULES)
    select(page, "bug.png")
    open_on(page, "source-2")
    expect_selected(page, "source-2")
    for name in ("Cut", "Duplicate", "Lock", "Fit to source", "16 : 9", "Swap with…", "Remove"):
        expect(entry(page, name)).to_be_visible()
    for name in ("Swap places", "Select all", "Add a source"):
        expect(entry(page, name)).to_be_hidden()
    expect(entry(page, "Duplicate")).to_contain_text("Ctrl+D")
    page.mouse.click(*scene_point(page, (1800, 1000)))
    expect(menu(page)).to_be_hidden()
    page.keyboard.press("Control+a")
    open_on(page, "source-2")
    expect_selected(page, "source-1", "source-2", "bug.png")
    expect(entry(page, "Swap with…")).to_be_hidden()
    entry(page, "Lock").click()
    expect_undo(page, "lock 3 items")
    open_on(page, "source-2")
    expect(entry(page, "Unlock")).to_be_visible()


def test_an_empty_place_offers_what_needs_no_item(open_editor: OpenEditor) -> None:
    page = open_editor(RULES)
    select(page, "source-1")
    page.mouse.click(*scene_point(page, (1500, 900)), button="right")
    expect_selected(page)
    shown = menu(page).locator("[role=menuitem]:visible")
    adding = ["Add a source", "Add a logo", "Add a strap"]
    expect(shown).to_have_count(5)
    expect(shown).to_contain_text(["Paste", "Select all", *adding])
    entry(page, "Add a source").click()
    expect(item(page, "source-3")).to_be_visible()
    expect(page.locator("#source-Url")).to_be_focused()


def test_what_a_lock_refuses_says_so(open_editor: OpenEditor) -> None:
    page = open_editor(RULES)
    select(page, "source-2")
    page.get_by_role("button", name="Lock source-2").click()
    open_on(page, "source-2")
    for name in ("Fill the scene locked", "Remove locked", "1 : 1"):
        expect(entry(page, name)).to_have_attribute("aria-disabled", "true")
    expect(entry(page, "Duplicate")).not_to_have_attribute("aria-disabled", "true")
    entry(page, "Fill the scene locked").click(force=True)
    said = "source-2 is locked; unlock it or type its numbers"
    expect(page.locator("#live")).to_have_text(said)
    assert places(page, "source-2") == [(300, 200, 400, 300)]


def test_by_keys_it_is_a_menu_like_any_other(open_editor: OpenEditor) -> None:
    page = open_editor(RULES)
    for key in ("ContextMenu", "Shift+F10"):
        try_menu(page, key)
        page.keyboard.press("Control+z")
        expect(page.locator("#undo"), key).to_be_disabled()


def try_menu(page: Page, key: str) -> None:
    item(page, "source-1").focus()
    page.keyboard.press(key)
    expect_selected(page, "source-1")
    expect(entry(page, "Cut")).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(entry(page, "Remove")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(entry(page, "Cut")).to_be_focused()
    page.keyboard.press("End")
    expect(entry(page, "Remove")).to_be_focused()
    page.keyboard.press("Home")
    page.keyboard.press("d")
    expect(entry(page, "Duplicate")).to_be_focused()
    page.keyboard.press("Escape")
    expect(menu(page)).to_be_hidden()
    expect(item(page, "source-1")).to_be_focused()
    page.keyboard.press(key)
    page.keyboard.press("d")
    page.keyboard.press("Enter")
    expect_undo(page, "duplicate source-1")
    expect_selected(page, "source-3")


def test_what_lies_beneath_is_listed_and_selected(open_editor: OpenEditor) -> None:
    page = open_editor(RULES)
    open_on(page, "source-2")
    beneath = menu(page).get_by_role("menuitemradio")
    expect(beneath).to_have_text(["source-2", "source-1"])
    expect(beneath.first).to_be_checked()
    beneath.last.click()
    expect_selected(page, "source-1")
    expect(item(page, "source-1")).to_be_focused()


def test_its_entries_do_what_they_say(open_editor: OpenEditor) -> None:
    page = open_editor(RULES)

    def choose(on: str, name: str) -> None:
        open_on(page, on)
        entry(page, name).click()

    choose("source-2", "Fill the scene")
    expect_box(page, (0, 0, 1920, 1080))
    choose("source-2", "To back")
    expect_undo(page, "send source-2 to the back")
    choose("bug.png", "1 : 1")
    expect_box(page, (1642, 54, 108, 108))
    choose("bug.png", "Mirror across")
    expect_box(page, (170, 54, 108, 108))
    choose("bug.png", "Hide")
    expect(page.locator("#logo-list .is-hidden")).to_contain_text("bug.png")
    expect(page.locator("#stage")).to_be_focused()
    choose("source-1", "Remove")
    expect_undo(page, "remove source-1")


def test_items_are_cut_and_pasted_by_menu_and_by_key(open_editor: OpenEditor) -> None:
    page = open_editor(RULES)
    open_on(page, "source-2")
    entry(page, "Cut").click()
    expect_undo(page, "cut source-2")
    expect(item(page, "source-2")).to_have_count(0)
    page.mouse.click(*scene_point(page, (1500, 900)), button="right")
    entry(page, "Paste").click()
    expect_undo(page, "paste")
    assert places(page, "source-2") == [(332, 232, 400, 300)]
    page.keyboard.press("Control+x")
    expect_undo(page, "cut source-2")
    page.keyboard.press("Control+v")
    expect(row(page, "source-2")).to_be_visible()


def test_a_finger_that_rests_opens_it_and_one_that_moves_does_not(open_editor: OpenEditor) -> None:
    page = open_editor(RULES, width=390, height=844, has_touch=True)
    touch = fingers(page)
    start = centre(item(page, "source-2"))
    touch("Start", start)
    touch("Move", (start[0] + 40, start[1]))
    page.evaluate("new Promise(done => setTimeout(done, 600))")  # longer than a long press
    expect(menu(page)).to_be_hidden()
    touch("End")
    expect_undo(page, "move source-2")
    page.locator("#undo").tap()
    start = centre(item(page, "source-2"))
    touch("Start", start)
    expect(menu(page)).to_be_visible()
    touch("End")
    expect(menu(page)).to_be_visible()
    expect_selected(page, "source-2")
    expect(page.locator("#undo")).to_be_disabled()
    shape = menu(page).bounding_box()
    assert shape is not None
    assert shape["height"] <= 0.6 * 844, "it leaves the stage in sight"
    entry(page, "Duplicate").tap()
    expect_undo(page, "duplicate source-2")


def test_a_second_finger_keeps_it_shut(open_editor: OpenEditor) -> None:
    page = open_editor(RULES, width=1024, height=768, has_touch=True)
    touch = page.context.new_cdp_session(page)
    x, y = centre(item(page, "source-2"))
    for points in ([{"x": x, "y": y}], [{"x": x, "y": y}, {"x": x + 90, "y": y}]):
        touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": points})
    page.evaluate("new Promise(done => setTimeout(done, 600))")  # longer than a long press
    expect(menu(page)).to_be_hidden()


def test_somebody_who_may_only_look_has_none(open_editor: OpenEditor, studio: Studio) -> None:
    page = open_editor(RULES, user=studio.cast.viewer)
    page.mouse.click(*centre(item(page, "source-2")), button="right")
    expect_selected(page)
    expect(menu(page)).to_have_count(0)
