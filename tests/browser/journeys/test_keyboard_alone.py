"""A whole layout by the keyboard alone, as somebody does it who sees where the focus is."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from studio.editor.models import LayoutTemplate
from studio.rules.geometry import Box
from studio.rules.starting import blank_document
from tests import builders
from tests.browser.conftest import OpenEditor
from tests.driving.stage import expect_selected, expect_undo, field, item
from tests.driving.studio import Studio

# Whoever has the focus shows it, once the page has painted: an outline of its own, of the field
# around it, or of the stage.
SHOWS_FOCUS = """async () => {
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  const element = document.activeElement;
  if (element === document.body) return "nothing has the focus";
  const box = element.getBoundingClientRect();
  const inView = box.right > 0 && box.bottom > 0 && box.left < innerWidth && box.top < innerHeight;
  if (!element.checkVisibility() || box.width < 2 || !inView)
    return `it is out of sight: ${element.outerHTML.slice(0, 200)}`;
  const outlined = (one) => {
    const { outlineStyle, outlineWidth } = getComputedStyle(one);
    return one.checkVisibility() && outlineStyle !== "none" && parseFloat(outlineWidth) >= 1;
  };
  const around = [element, element.closest(".in")];
  if (element.matches("#stage .item")) around.push(document.querySelector("#stage .selection"));
  if (around.some((one) => one && outlined(one))) return "";
  return `it has no outline: ${element.outerHTML.slice(0, 200)}`;
}"""


class Keys:
    """Hands that only press keys; the focus must be seen after every press."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.pressed = 0

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.pressed += 1
            hidden = self.page.evaluate(SHOWS_FOCUS)
            assert not hidden, f"after {key}: {hidden}"

    def reach(self, wanted: Locator, key: str = "Tab", *, most: int = 12) -> None:
        """Presses a key until `wanted` has the focus."""
        for _press in range(most):
            self.press(key)
            if wanted.evaluate("element => element === document.activeElement"):
                return
        raise AssertionError(f"{wanted} was not reached by {most} times {key}")

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)

    def fill(self, name: str, text: str, key: str = "Tab", *, most: int = 24) -> None:
        """Goes on to a field of the inspector and types into it."""
        self.reach(field(self.page, name), key, most=most)
        self.type(text)
        self.press("Enter")


@pytest.fixture
def template(studio: Studio) -> LayoutTemplate:
    return builders.template(studio.cast.workspace, blank_document(), user=studio.cast.operator)


def button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


def add(keys: Keys, kind: str, url: str) -> None:
    """From an item on the stage, or from the top of the page: the button, then the address."""
    keys.press("Enter")
    expect(field(keys.page, f"{kind.lower()}.Url")).to_be_focused()
    keys.type(url)
    keys.press("Enter")


def test_four_sources_and_two_logos_aligned_and_named_by_the_keyboard_alone(
    open_editor: OpenEditor, template: LayoutTemplate
) -> None:
    page = open_editor(template=template)
    keys = Keys(page)

    # Four sources, each named, by way of the button that adds one.
    keys.reach(button(page, "Source"))
    for number in range(1, 5):
        if number > 1:
            keys.reach(button(page, "Source"), "Shift+Tab", most=24)
        add(keys, "Source", f"https://pictures.example.com/{number}.jpg")
        keys.fill("source.ID", f"camera-{number}")
        keys.press("Escape")
        expect(item(page, f"camera-{number}")).to_be_focused()

    # A favourite preset lays them out.
    keys.press("2")
    expect_undo(page, "preset Quad")

    # One logo by the button, of an exact size; the other is a copy of it.
    keys.reach(button(page, "Logo"), "Shift+Tab", most=24)
    add(keys, "Logo", "https://pictures.example.com/left.png")
    for name, value in (("box.H", "90"), ("box.W", "160")):
        keys.fill(name, value, "Shift+Tab")
    keys.press("Escape")
    keys.press("Control+d")
    expect(item(page, "left.png").nth(1)).to_be_focused()
    keys.press("Enter")
    expect(field(page, "box.X")).to_be_focused()
    keys.type("1700")
    keys.press("Enter")
    keys.fill("logo.Url", "https://pictures.example.com/right.png")
    keys.press("Escape")
    keys.press("Shift+ArrowRight", "ArrowLeft", "Control+ArrowRight")

    # Both together, aligned.
    keys.press("m")
    keys.press("Shift+Tab", "Space", "m")
    expect_selected(page, "left.png", "right.png")
    keys.press("Alt+w")
    expect_undo(page, "align 2 items at the top")

    expect(page.locator("#saved")).to_have_attribute("data-kind", "saved", timeout=10_000)
    template.refresh_from_db()
    rules = template.rules
    assert [source.id for source in rules.sources] == [f"camera-{n}" for n in range(1, 5)]
    assert [layout.box for layout in rules.scene.layouts] == [
        Box(0, 0, 960, 540),
        Box(960, 0, 960, 540),
        Box(0, 540, 960, 540),
        Box(960, 540, 960, 540),
    ]
    assert rules.logos is not None
    assert [(logo.url[-9:], logo.box.y, logo.box.h) for logo in rules.logos] == [
        ("/left.png", 43, 90),
        ("right.png", 43, 90),
    ]
    assert [(logo.box.x, logo.box.w) for logo in rules.logos] == [(77, 160), (1709, 161)]
