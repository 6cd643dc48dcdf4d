"""Hiding: out of what is drawn, counted and sent, but still in the list."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from studio.rules.document import Json, Logo
from studio.rules.geometry import Box
from tests import builders
from tests.browser.conftest import OpenEditor
from tests.driving.saves import expect_signed_out, open_again, sign_out
from tests.driving.stage import (
    centre,
    drag_to,
    expect_box,
    expect_undo,
    item,
    painted,
    select,
    zoom,
)
from tests.driving.studio import Studio

BUG = Logo(url="https://pictures.example.com/bug.png", box=Box(96, 54, 192, 108))
TOP = Logo(url="https://pictures.example.com/top.png", box=Box(500, 54, 192, 108))
PAIR = builders.document(Box(0, 0, 640, 360), Box(700, 0, 640, 360), logos=(BUG, TOP))


def names(page: Page, kind: str) -> list[str]:
    painted(page)
    return page.locator(f"#{kind}-list b").all_inner_texts()


def test_a_hidden_source_leaves_the_document_and_keeps_its_row(
    open_editor: OpenEditor, studio: Studio
) -> None:
    made = builders.template(studio.cast.workspace, PAIR)
    page = open_editor(template=made)
    page.get_by_role("button", name="Hide source-1").press("Enter")
    expect_undo(page, "hide source-1")
    expect(item(page, "source-1")).to_have_count(0)
    expect(page.locator("#source-list .is-hidden")).to_contain_text("source-1")
    expect(page.get_by_role("button", name="Show source-1")).to_be_focused()
    assert names(page, "source") == ["source-2", "source-1"]
    expect(page.locator('[data-meter="sources"]')).to_contain_text("1/8")
    expect(page.locator("#saved")).to_have_attribute("data-kind", "saved")
    made.refresh_from_db()
    assert [source.id for source in made.rules.sources] == ["source-2"]
    page.reload()
    page.get_by_role("button", name="Show source-1").click()
    expect(item(page, "source-1")).to_be_visible()
    expect_box(page, (0, 0, 640, 360))
    assert names(page, "source") == ["source-2", "source-1"]


def test_a_hidden_logo_comes_back_at_its_place_and_is_not_pushed(open_editor: OpenEditor) -> None:
    page = open_editor(PAIR)
    page.get_by_role("button", name="Hide bug.png").click()
    assert names(page, "logo") == ["top.png", "bug.png"]
    page.locator("#push").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    expect(dialog).to_contain_text("Not sent, because hidden: bug.png")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Show bug.png").click()
    assert names(page, "logo") == ["top.png", "bug.png"]
    expect(page.locator("#logo-list .is-hidden")).to_have_count(0)


def test_hidden_logos_come_back_in_any_order_and_are_stacked_as_before(
    open_editor: OpenEditor,
) -> None:
    page = open_editor(PAIR)
    for name in ("bug.png", "top.png"):
        page.get_by_role("button", name=f"Hide {name}").click()
    assert names(page, "logo") == ["top.png", "bug.png"]
    for name in ("bug.png", "top.png"):
        page.get_by_role("button", name=f"Show {name}").click()
        assert names(page, "logo") == ["top.png", "bug.png"]
    expect(page.locator("#logo-list .is-hidden")).to_have_count(0)


def test_undo_shows_and_redo_hides_again(open_editor: OpenEditor) -> None:
    page = open_editor(PAIR)
    select(page, "source-2")
    page.get_by_role("button", name="Hide source-2").click()
    page.locator("#undo").click()
    expect(item(page, "source-2")).to_be_visible()
    page.locator("#redo").click()
    expect(item(page, "source-2")).to_have_count(0)


def test_nothing_snaps_to_what_is_hidden(open_editor: OpenEditor) -> None:
    page = open_editor(builders.document(Box(100, 90, 460, 300), Box(1100, 500, 300, 180)))
    guides = page.locator(".guides .line")
    near = (-530 * zoom(page), 300 * zoom(page))  # 10 px off source-1's edge, far from any other
    drag_to(page, centre(item(page, "source-2")), near)
    expect(guides).not_to_have_count(0)
    page.keyboard.press("Escape")
    page.mouse.up()
    page.get_by_role("button", name="Hide source-1").click()
    drag_to(page, centre(item(page, "source-2")), near)
    expect(page.locator(".readout")).to_be_visible()
    expect(guides).to_have_count(0)
    page.mouse.up()


def test_a_copy_kept_in_this_browser_has_what_is_hidden(
    open_editor: OpenEditor, studio: Studio
) -> None:
    page = open_editor(PAIR)
    sign_out(page)
    page.get_by_role("button", name="Hide source-1").click()
    expect_signed_out(page)
    page.on("dialog", lambda dialog: dialog.accept())
    open_again(page, studio)
    page.get_by_role("button", name="Bring it back").click()
    expect(page.locator("#source-list .is-hidden")).to_contain_text("source-1")


def test_somebody_who_may_only_look_has_no_eyes(open_editor: OpenEditor, studio: Studio) -> None:
    page = open_editor(PAIR, user=studio.cast.viewer)
    expect(page.locator("#source-list li")).to_have_count(2)
    expect(page.locator("[data-eye]")).to_have_count(0)


def test_what_is_set_aside_but_cannot_be_read_is_left_out(
    open_editor: OpenEditor, studio: Studio
) -> None:
    template = builders.template(studio.cast.workspace, PAIR)
    kept: dict[str, Json] = {"ID": "spare", "Layer": 7, "Type": "pic", "Url": ""}
    odd: list[Json] = [
        5,
        None,
        {"source": 5},
        {"source": {**kept, "ID": 5}},
        {"logo": {"Url": 5}, "at": 0},
    ]
    template.editor_state = {
        "parked": [*odd, {"source": kept, "layout": None}],
        "locked": [3, None, {"kind": "source"}],
        "assumed": 4,
        "guides": None,
    }
    template.save()
    page = open_editor(template=template)
    expect(page.locator("#parked-list li")).to_contain_text("spare")
    expect(page.locator("#layers .is-hidden, #layers .is-locked")).to_have_count(0)
