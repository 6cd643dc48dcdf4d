"""The view of the stage: zooming, panning, what follows it, and what is drawn over the scene."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from studio.rules.geometry import Box
from tests import builders
from tests.browser.conftest import OpenEditor
from tests.browser.stage import (
    Point,
    box,
    centre,
    drag,
    drag_to,
    expect_box,
    expect_selected,
    field,
    fingers,
    handle,
    item,
    painted,
    places,
    row,
    scene_point,
    select,
    zoom,
)
from tests.browser.studio import Studio

START = (200, 100, 640, 360)
PAIR = builders.document(Box(*START), Box(1000, 500, 400, 300))


def wheel(page: Page, at: Point, by: Point, *, key: str | None = None) -> None:
    """Turns the wheel over a point, with a key held or not."""
    page.mouse.move(*at)
    if key:
        page.keyboard.down(key)
    page.mouse.wheel(*by)
    painted(page)
    if key:
        page.keyboard.up(key)


def corner(page: Page) -> Point:
    """Where the scene's corner is on the screen."""
    painted(page)
    return scene_point(page, (0, 0))


def stage_rect(page: Page) -> tuple[float, float, float, float]:
    found = page.locator("#stage").bounding_box()
    assert found is not None
    return found["x"], found["y"], found["width"], found["height"]


def middle(page: Page) -> Point:
    """The point of the scene in the middle of the stage."""
    left, top, width, height = stage_rect(page)
    x, y = corner(page)
    return (left + width / 2 - x) / zoom(page), (top + height / 2 - y) / zoom(page)


def near(found: Point, wanted: Point, within: float = 1.5) -> bool:
    return max(abs(a - b) for a, b in zip(found, wanted, strict=True)) <= within


def empty(page: Page) -> Point:
    """A point of the screen where the scene holds nothing."""
    return scene_point(page, (920, 300))


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)
    painted(page)


def choose(page: Page, name: str) -> None:
    """Opens the view's menu, does one thing in it, and closes it."""
    page.locator("#zoom").click()
    page.locator("#view-menu").get_by_role("button", name=name).click()
    page.keyboard.press("Escape")
    painted(page)


# Zooming


def test_the_wheel_zooms_at_the_pointer_with_control(open_editor: OpenEditor) -> None:
    page = open_editor(PAIR)
    before = zoom(page)
    at = scene_point(page, (1500, 200))
    wheel(page, at, (0, -100), key="Control")
    assert zoom(page) > before * 1.1
    assert near(scene_point(page, (1500, 200)), at)
    wheel(page, at, (0, 100), key="Control")
    assert zoom(page) == pytest.approx(before)
    wheel(page, at, (0, -4), key="Meta")  # a trackpad's pinch comes in small turns
    assert before < zoom(page) < before * 1.1
    assert page.evaluate("visualViewport.scale * devicePixelRatio") == 1


def test_a_trackpad_that_tells_its_pinch_zooms_at_the_pointer(open_editor: OpenEditor) -> None:
    page = open_editor(PAIR)
    before = zoom(page)
    x, y = scene_point(page, (1500, 200))
    page.evaluate(
        """([x, y]) => {
          for (const [type, scale] of [["gesturestart", 1], ["gesturechange", 1.5],
                                       ["gesturechange", 2]]) {
            const event = new Event(type, { bubbles: true, cancelable: true });
            Object.assign(event, { scale, clientX: x, clientY: y });
            document.getElementById("stage").dispatchEvent(event);
          }
        }""",
        [x, y],
    )
    painted(page)
    assert zoom(page) == pytest.approx(before * 2)
    assert near(scene_point(page, (1500, 200)), (x, y))


def test_keys_zoom_by_steps_to_the_scene_to_a_hundred_and_to_the_selection(
    open_editor: OpenEditor,
) -> None:
    page = open_editor(PAIR)
    fitted = zoom(page)
    select(page, "source-2").focus()
    press(page, "Shift+Digit0")
    assert zoom(page) == 1
    expect(page.locator("#live")).to_have_text("Zoom 100 %")
    expect(page.locator("#zoom-shown")).to_have_text("100 %")
    before = middle(page)
    press(page, "+")
    assert zoom(page) == 1.5
    assert near(middle(page), before, 2)
    press(page, "-", "-")
    assert zoom(page) == pytest.approx(0.67)
    press(page, "Shift+Digit2")
    assert near(middle(page), (1200, 650), 2)
    _left, _top, width, height = stage_rect(page)
    assert zoom(page) == pytest.approx(min((width - 64) / 400, (height - 64) / 300), rel=0.01)
    press(page, "Shift+Digit1")
    assert zoom(page) == pytest.approx(fitted)
    for _press in range(20):
        page.keyboard.press("+")
    painted(page)
    assert zoom(page) == 8
    expect_box(page, (1000, 500, 400, 300))


def test_the_browsers_own_zoom_and_the_presets_digits_stay_as_they_were(
    open_editor: OpenEditor,
) -> None:
    page = open_editor(PAIR)
    before = zoom(page)
    item(page, "source-1").focus()
    page.evaluate(
        """() => addEventListener("keydown", (event) => {
          window.taken = event.defaultPrevented;
          event.preventDefault();
        })"""
    )
    for key in ("Control+0", "Control+-", "Control+=", "Control+Shift+=", "Meta+0"):
        page.keyboard.press(key)
        assert page.evaluate("window.taken") is False, key
    painted(page)
    assert zoom(page) == before
    press(page, "2")
    expect(page.locator("#undo")).to_contain_text("Quad")
    assert zoom(page) == before


def test_two_fingers_zoom_and_pan_what_lies_under_them(open_editor: OpenEditor) -> None:
    page = open_editor(PAIR, has_touch=True, width=1024, height=768)
    before = zoom(page)
    touch = fingers(page)
    x, y = scene_point(page, (960, 300))
    touch("Start", (x - 40, y))
    touch("Start", (x - 40, y), (x + 40, y))
    for step in range(1, 11):
        touch("Move", (x - 40 - 4 * step, y + 3 * step), (x + 40 + 8 * step, y + 3 * step))
    touch("End")
    assert zoom(page) == pytest.approx(before * 200 / 80, rel=0.01)
    assert near(scene_point(page, (960, 300)), (x + 20, y + 30), 2)
    expect(page.locator("#live")).to_contain_text("Zoom ")


def test_a_second_finger_takes_back_what_the_first_began(open_editor: OpenEditor) -> None:
    page = open_editor(PAIR, has_touch=True, width=1024, height=768)
    select(page, "source-2")
    touch = fingers(page)
    x, y = centre(item(page, "source-1"))
    touch("Start", (x, y))
    for step in range(1, 7):
        touch("Move", (x + 6 * step, y + 4 * step))
    expect(page.locator(".readout")).to_be_visible()
    touch("Start", (x + 36, y + 24), (x + 120, y + 24))
    expect(page.locator(".readout")).to_be_hidden()
    touch("Move", (x + 36, y + 24), (x + 160, y + 24))
    touch("End", (x + 36, y + 24))
    touch("Move", (x + 90, y + 90))  # what is left of two fingers drags nothing
    touch("End")
    expect(page.locator("#undo")).to_be_disabled()
    expect_selected(page, "source-2")
    assert places(page, "source-1", "source-2") == [START, (1000, 500, 400, 300)]


def test_a_second_finger_takes_back_a_selection_too(open_editor: OpenEditor) -> None:
    page = open_editor(PAIR, has_touch=True, width=1024, height=768)
    select(page, "source-2")
    touch = fingers(page)
    x, y = empty(page)
    touch("Start", (x, y))
    expect_selected(page)
    touch("Start", (x, y), (x + 60, y))
    touch("End")
    expect_selected(page, "source-2")


# Panning


def test_the_wheel_pans_and_sideways_with_shift(open_editor: OpenEditor) -> None:
    page = open_editor(PAIR)
    x, y = corner(page)
    before = zoom(page)
    wheel(page, empty(page), (30, 50))
    assert near(corner(page), (x - 30, y - 50))
    wheel(page, empty(page), (0, 40), key="Shift")
    assert near(corner(page), (x - 70, y - 50))
    assert zoom(page) == before


@pytest.mark.parametrize("way", ["space", "middle"])
def test_space_and_the_middle_button_pan_and_escape_goes_back(
    open_editor: OpenEditor, way: str
) -> None:
    page = open_editor(PAIR)
    item(page, "source-2").focus()
    stage = page.locator("#stage")
    x, y = corner(page)
    button = "middle" if way == "middle" else "left"
    for kept in (True, False):
        if way == "space":
            page.keyboard.down("Space")
            expect(item(page, "source-1")).to_have_css("cursor", "grab")
        page.mouse.move(*centre(item(page, "source-1")))
        page.mouse.down(button=button)  # type: ignore[arg-type]  # one of the two
        page.mouse.move(*(at + 70 for at in centre(item(page, "source-1"))), steps=8)
        expect(stage).to_have_css("cursor", "grabbing")
        painted(page)
        if not kept:
            page.keyboard.press("Escape")
        page.mouse.up(button=button)  # type: ignore[arg-type]
        if way == "space":
            page.keyboard.up("Space")
        assert near(corner(page), (x + 70, y + 70))
    expect(stage).not_to_have_css("cursor", "grabbing")
    expect_selected(page, "source-2")
    expect(page.locator("#undo")).to_be_disabled()


def test_the_middle_button_pans_and_does_not_paste_the_text_selected_last(
    open_editor: OpenEditor,
) -> None:
    # Where letting the middle button go pastes what is selected anywhere, as on Linux.
    page = open_editor(PAIR)
    select(page, "source-2")
    field(page, "source.Url").press("Control+a")
    item(page, "source-2").focus()
    x, y = corner(page)
    page.mouse.move(*centre(item(page, "source-1")))
    page.mouse.down(button="middle")
    page.mouse.move(*(at + 70 for at in centre(item(page, "source-1"))), steps=8)
    page.mouse.up(button="middle")
    assert near(corner(page), (x + 70, y + 70))
    expect(page.locator("#stage .item")).to_have_count(2)
    expect(page.locator("#undo")).to_be_disabled()


def test_space_pans_before_anything_has_the_focus(open_editor: OpenEditor) -> None:
    page = open_editor(PAIR)
    x, y = corner(page)
    page.keyboard.down("Space")
    drag_to(page, centre(item(page, "source-1")), (50, 40))
    page.mouse.up()
    page.keyboard.up("Space")
    assert near(corner(page), (x + 50, y + 40))
    expect_selected(page)


def test_space_let_go_without_a_drag_chooses(open_editor: OpenEditor) -> None:
    page = open_editor(PAIR)
    item(page, "source-2").focus()
    press(page, "Escape")
    expect_selected(page)
    page.keyboard.down("Space")
    expect_selected(page)
    page.keyboard.up("Space")
    expect_selected(page, "source-2")


def test_keys_pan(open_editor: OpenEditor) -> None:
    page = open_editor(PAIR)
    _left, _top, width, height = stage_rect(page)
    item(page, "source-1").focus()
    press(page, "Escape")
    x, y = corner(page)
    press(page, "ArrowRight", "Shift+ArrowDown")
    assert near(corner(page), (x - width * 0.05, y - height * 0.25))
    expect(page.locator("#live")).to_contain_text("In sight: x ")
    press(page, "Shift+ArrowUp", "ArrowLeft")
    press(page, "Enter")  # with something selected the arrows move that, and these still pan
    press(page, "PageDown")
    assert near(corner(page), (x, y - height * 0.75))
    press(page, "PageUp", "Shift+PageUp")
    assert near(corner(page), (x + width * 0.75, y))
    expect_box(page, START)


def test_some_of_the_scene_stays_in_sight_however_far_it_is_panned(
    open_editor: OpenEditor,
) -> None:
    page = open_editor(PAIR)
    left, top, width, height = stage_rect(page)
    wheel(page, empty(page), (9000, 9000))
    x, y = scene_point(page, (1920, 1080))
    assert near((x, y), (left + 64, top + 64))
    wheel(page, (left + 20, top + 20), (-9000, -9000))
    assert near(corner(page), (left + width - 64, top + height - 64))


# Where the view stays


def test_the_scene_stays_fitted_until_somebody_zooms(open_editor: OpenEditor) -> None:
    page = open_editor(PAIR)

    def expect_fitted(canvas: Point) -> None:
        painted(page)
        _left, _top, width, height = stage_rect(page)
        assert zoom(page) == pytest.approx(
            min((width - 72) / canvas[0], (height - 88) / canvas[1]), rel=0.01
        )
        assert near(middle(page), (canvas[0] / 2, canvas[1] / 2), 2)

    page.set_viewport_size({"width": 1320, "height": 800})
    expect_fitted((1920, 1080))
    page.locator("#scene-size").click()
    page.locator("#scene-sizes").get_by_role("button", name="1080 × 1920").click()
    page.get_by_role("dialog").get_by_role("button", name="Keep").click()
    expect_fitted((1080, 1920))
    item(page, "source-1").focus()
    press(page, "Shift+Digit0")
    before = middle(page)
    page.set_viewport_size({"width": 1440, "height": 900})
    painted(page)
    assert zoom(page) == 1
    assert near(middle(page), before, 2)
    press(page, "Shift+Digit1")
    expect_fitted((1080, 1920))


def test_what_is_chosen_or_moved_out_of_sight_is_scrolled_to(open_editor: OpenEditor) -> None:
    page = open_editor(PAIR)
    select(page, "source-1").focus()
    press(page, "Shift+Digit0", "Shift+PageUp", "PageUp")
    row(page, "source-2").click()
    painted(page)

    def in_sight(name: str) -> bool:
        painted(page)
        found = item(page, name).bounding_box()
        assert found is not None
        left, top, width, height = stage_rect(page)
        return (
            left <= found["x"] <= left + width - found["width"]
            and top <= found["y"] <= top + height - found["height"]
        )

    assert in_sight("source-2")
    assert zoom(page) == 1
    item(page, "source-2").focus()
    for _press in range(30):
        page.keyboard.press("Shift+ArrowRight")
        page.keyboard.press("Shift+ArrowDown")
    assert in_sight("source-2")
    press(page, "Shift+Tab")
    expect_selected(page, "source-1")
    assert in_sight("source-1")
    page.get_by_role("button", name="Source", exact=True).click()
    assert in_sight("source-3")
    item(page, "source-3").focus()
    press(page, "Shift+Digit1")
    x, y = corner(page)
    select(page, "source-2")
    assert near(corner(page), (x, y))


# What is right at every zoom


@pytest.mark.parametrize("percent", [10, 800])
def test_a_drag_goes_with_the_pointer_at_every_zoom(open_editor: OpenEditor, percent: int) -> None:
    page = open_editor(builders.document(Box(900, 500, 300, 200)))
    page.locator("#snap").click()
    select(page, "source-1").focus()
    for _press in range(20):
        page.keyboard.press("+" if percent > 100 else "-")
    painted(page)
    assert zoom(page) == percent / 100
    start = scene_point(page, (940, 530))
    by = (90, -40)
    drag_to(page, start, by)
    expect(page.locator(".readout")).to_be_visible()
    page.mouse.up()
    expected = (900 + by[0] / zoom(page), 500 + by[1] / zoom(page))
    x, y, w, h = box(page)
    assert near((x, y), expected, 1)
    assert (w, h) == (300, 200)
    found = item(page, "source-1").bounding_box()
    assert found is not None
    assert near((found["x"], found["y"]), scene_point(page, (x, y)))
    assert near((found["width"], found["height"]), (300 * zoom(page), 200 * zoom(page)))


def test_handles_and_labels_keep_their_size_on_the_screen(open_editor: OpenEditor) -> None:
    page = open_editor(PAIR)
    select(page, "source-1").focus()

    def sizes() -> list[float]:
        painted(page)
        marks = (handle(page, "se"), page.locator(".tag"), item(page, "source-1").locator("b"))
        found = [mark.bounding_box() for mark in marks]
        return [box["height"] for box in found if box]

    before = sizes()
    assert len(before) == 3
    for key in ("Shift+Digit0", "Shift+Digit2"):
        press(page, key)
        assert sizes() == pytest.approx(before, abs=0.6)
    press(page, "+", "+", "+")  # its corner is out of sight: the name stays at the edge
    tag = page.locator(".tag").bounding_box()
    assert tag is not None
    left, top, _width, _height = stage_rect(page)
    assert tag["x"] >= left - 2
    assert tag["y"] >= top - 2


def test_what_is_hit_and_sized_is_what_is_drawn_when_zoomed(open_editor: OpenEditor) -> None:
    page = open_editor(PAIR)
    page.locator("#snap").click()
    select(page, "source-2").focus()
    press(page, "Shift+Digit2", "+")
    for x, hit in ((1002, True), (998, False), (1002, True)):
        page.keyboard.press("Escape")
        page.mouse.click(*scene_point(page, (x, 580)))
        expect_selected(page, *(["source-2"] if hit else []))
    drag(page, handle(page, "w"), (20, 0))
    x, _y, w, _h = box(page)
    assert abs(x - 1020) <= 1
    assert x + w == 1400


def test_a_box_snaps_from_as_far_on_the_screen_at_every_zoom(open_editor: OpenEditor) -> None:
    page = open_editor(builders.document(Box(980, 300, 200, 150)))
    select(page, "source-1").focus()
    press(page, "Shift+Digit2", "Shift+Digit0", "+", "+", "+")  # 300 %
    assert zoom(page) == 3
    at = scene_point(page, (1080, 375))
    drag_to(page, at, (-15 * 3, 0))  # 5 px of the scene from its middle line: 15 on the screen
    page.mouse.up()
    assert box(page)[0] == 965
    drag_to(page, (at[0] - 45, at[1]), (-3 * 3, 0))  # now 2 px, 6 on the screen
    page.mouse.up()
    assert box(page)[0] == 960


# The zoom on the screen


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


def test_a_spacing_out_of_range_is_held(open_editor: OpenEditor) -> None:
    page = open_editor(PAIR)
    page.locator("#zoom").click()
    spacing = page.locator("#grid-spacing")
    for typed, kept in (("5", "10"), ("999", "200"), ("", "200")):
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
