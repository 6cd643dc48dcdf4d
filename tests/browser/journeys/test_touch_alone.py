"""A whole layout on a phone by touch alone: taps, fingers that drag, and the phone's keyboard."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from studio.editor.models import LayoutTemplate
from studio.rules.geometry import Box
from studio.rules.starting import blank_document
from tests import builders
from tests.browser.conftest import OpenEditor
from tests.driving.stage import (
    Point,
    centre,
    expect_selected,
    field,
    fingers,
    handle,
    item,
    painted,
    scene_point,
)
from tests.driving.studio import Studio

QUARTERS = {
    "camera-1": Box(0, 0, 960, 540),
    "camera-2": Box(960, 0, 960, 540),
    "camera-3": Box(0, 540, 960, 540),
    "camera-4": Box(960, 540, 960, 540),
}


class Finger:
    """One finger: it taps and drags, and types on the keyboard the phone shows."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.touch = fingers(page)

    def drag(self, start: Point, end: Point) -> None:
        self.touch("Start", start)
        # Away at once, however busy the machine is: a finger that rests asks for the menu.
        self.touch("Move", (start[0] + 12, start[1] + 12))
        for step in range(1, 13):
            x, y = (a + (b - a) * step / 12 for a, b in zip(start, end, strict=True))
            self.touch("Move", (x, y))
        self.touch("End")

    def tap(self, locator: Locator) -> None:
        locator.tap()
        painted(self.page)

    def panel(self, name: str) -> None:
        self.tap(self.page.locator(".dock").get_by_role("button", name=name))

    def rewrite(self, name: str, text: str) -> None:
        """Taps behind what stands in a field, deletes it, and types."""
        input_ = field(self.page, name)
        area = input_.bounding_box()
        assert area is not None
        input_.tap(position={"x": area["width"] - 2, "y": area["height"] / 2})
        for _letter in input_.input_value():
            self.page.keyboard.press("Backspace")
        self.type(text)

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)
        self.page.keyboard.press("Enter")


@pytest.fixture
def template(studio: Studio) -> LayoutTemplate:
    return builders.template(studio.cast.workspace, blank_document(), user=studio.cast.operator)


def add(finger: Finger, kind: str, url: str) -> None:
    finger.panel("Layers")
    finger.tap(finger.page.get_by_role("button", name=kind, exact=True))
    expect(field(finger.page, f"{kind.lower()}.Url")).to_be_focused()
    finger.type(url)


def fill_quarter(finger: Finger, name: str, quarter: Box) -> None:
    """Carries the box into its corner of the scene, then its inner corner to the middle."""
    page = finger.page
    area = item(page, name).bounding_box()
    assert area is not None
    left, top = quarter.x == 0, quarter.y == 0
    corner = scene_point(page, (0 if left else 1920, 0 if top else 1080))
    x, y = centre(item(page, name))
    start = (
        area["x"] if left else area["x"] + area["width"],
        area["y"] + (not top) * area["height"],
    )
    # Near is enough: it snaps.
    finger.drag((x, y), (x + corner[0] - start[0] + 3, y + corner[1] - start[1] - 2))
    inner = handle(page, ("s" if top else "n") + ("e" if left else "w"))
    from_, to = centre(inner), scene_point(page, (960, 540))
    finger.drag(from_, (to[0] - 2, to[1] + 3))


def test_four_sources_and_two_logos_on_a_phone_by_touch_alone(
    open_editor: OpenEditor, template: LayoutTemplate
) -> None:
    page = open_editor(template=template, width=390, height=844, has_touch=True, is_mobile=True)
    finger = Finger(page)
    for number, (name, quarter) in enumerate(QUARTERS.items(), start=1):
        add(finger, "Source", f"https://pictures.example.com/{number}.jpg")
        finger.rewrite("source.ID", name)
        expect_selected(page, name)
        fill_quarter(finger, name, quarter)

    add(finger, "Logo", "https://pictures.example.com/left.png")
    finger.drag(centre(item(page, "left.png")), scene_point(page, (220, 160)))
    add(finger, "Logo", "https://pictures.example.com/right.png")
    finger.drag(centre(item(page, "right.png")), scene_point(page, (1700, 260)))
    # Smaller, by a corner.
    x, y = centre(handle(page, "se"))
    finger.drag((x, y), (x - 12, y - 8))

    finger.tap(page.locator("#several"))
    page.touchscreen.tap(*centre(item(page, "left.png")))
    expect_selected(page, "left.png", "right.png")
    finger.tap(page.get_by_role("button", name="Same size"))
    finger.tap(page.get_by_role("button", name="Align top"))
    finger.tap(page.locator("#several"))

    expect(page.locator("#saved")).to_have_attribute("data-kind", "saved", timeout=10_000)
    template.refresh_from_db()
    rules = template.rules
    found = {
        source.id: layout.box
        for source, layout in zip(rules.sources, rules.scene.layouts, strict=True)
    }
    assert found == QUARTERS
    assert rules.logos is not None
    left, right = rules.logos
    assert left.url.endswith("left.png")
    assert right.url.endswith("right.png")
    assert left.box.y == right.box.y
    assert (left.box.w, left.box.h) == (right.box.w, right.box.h)
    assert left.box.x < 400
    assert right.box.x > 1400
