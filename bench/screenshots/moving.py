"""The moving picture of the README: a box is dragged, snaps, and the server's picture follows.

`python -m bench.screenshots.moving` makes it in both languages: docs/img/drag.webp and
docs/img/zh-hans/drag.webp.
"""

from __future__ import annotations

import sys
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from bench.screenshots.editor import TALK, open_editor, studios
from bench.screenshots.looks import FOLDER, WIDE
from tests import chromium
from tests.driving import stage

FRAME_MS, REST_MS, WIDTH = 80, 1200, 960
# Where the box is dragged to and back, in scene pixels from where it lies.
WAY = [(-4, -132), (-220, -132), (-220, 40), (0, 0)]
STEPS = 9


def frames(page: Page) -> list[Image.Image]:
    """A drag along the way, a picture for each of its steps."""
    box = stage.select(page, "guest")
    scale, (x, y) = stage.zoom(page), stage.centre(box)
    taken = [seen(page)]
    page.mouse.move(x, y)
    page.mouse.down()
    at = (0.0, 0.0)
    for there in WAY:
        for n in range(1, STEPS + 1):
            by = [(a + (b - a) * n / STEPS) * scale for a, b in zip(at, there, strict=True)]
            page.mouse.move(x + by[0], y + by[1])
            taken.append(seen(page))
        at = there
    page.mouse.up()
    taken.append(seen(page))
    return taken


def seen(page: Page) -> Image.Image:
    stage.painted(page)
    image = Image.open(BytesIO(page.screenshot())).convert("RGB")
    return image.resize((WIDTH, WIDTH * image.height // image.width), Image.Resampling.LANCZOS)


def keep(pictures: list[Image.Image], file: Path) -> None:
    """One that repeats for ever, and rests before it does."""
    lasting = [FRAME_MS] * (len(pictures) - 1) + [REST_MS]
    first, *others = pictures
    file.parent.mkdir(exist_ok=True)
    first.save(
        file,
        save_all=True,
        append_images=others,
        duration=lasting,
        loop=0,
        quality=60,
        method=6,
        minimize_size=True,
    )
    sys.stdout.write(f"{file.relative_to(FOLDER)}: {file.stat().st_size // 1000} kB\n")


def main() -> None:
    with sync_playwright() as playwright:
        browser = chromium.launch(playwright)
        for language, studio, state in studios(browser):
            context = browser.new_context(storage_state=state, locale=language.locale, **WIDE)
            page = context.new_page()
            page.goto(f"{studio.url}/templates/")
            link = page.get_by_role("link", name=language.says(TALK), exact=True)
            open_editor(page, f"{studio.url}{link.get_attribute('href')}")
            keep(frames(page), language.folder / "drag.webp")
            context.close()
        browser.close()


if __name__ == "__main__":
    main()
