"""The menu of the view, and what is drawn over the scene: rulers, grid, thirds."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from studio.rules.geometry import Box
from tests import builders
from tests.browser.conftest import OpenEditor
from tests.driving.stage import (
    Point,
    box,
    centre,
    drag,
    drag_to,
    item,
    painted,
    scene_point,
    select,
    zoom,
)
from tests.driving.studio import Studio
from tests.driving.viewing import (
    PAIR,
    START,
    choose,
    corner,
    empty,
    middle,
    near,
    press,
    stage_rect,
    wheel,
)


def test_the_menu_does_all_of_it_by_single_clicks(open_editor: OpenEditor) -> None:
    page = open_editor(PAIR)
    fitted = zoom(page)
    select(page, "source-2")
    choose(page, "100 %")
    assert zoom(page) == 1
    expect(page.locator("#live")).to_have_text("Zoom 100 %")
    choose(page, "Selection")
    assert near(middle(page), (1200, 650), 2)
    choose(page, "Zoom out")
    before, scale = middle(page), zoom(page)
    _left, _top, width, height = stage_rect(page)
    for name, across, down in (
        ("Pan left", -1, 0),
        ("Pan up", -1, -1),
        ("Pan right", 0, -1),
        ("Pan down", 0, 0),
    ):
        choose(page, name)
        wanted = (before[0] + across * width / 4 / scale, before[1] + down * height / 4 / scale)
        assert near(middle(page), wanted, 3), name
    choose(page, "Whole scene")
    assert zoom(page) == pytest.approx(fitted)
    page.get_by_role("button", name="Zoom in").click()
    painted(page)
    assert zoom(page) == 0.5
    expect(page.get_by_role("button", name="Zoom 50 %")).to_be_visible()


def test_the_menu_is_there_on_a_phone_and_leaves_the_stage_in_sight(
    open_editor: OpenEditor,
) -> None:
    page = open_editor(PAIR, width=390, height=844, has_touch=True, is_mobile=True)
    before = zoom(page)
    button = page.locator("#zoom")
    expect(button).to_be_in_viewport(ratio=1)
    button.tap()
    menu = page.locator("#view-menu")
    expect(menu).to_be_in_viewport(ratio=1)
    _left, top, _width, height = stage_rect(page)
    place = menu.bounding_box()
    assert place is not None
    assert place["y"] >= top + height
    for one in menu.get_by_role("button").all():
        size = one.bounding_box()
        assert size is not None
        assert min(size["width"], size["height"]) >= 44
    menu.get_by_role("button", name="Zoom in").tap()
    menu.get_by_role("button", name="Pan right").tap()
    painted(page)
    assert zoom(page) > before


def test_somebody_who_only_views_has_the_view_too(open_editor: OpenEditor, studio: Studio) -> None:
    page = open_editor(PAIR, user=studio.cast.viewer)
    item(page, "source-1").focus()
    press(page, "Shift+Digit0")
    assert zoom(page) == 1
    choose(page, "Rulers")
    expect(page.locator(".rulers .across")).to_be_visible()
    x, y = corner(page)
    wheel(page, centre(page.locator("#stage")), (0, 60))
    assert near(corner(page), (x, y - 60))


# Rulers, grid, thirds


def test_rulers_count_scene_pixels_and_mark_the_selection(open_editor: OpenEditor) -> None:
    page = open_editor(PAIR)
    expect(page.locator(".rulers")).to_be_hidden()
    select(page, "source-1")
    choose(page, "Rulers")
    across = page.locator(".rulers .across")

    def numbers() -> dict[int, float]:
        painted(page)
        return {
            int(text): x
            for text, x in across.locator("text").evaluate_all(
                "all => all.map(e => [e.textContent, e.getBoundingClientRect().x])"
            )
        }

    for key in (None, "Shift+Digit0", "Shift+Digit2"):
        if key:
            item(page, "source-1").focus()
            press(page, key)
        found = numbers()
        assert len(found) >= 5
        for at, x in found.items():
            assert abs(x - 4 - scene_point(page, (at, 0))[0]) <= 2, (key, at)
        for ruler, place, size in (("across", "x", "width"), ("down", "y", "height")):
            mark = page.locator(f".rulers .{ruler} i").bounding_box()
            rect = item(page, "source-1").bounding_box()
            assert mark is not None
            assert rect is not None
            assert near((mark[place], mark[size]), (rect[place], rect[size]))  # type: ignore[literal-required]


def test_a_drag_draws_neither_ruler_nor_grid_anew(open_editor: OpenEditor) -> None:
    page = open_editor(PAIR)
    select(page, "source-1")
    for name in ("Rulers", "Grid", "Thirds"):
        choose(page, name)
    page.evaluate(
        """() => {
          window.drawn = 0;
          const watch = new MutationObserver((all) => { window.drawn += all.length; });
          for (const part of document.querySelectorAll(".rulers svg, .grid, .thirds"))
            watch.observe(part, { subtree: true, childList: true, attributes: true });
        }"""
    )
    drag(page, item(page, "source-1"), (220, 90))
    assert box(page) != START
    assert page.evaluate("window.drawn") == 0
    wheel(page, empty(page), (0, 50))
    assert page.evaluate("window.drawn") > 0


def test_boxes_snap_to_the_grid_while_it_is_shown(open_editor: OpenEditor) -> None:
    page = open_editor(builders.document(Box(203, 107, 301, 207)))
    scale = zoom(page)

    def dragged() -> Point:
        drag_to(page, centre(item(page, "source-1")), (250 * scale, 296 * scale))
        page.mouse.up()
        x, y, _w, _h = box(page)
        page.keyboard.press("Control+z")
        return x, y

    assert near(dragged(), (453, 403), 2)
    expect(page.locator(".grid")).to_be_hidden()
    page.locator("#zoom").click()
    page.get_by_role("spinbutton", name="Spacing of the grid").fill("50")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    choose(page, "Grid")
    expect(page.locator("#live")).to_have_text("The grid is shown; boxes snap to it")
    expect(page.locator(".grid")).to_be_visible()
    assert dragged() == (450, 400)


def test_the_grid_lies_on_scene_pixels_as_far_as_it_is_set(open_editor: OpenEditor) -> None:
    page = open_editor(PAIR)
    choose(page, "Grid")
    spacing = page.locator("#grid-spacing")
    lines = """e => [...e.firstElementChild.getAttribute("d").matchAll(/M([\\d.]+) [\\d.]+V/g)]
      .map(([, x]) => Number(x) + e.getBoundingClientRect().x)"""
    for value, key in (("40", None), ("200", None), ("10", "Shift+Digit0")):
        page.locator("#zoom").click()
        spacing.fill(value)
        page.keyboard.press("Enter")
        page.keyboard.press("Escape")
        if key:
            item(page, "source-1").focus()
            press(page, key)
        painted(page)
        found = page.locator(".grid").evaluate(lines)
        first = round((found[0] - corner(page)[0]) / zoom(page) / int(value)) * int(value)
        for index, x in enumerate(found):
            wanted = scene_point(page, (first + index * int(value), 0))[0]
            assert abs(x - wanted) <= 1.1, (value, index)
        assert len(found) >= 9


def test_a_spacing_out_of_range_is_refused(open_editor: OpenEditor) -> None:
    page = open_editor(PAIR)
    page.locator("#zoom").click()
    spacing = page.locator("#grid-spacing")
    for typed, kept in (("5", "5"), ("999", "999"), ("", "40")):
        spacing.fill(typed)
        spacing.press("Enter")
        spacing.blur()
        expect(spacing).to_have_value(kept)


def test_thirds_and_the_centre_lie_where_boxes_snap(open_editor: OpenEditor) -> None:
    page = open_editor(PAIR)
    choose(page, "Thirds and centre")
    lines = page.locator(".thirds span")
    expect(lines).to_have_count(6)
    upright = [lines.nth(index).bounding_box() for index in range(3)]
    wanted = [scene_point(page, (at, 0))[0] for at in (640, 1280, 960)]
    assert [one["x"] for one in upright if one] == pytest.approx(wanted, abs=1)
    choose(page, "Thirds and centre")
    expect(lines).to_have_count(0)


def test_what_is_shown_is_kept_for_the_person(open_editor: OpenEditor) -> None:
    page = open_editor(PAIR)
    menu = page.locator("#view-menu")
    pressed = menu.locator("[data-mode][aria-pressed=true]")
    expect(pressed).to_have_count(0)
    for name in ("Rulers", "Thirds and centre", "Grid", "Safe areas"):
        choose(page, name)
    page.locator("#zoom").click()
    page.locator("#grid-spacing").fill("64")
    page.reload()
    page.locator("html[data-ready]").wait_for(state="attached")
    expect(pressed).to_have_count(4)
    expect(page.locator("#grid-spacing")).to_have_value("64")
    for part in (".rulers", ".grid", ".safe-action"):
        expect(page.locator(part)).to_be_visible()
    expect(page.locator(".thirds span")).to_have_count(6)
    expect(page.get_by_role("button", name="Safe areas")).to_have_attribute("aria-pressed", "true")
