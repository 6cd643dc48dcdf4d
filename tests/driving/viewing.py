"""Hands on the view: the wheel, keys, its menu, and where the scene lies."""

from __future__ import annotations

from playwright.sync_api import Page

from studio.rules.geometry import Box
from tests import builders
from tests.driving.stage import Point, painted, scene_point, zoom

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
