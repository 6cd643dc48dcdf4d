"""Locks: they hold in every path, and still let numbers be typed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from studio.rules.document import Logo
from studio.rules.geometry import Box
from tests import builders
from tests.browser.conftest import OpenEditor
from tests.driving.stage import (
    box,
    centre,
    drag,
    drag_to,
    expect_box,
    expect_selected,
    expect_undo,
    field,
    handle,
    item,
    painted,
    places,
    row,
    scene_point,
    select,
    whole,
)
from tests.driving.studio import Studio

BUG = Logo(url="https://pictures.example.com/bug.png", box=Box(1600, 54, 192, 108))


FIRST, SECOND = (100, 100, 640, 360), (900, 500, 640, 360)


PAIR = builders.document(Box(*FIRST), Box(*SECOND), logos=(BUG,))


REFUSED = "source-1 is locked; unlock it or type its numbers"


def lock(page: Page, name: str) -> None:
    row(page, name).hover()
    page.get_by_role("button", name=f"Lock {name}").click()
    expect(page.get_by_role("button", name=f"Unlock {name}")).to_be_visible()


def expect_said(page: Page, text: str) -> None:
    expect(page.locator("#live")).to_have_text(text)


def select_all(page: Page) -> None:
    item(page, "source-1").focus()
    page.keyboard.press("Control+a")


def test_a_lock_is_shown_said_undone_and_kept(open_editor: OpenEditor, studio: Studio) -> None:
    made = builders.template(studio.cast.workspace, PAIR)
    page = open_editor(template=made)
    lock(page, "source-1")
    expect_undo(page, "lock source-1")
    expect(item(page, "source-1")).to_have_attribute(
        "aria-label", "source-1, Waiting to be fetched…, locked, layer 1, x 100, y 100, 640 by 360"
    )
    expect(row(page, "source-1")).to_contain_text("layer 1 · locked")
    page.locator("#undo").click()
    expect(row(page, "source-1")).not_to_contain_text("locked")
    page.locator("#redo").click()
    lock(page, "bug.png")
    expect(page.locator("#saved")).to_have_attribute("data-kind", "saved")
    made.refresh_from_db()
    assert made.editor_state["locked"] == [
        {"kind": "source", "index": 0, "box": dict(zip("XYWH", FIRST, strict=True))},
        {"kind": "logo", "index": 0, "box": {"X": 1600, "Y": 54, "W": 192, "H": 108}},
    ]
    page.reload()
    expect(row(page, "source-1")).to_contain_text("locked")
    expect(row(page, "bug.png")).to_contain_text("locked")
    expect(row(page, "source-2")).not_to_contain_text("locked")


def test_a_locked_box_has_no_handles_and_is_not_dragged(open_editor: OpenEditor) -> None:
    page = open_editor(PAIR)
    expect(handle(page, "se")).to_be_hidden()
    select(page, "source-1")
    expect(handle(page, "se")).to_be_visible()
    lock(page, "source-1")
    expect(handle(page, "se")).to_be_hidden()
    expect(page.locator(".members .is-locked svg")).to_be_visible()
    drag(page, item(page, "source-1"), (200, 100))
    expect_said(page, REFUSED)
    expect_box(page, FIRST)
    drag_to(page, scene_point(page, (740, 460)), (40, 40))  # where its corner handle was
    page.mouse.up()
    expect_undo(page, "lock source-1")
    assert places(page, "source-1") == [FIRST]


MOVING = ("ArrowRight", "Shift+ArrowDown", "Control+ArrowLeft", "Control+Shift+V")


ALIGNING = ("Alt+d", "Alt+a", "Alt+w", "Alt+s", "Alt+h", "Alt+v")


def test_no_key_moves_it(open_editor: OpenEditor) -> None:
    page = open_editor(PAIR)
    select(page, "source-2").focus()
    page.keyboard.press("Control+Shift+C")
    lock(page, "source-1")
    select(page, "source-1").focus()
    for key in (*MOVING, *ALIGNING):
        page.locator("#live").evaluate("live => { live.textContent = '' }")
        page.keyboard.press(key)
        expect_said(page, REFUSED)
        assert box(page) == FIRST, key


def test_no_button_moves_it(open_editor: OpenEditor) -> None:
    page = open_editor(PAIR)
    select(page, "source-1")
    lock(page, "source-1")
    for button in ("Align right", "Fit to source", "Fill the scene", "Box shape"):
        page.get_by_role("button", name=button, exact=True).click()
    page.get_by_role("button", name="1 : 1").click()
    expect_said(page, REFUSED)
    assert box(page) == FIRST
    select_all(page)
    row(page, "bug.png").click(modifiers=["Shift"])
    page.get_by_role("button", name="Swap places").click()
    expect_said(page, REFUSED)
    assert places(page, "source-1", "source-2") == [FIRST, SECOND]


def test_its_numbers_may_be_typed_and_the_server_takes_them(
    open_editor: OpenEditor, studio: Studio
) -> None:
    made = builders.template(studio.cast.workspace, PAIR)
    page = open_editor(template=made)
    select(page, "source-1")
    lock(page, "source-1")
    field(page, "box.X").fill("321")
    field(page, "box.X").press("Enter")
    expect_box(page, (321, 100, 640, 360))
    select_all(page)
    field(page, "whole.Y").fill("0")
    field(page, "whole.Y").press("Enter")
    expect(page.locator("#saved")).to_have_attribute("data-kind", "saved")
    made.refresh_from_db()
    assert made.editor_state["locked"] == [
        {"kind": "source", "index": 0, "box": {"X": 321, "Y": 46, "W": 640, "H": 360}}
    ]
    assert made.rules.scene.layouts[0].box == Box(321, 46, 640, 360)


def test_of_a_group_the_locked_ones_stay_and_that_is_said(open_editor: OpenEditor) -> None:
    page = open_editor(PAIR)
    lock(page, "source-1")
    select_all(page)
    row(page, "bug.png").click(modifiers=["Shift"])
    page.locator("#stage").press("Shift+ArrowRight")
    expect_said(page, "source-2: x 910, y 500, 640 by 360. source-1 is locked and stays")
    page.locator("#snap").click()
    drag(page, item(page, "source-2"), (-110, 50))
    assert places(page, "source-1", "source-2") == [FIRST, (800, 550, 640, 360)]
    drag(page, handle(page, "nw"), (100, 60))
    assert places(page, "source-1", "source-2") == [FIRST, (900, 610, 540, 300)]
    expect_undo(page, "resize source-2")
    page.get_by_role("button", name="Align left").click()
    assert places(page, "source-1", "source-2") == [FIRST, (100, 610, 540, 300)]
    assert whole(page) == (100, 100, 640, 810)


def test_removing_asks_for_unlocking_first(open_editor: OpenEditor) -> None:
    page = open_editor(PAIR)
    lock(page, "source-1")
    select(page, "source-1").focus()
    page.keyboard.press("Delete")
    expect_said(page, "source-1 is locked; unlock it to remove it")
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    expect_said(page, "Done: remove 2 items. source-1 is locked and stays")
    expect(page.locator("#stage .item")).to_have_count(1)
    page.get_by_role("button", name="Unlock source-1").click()
    page.locator("#stage").press("Delete")
    expect(page.locator("#stage .item")).to_have_count(0)


def test_a_marquee_leaves_it_and_a_click_takes_it(open_editor: OpenEditor) -> None:
    page = open_editor(PAIR)
    lock(page, "source-1")
    start, end = scene_point(page, (10, 10)), scene_point(page, (1580, 900))
    drag_to(page, start, (end[0] - start[0], end[1] - start[1]))
    page.mouse.up()
    expect_selected(page, "source-2")
    page.mouse.click(*centre(item(page, "source-1")))
    expect_selected(page, "source-1")


def test_copies_are_not_locked(open_editor: OpenEditor) -> None:
    page = open_editor(PAIR)
    lock(page, "source-1")
    select(page, "source-1").focus()
    page.keyboard.press("Control+d")
    expect_selected(page, "source-3")
    page.keyboard.press("Shift+ArrowRight")
    expect_box(page, (142, 132, 640, 360))
    item(page, "source-1").focus()
    page.keyboard.press("Control+c")
    page.keyboard.press("Control+v")
    expect(row(page, "source-4")).not_to_contain_text("locked")


def test_hidden_and_shown_again_it_is_still_locked(open_editor: OpenEditor) -> None:
    page = open_editor(PAIR)
    lock(page, "source-1")
    page.get_by_role("button", name="Hide source-1").click()
    expect(page.locator("#source-list .is-hidden")).to_contain_text("locked")
    page.get_by_role("button", name="Show source-1").click()
    expect(page.get_by_role("button", name="Unlock source-1")).to_be_visible()
    drag(page, item(page, "source-1"), (200, 100))
    expect_box(page, FIRST)


def test_a_preset_leaves_it_and_places_the_others(open_editor: OpenEditor) -> None:
    page = open_editor(PAIR)
    lock(page, "source-1")
    item(page, "source-2").focus()
    page.keyboard.press("9")  # full screen
    expect_said(page, "Preset Full screen: sources placed: 1; those that are locked stay")
    assert places(page, "source-1", "source-2") == [FIRST, (0, 0, 1920, 1080)]


@pytest.mark.parametrize(
    ("choice", "wanted"),
    [("Scale everything", (67, 67, 426, 240)), ("Keep their pixels", FIRST)],
)
def test_a_scaled_scene_takes_it_along(
    open_editor: OpenEditor, studio: Studio, choice: str, wanted: tuple[int, int, int, int]
) -> None:
    made = builders.template(studio.cast.workspace, PAIR)
    page = open_editor(template=made)
    lock(page, "source-1")
    page.locator("#scene-size").click()
    page.locator("#scene-sizes").get_by_role("button", name="1280 × 720").click()
    page.get_by_role("button", name=choice).click()
    painted(page)
    assert places(page, "source-1") == [wanted]
    expect(page.locator("#saved")).to_have_attribute("data-kind", "saved")
    made.refresh_from_db()
    assert made.rules.scene.width == 1280
    assert made.editor_state["locked"]


def test_a_layer_that_would_give_it_another_box_is_refused(open_editor: OpenEditor) -> None:
    scene = replace(PAIR.scene, layouts=PAIR.scene.layouts[::-1])
    page = open_editor(replace(PAIR, scene=scene))
    lock(page, "source-2")
    select(page, "source-1")
    field(page, "source.Layer").fill("2")
    field(page, "source.Layer").press("Enter")
    expect(page.get_by_text("source-2 is locked; unlock it or type its numbers")).to_be_visible()
    expect(field(page, "source.Layer")).to_have_value("1")
    assert places(page, "source-1", "source-2") == [FIRST, SECOND]


def test_a_refusal_of_the_server_is_shown_in_its_words(open_editor: OpenEditor) -> None:
    page = open_editor(PAIR)

    def forget(route: Any) -> None:
        body = route.request.post_data_json
        body["rules"]["InputLayout"]["Scene"]["Layout"][0]["X"] = 5
        route.continue_(post_data=body)

    page.route("**/document/", forget)
    lock(page, "source-1")
    said = "Not saved: “source-1” is locked, but its box was changed."
    expect(page.locator("#saved > span")).to_have_text(said)


def test_somebody_who_may_only_look_sees_locks_and_turns_none(
    open_editor: OpenEditor, studio: Studio
) -> None:
    made = builders.template(studio.cast.workspace, PAIR)
    made.editor_state = {"locked": [{"kind": "source", "index": 0, "box": {}}]}
    made.save()
    page = open_editor(template=made, user=studio.cast.viewer)
    expect(row(page, "source-1")).to_contain_text("locked")
    expect(page.locator("[data-lock], [data-act=lock]")).to_have_count(0)
