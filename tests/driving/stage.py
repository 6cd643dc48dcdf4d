"""Hands on the stage: pressing, dragging, reading what the inspector shows."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress

from playwright.sync_api import Locator, Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError

PLACE = re.compile(r"x (\d+), y (\d+), (\d+) by (\d+)$")
Point = tuple[float, float]


# Between the scripts' end and the frame in which the stage learns its size there is room for 1 %.
FITTED = """async (scene) => {
  const zoom = () => scene.style.getPropertyValue("--zoom");
  while (Number(zoom()) <= 0.01) await new Promise(requestAnimationFrame);
  return zoom();
}"""


PAINTED = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
# Asked for in one go: each word with the browser costs as much as all of them.
VALUES = """named => ["X", "Y", "W", "H"]
  .map(side => document.querySelector(`[data-field="${named}.${side}"]`).value)"""
LABELS = "[...document.querySelectorAll('#stage .item')].map(one => one.ariaLabel)"


def painted(page: Page) -> None:
    """Waits until the page has painted: it does so once a frame, after what was done to it."""
    page.evaluate(PAINTED)


def item(page: Page, name: str) -> Locator:
    return page.locator("#stage").get_by_role("button", name=name)


def handle(page: Page, place: str) -> Locator:
    return page.locator(f'[data-handle="{place}"]')


def row(page: Page, name: str) -> Locator:
    """An item's row in the list; the eye beside it is a button of its own."""
    return page.locator("#layers button[data-key]").filter(has_text=name)


def select(page: Page, name: str) -> Locator:
    """Chosen in the list: on the stage another item may lie above it."""
    row(page, name).click()
    return item(page, name)


def centre(locator: Locator) -> Point:
    box = locator.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def zoom(page: Page) -> float:
    """Screen pixels per scene pixel, once the stage has its size."""
    return float(page.locator(".scene").evaluate(FITTED))


def drag_to(page: Page, start: Point, by: Point, *, steps: int = 4) -> None:
    """Presses at `start` and moves by so many screen pixels; the button stays down."""
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move(start[0] + by[0], start[1] + by[1], steps=steps)
    painted(page)


def drag(page: Page, locator: Locator, by: Point) -> None:
    """Drags by so many scene pixels."""
    scale = zoom(page)
    drag_to(page, centre(locator), (by[0] * scale, by[1] * scale))
    page.mouse.up()
    painted(page)


def fingers(page: Page) -> Callable[..., None]:
    """Puts fingers on the screen, moves and lifts them: `touch("Start", *points)`, "Move" or "End",
    with the points of all that are still down.
    """
    session = page.context.new_cdp_session(page)

    def touch(kind: str, *points: Point) -> None:
        at = [{"x": x, "y": y, "id": index} for index, (x, y) in enumerate(points)]
        session.send("Input.dispatchTouchEvent", {"type": f"touch{kind}", "touchPoints": at})
        if kind != "Start":  # where a wait could become a long press
            painted(page)

    return touch


def field(page: Page, name: str) -> Locator:
    return page.locator(f'[data-field="{name}"]')


def shown(page: Page, named: str) -> tuple[int, int, int, int]:
    """X, Y, W and H in the inspector's fields of that name, once the page has painted."""
    x, y, w, h = page.evaluate(f"named => {PAINTED}.then(() => ({VALUES})(named))", named)
    return int(x), int(y), int(w), int(h)


def box(page: Page) -> tuple[int, int, int, int]:
    """X, Y, W and H of the selected item, as the inspector shows them."""
    return shown(page, "box")


def expect_box(page: Page, wanted: tuple[int, int, int, int]) -> None:
    """Waits until the inspector shows this box."""
    texts = [str(value) for value in wanted]
    is_shown = f"wanted => ({VALUES})('box').join() === wanted"
    with suppress(PlaywrightTimeoutError):  # what it shows instead is told below
        page.wait_for_function(is_shown, arg=",".join(texts), timeout=20_000)
    assert page.evaluate(VALUES, "box") == texts


def expect_undo(page: Page, name: str) -> None:
    """Waits until this is what would be undone."""
    expect(page.locator("#undo")).to_have_text(f"Undo {name}")


def whole(page: Page) -> tuple[int, int, int, int]:
    """X, Y, W and H of the box around all that is selected, as the inspector shows them."""
    return shown(page, "whole")


def places(page: Page, *names: str) -> list[tuple[int, ...]]:
    """X, Y, W and H of items, as the stage says them."""
    labels = page.evaluate(f"{PAINTED}.then(() => {LABELS})")
    found = [PLACE.search(one) for name in names for one in labels if name in one]
    assert len(found) == len(names), labels
    return [tuple(int(number) for number in place.groups()) if place else () for place in found]


def scene_point(page: Page, point: Point) -> Point:
    """Where a point of the scene is on the screen."""
    corner = page.locator(".scene").bounding_box()
    assert corner is not None
    scale = zoom(page)
    return corner["x"] + point[0] * scale, corner["y"] + point[1] * scale


def expect_selected(page: Page, *names: str) -> None:
    """Waits until these are selected, on the stage and in the list alike."""
    chosen = page.locator("#stage .item[aria-pressed=true]")
    expect(chosen).to_have_count(len(names))
    for name in names:
        expect(item(page, name).first).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#layers [data-key][aria-pressed=true]")).to_have_count(len(names))
