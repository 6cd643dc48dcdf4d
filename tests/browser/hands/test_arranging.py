"""Aligning, distributing, sizing, shaping, swapping, stacking, copying."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from studio.rules.geometry import Box
from tests import builders
from tests.browser.conftest import OpenEditor
from tests.driving.stage import expect_box, field, item, places, row, select
from tests.driving.studio import Studio

NAMES = ("source-1", "source-2", "source-3")


THREE = builders.document(Box(100, 80, 400, 200), Box(601, 330, 301, 400), Box(1210, 700, 333, 111))


def select_all(page: Page) -> None:
    item(page, "source-1").focus()
    page.keyboard.press("Control+a")


def expect_undo(page: Page, act: str) -> None:
    expect(page.locator("#undo")).to_contain_text(f"Undo {act}")


# Key, button, axis, where the items are then, what was done.
ALIGNED = (
    ("Alt+a", "Align left", 0, [100, 100, 100], "align 3 items left"),
    ("Alt+d", "Align right", 0, [1143, 1242, 1210], "align 3 items right"),
    ("Alt+w", "Align top", 1, [80, 80, 80], "align 3 items at the top"),
    ("Alt+s", "Align bottom", 1, [611, 411, 700], "align 3 items at the bottom"),
    ("Alt+h", "Centre horizontally", 0, [622, 671, 655], "centre 3 items across"),
    ("Alt+v", "Centre vertically", 1, [346, 246, 390], "centre 3 items up and down"),
)


def test_alignment_by_key_and_by_button(open_editor: OpenEditor) -> None:
    page = open_editor(THREE)
    before = places(page, *NAMES)
    for key, button, axis, wanted, act in ALIGNED:
        select_all(page)
        page.keyboard.press(key)
        expect_undo(page, act)
        assert [place[axis] for place in places(page, *NAMES)] == wanted, key
        page.keyboard.press("Control+z")
        expect(page.locator("#undo")).to_be_disabled()
        assert places(page, *NAMES) == before, key
        page.get_by_role("button", name=button).click()
        expect_undo(page, act)
        assert [place[axis] for place in places(page, *NAMES)] == wanted, button
        expect(page.locator("#live")).to_have_text(f"Done: {act}")
        page.keyboard.press("Control+z")
        expect(page.locator("#undo"), act).to_be_disabled()


def test_one_box_is_aligned_with_the_scene(open_editor: OpenEditor) -> None:
    page = open_editor(THREE)
    select(page, "source-1").focus()
    for key in ("Alt+d", "Alt+v"):
        page.keyboard.press(key)
    expect_box(page, (1520, 440, 400, 200))


def test_distributing_leaves_equal_gaps_to_a_pixel(open_editor: OpenEditor) -> None:
    page = open_editor(THREE)
    select(page, "source-1")
    across = page.get_by_role("button", name="Distribute across")
    expect(across).to_be_disabled()
    select_all(page)
    across.click()
    page.get_by_role("button", name="Distribute down").click()
    expect_undo(page, "distribute 3 items up and down")
    first, second, third = places(page, *NAMES)
    assert (first[0], third[0]) == (100, 1210)
    for at, size in ((0, 2), (1, 3)):
        gaps = (second[at] - first[at] - first[size], third[at] - second[at] - second[size])
        assert abs(gaps[0] - gaps[1]) <= 1


def test_sizes_shapes_and_places(open_editor: OpenEditor) -> None:
    page = open_editor(builders.document(Box(100, 80, 400, 400), Box(700, 500, 640, 360)))
    select(page, "source-1")
    page.get_by_role("button", name="Fit to source").click()
    expect_box(page, (100, 167, 400, 225))
    page.get_by_role("button", name="Box shape").click()
    page.get_by_role("button", name="1 : 1").click()
    expect_box(page, (187, 167, 225, 225))
    page.get_by_role("button", name="Fill the scene").click()
    expect_box(page, (0, 0, 1920, 1080))
    expect_undo(page, "fill the scene with source-1")
    select_all(page)
    page.get_by_role("button", name="Swap places").click()
    expect_undo(page, "swap 2 items")
    assert places(page, "source-1", "source-2") == [(700, 500, 640, 360), (0, 0, 1920, 1080)]
    page.get_by_role("button", name="Same size").click()
    expect_undo(page, "give 2 items the same size")
    sizes = {place[2:] for place in places(page, "source-1", "source-2")}
    assert sizes == {(1920, 1080)}


def test_items_go_to_the_front_and_to_the_back(open_editor: OpenEditor) -> None:
    page = open_editor(THREE)
    rows = page.locator("#source-list b")
    select(page, "source-1")
    page.get_by_role("button", name="To front").click()
    expect(rows).to_have_text(["source-1", "source-3", "source-2"])
    row(page, "source-3").click(modifiers=["Shift"])
    page.get_by_role("button", name="To back").click()
    expect(rows).to_have_text(["source-2", "source-1", "source-3"])
    expect_undo(page, "send 2 items to the back")


def test_a_keyboard_that_types_no_c_copies_and_pastes(open_editor: OpenEditor) -> None:
    """The browser makes its events of the keys by their places; nothing of ours is in its way."""
    page = open_editor(THREE)
    session = page.context.new_cdp_session(page)

    def press(key: str, place: str) -> None:
        event = {"key": key, "code": f"Key{place}", "windowsVirtualKeyCode": ord(place)}
        session.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", "modifiers": 2, **event})
        session.send("Input.dispatchKeyEvent", {"type": "keyUp", **event})

    item(page, "source-1").focus()
    press("с", "C")
    expect(page.locator("#live")).to_have_text("Copied source-1")
    press("м", "V")
    expect_undo(page, "paste")
    expect(page.locator("#stage .item")).to_have_count(4)
    press("ч", "X")
    expect(page.locator("#stage .item")).to_have_count(3)


def test_items_are_copied_and_pasted_into_another_template(
    open_editor: OpenEditor, studio: Studio
) -> None:
    page = open_editor(THREE)
    select_all(page)
    page.keyboard.press("Control+c")
    expect(page.locator("#live")).to_have_text("Copied 3 items")
    other = builders.template(studio.cast.workspace, builders.document(Box(0, 0, 300, 200)))
    page.goto(studio.address(other))
    page.locator("html[data-ready]").wait_for(state="attached")
    item(page, "source-1").focus()
    page.keyboard.press("Control+v")
    expect(page.locator("#stage .item")).to_have_count(4)
    expect_undo(page, "paste")
    assert places(page, "source-2") == [(132, 112, 400, 200)]


def test_the_geometry_alone_is_copied_and_pasted(open_editor: OpenEditor) -> None:
    page = open_editor(THREE)
    select(page, "source-3").focus()
    page.keyboard.press("Control+Shift+C")
    select(page, "source-1").focus()
    page.keyboard.press("Control+Shift+V")
    expect_box(page, (1210, 700, 333, 111))
    expect_undo(page, "paste the geometry to source-1")


def test_a_source_can_be_added_while_a_logo_is_hidden(open_editor: OpenEditor) -> None:
    page = open_editor(THREE)
    page.get_by_role("button", name="Logo", exact=True).click()
    page.get_by_role("button", name="Hide Logo 1").click()
    page.get_by_role("button", name="Source", exact=True).click()
    expect(field(page, "source.ID")).to_have_value("source-4")


def test_a_selection_is_mirrored_within_itself_and_one_box_within_the_scene(
    open_editor: OpenEditor,
) -> None:
    page = open_editor(THREE)
    select_all(page)
    page.get_by_role("button", name="Mirror across").click()
    expect_undo(page, "mirror 3 items left and right")
    assert [place[0] for place in places(page, *NAMES)] == [1143, 741, 100]
    select(page, "source-1")
    page.get_by_role("button", name="Mirror down").click()
    expect_box(page, (1143, 800, 400, 200))
    expect_undo(page, "mirror source-1 up and down")


def test_a_source_changes_places_with_another_that_is_picked(open_editor: OpenEditor) -> None:
    page = open_editor(THREE)
    before = places(page, *NAMES)
    select(page, "source-1")
    page.get_by_role("button", name="Swap with…").click()
    dialog = page.get_by_role("dialog", name="Swap source-1 with")
    expect(dialog.locator("li b")).to_have_text(["source-3", "source-2"])
    dialog.get_by_role("button", name="source-3").click()
    expect_undo(page, "swap source-1 with source-3")
    assert places(page, *NAMES) == [before[2], before[1], before[0]]
    expect(page.locator("#source-list b")).to_have_text(["source-1", "source-2", "source-3"])
    page.keyboard.press("Control+z")
    expect(page.locator("#undo")).to_be_disabled()
    assert places(page, *NAMES) == before
