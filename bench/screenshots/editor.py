"""The pictures in docs/img/, of a studio as it is really run.

`python -m bench.screenshots.editor [NAME …]` makes these or all. Each picture is a small function
that brings the editor to the point worth showing.
"""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image
from playwright._impl._api_structures import StorageState
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests import chromium
from tests.driving import stage
from tests.driving.processes import RunningStudio, running_studio

FOLDER = Path(__file__).parents[2] / "docs" / "img"
MOST_BYTES = 250_000
WIDE = {"viewport": {"width": 1440, "height": 900}, "color_scheme": "dark"}
PHONE = {
    "viewport": {"width": 390, "height": 844},
    "has_touch": True,
    "is_mobile": True,
    "device_scale_factor": 2,
    "color_scheme": "dark",
}
TALK, PORTRAIT, MATCH = "Thursday talk show", "Talk show, portrait", "Match with commentator"


def show(page: Page, *modes: str) -> None:
    """Chosen in the menu of the view."""
    page.locator("#zoom").click()
    for mode in modes:
        page.locator(f"#view-menu [data-mode={mode}]").click()
    page.keyboard.press("Escape")
    page.mouse.move(0, 0)


def editor(page: Page) -> None:
    stage.select(page, "slides")
    page.mouse.move(0, 0)


def dragging(page: Page) -> None:
    """Held in the middle of a drag that has snapped."""
    stage.select(page, "guest")
    # Nearly as high as the slides: it snaps to them.
    by = (-4, -132)
    scale = stage.zoom(page)
    stage.drag_to(page, stage.centre(stage.item(page, "guest")), (by[0] * scale, by[1] * scale))
    expect(page.locator(".guides .line").first).to_be_visible()


def group(page: Page) -> None:
    for name in ("host", "guest", "phone"):
        stage.row(page, name).click(modifiers=["Control"])
    page.mouse.move(0, 0)


def portrait(page: Page) -> None:
    stage.select(page, "guest")
    show(page, "safe")


def presets(page: Page) -> None:
    page.locator("#all-presets").click()
    expect(page.locator("#preset-dialog")).to_be_visible()
    page.mouse.move(0, 0)


def zoomed(page: Page) -> None:
    """Zoomed to the selection, with rulers, grid and thirds."""
    stage.select(page, "guest").focus()
    page.keyboard.press("Shift+2")
    show(page, "rulers", "grid")


def menu(page: Page) -> None:
    stage.item(page, "guest").click(button="right")
    expect(page.locator("#context-menu")).to_be_visible()


def phone(page: Page) -> None:
    page.touchscreen.tap(*stage.centre(stage.item(page, "host")))


def conflict(page: Page) -> None:
    """Two windows change the same box: the second to save is asked."""
    other = page.context.new_page()
    open_editor(other, page.url)
    for window, steps in ((other, 3), (page, 1)):
        stage.select(window, "guest")
        stage.item(window, "guest").focus()
        for _step in range(steps):
            window.keyboard.press("Shift+ArrowUp")
        if window is other:
            expect(other.locator("#saved")).to_have_attribute("data-kind", "saved", timeout=20_000)
    expect(page.locator("#conflict")).to_be_visible(timeout=20_000)
    other.close()


@dataclass(frozen=True, kw_only=True)
class Picture:
    name: str
    act: Callable[[Page], None]
    template: str = TALK
    context: dict[str, Any] = field(default_factory=lambda: WIDE)


# The one that saves something comes last.
PICTURES = (
    Picture(name="editor-dark", act=editor),
    Picture(name="editor-light", act=editor, context={**WIDE, "color_scheme": "light"}),
    Picture(name="editor-forced-colours", act=editor, context={**WIDE, "forced_colors": "active"}),
    Picture(name="dragging", act=dragging),
    Picture(name="group", act=group),
    Picture(name="portrait", act=portrait, template=PORTRAIT),
    Picture(name="presets", act=presets),
    Picture(name="zoomed", act=zoomed),
    Picture(name="menu", act=menu),
    Picture(name="phone", act=phone, template=MATCH, context=PHONE),
    Picture(name="conflict", act=conflict),
)


def open_editor(page: Page, url: str) -> None:
    page.goto(url)
    page.locator("html[data-ready]").wait_for(state="attached")
    pictures = page.locator("#stage .item")
    expect(page.locator("#stage .item.has-picture")).to_have_count(pictures.count(), timeout=30_000)
    drawn = page.locator("#preview img")
    expect(drawn).to_have_attribute("src", re.compile("^blob:"), timeout=30_000)


def signed_in(browser: Browser, studio: RunningStudio) -> StorageState:
    """What a context needs to be somebody who is signed in."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(studio.sign_in_link())
    page.wait_for_url("**/templates/")
    state = context.storage_state()
    context.close()
    return state


def take(context: BrowserContext, studio: RunningStudio, picture: Picture) -> bytes:
    page = context.new_page()
    page.goto(f"{studio.url}/templates/")
    link = page.get_by_role("link", name=picture.template, exact=True).get_attribute("href")
    open_editor(page, f"{studio.url}{link}")
    picture.act(page)
    stage.painted(page)
    return page.screenshot()


def small(data: bytes) -> bytes:
    """The picture with as many colours as it may have."""
    image = Image.open(BytesIO(data)).convert("RGB")
    for colours in (256, 128, 64):
        palette = image.quantize(colours, Image.Quantize.FASTOCTREE, kmeans=2)
        file = BytesIO()
        drawn = image.quantize(palette=palette, dither=Image.Dither.FLOYDSTEINBERG)
        drawn.save(file, "PNG", optimize=True)
        if file.tell() <= MOST_BYTES:
            break
    return file.getvalue()


def main(names: list[str]) -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        running_studio(Path(folder), STUDIO_DEMO="1") as studio,
        sync_playwright() as playwright,
    ):
        studio.start()
        browser = chromium.launch(playwright)
        state = signed_in(browser, studio)
        for picture in PICTURES:
            if names and picture.name not in names:
                continue
            context = browser.new_context(
                storage_state=state, reduced_motion="reduce", locale="en-GB", **picture.context
            )
            data = small(take(context, studio, picture))
            (FOLDER / f"{picture.name}.png").write_bytes(data)
            sys.stdout.write(f"{picture.name}: {len(data) // 1000} kB\n")
            context.close()
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
