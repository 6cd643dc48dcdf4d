"""The languages and schemes that the pictures in docs/img/ are taken in, and how they are kept."""

from __future__ import annotations

import gettext
import sys
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Page

from tests.catalogues import LOCALE

FOLDER = Path(__file__).parents[2] / "docs" / "img"
SCHEMES = ("dark", "light")
MOST_BYTES = 250_000
WIDE: dict[str, Any] = {"viewport": {"width": 1440, "height": 900}, "color_scheme": "dark"}
PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "has_touch": True,
    "is_mobile": True,
    "device_scale_factor": 2,
    "color_scheme": "dark",
}


@dataclass(frozen=True)
class Language:
    """A browser's `locale`, a `terminal`'s, and the folder of its pictures."""

    locale: str
    terminal: str
    folder: Path

    def says(self, text: str) -> str:
        """A string of the source in this language."""
        named = [self.terminal.partition("_")[0] + "_Hans"]
        return gettext.translation("django", LOCALE, named, fallback=True).gettext(text)


ENGLISH = Language("en-GB", "en_GB.UTF-8", FOLDER)
CHINESE = Language("zh-CN", "zh_CN.UTF-8", FOLDER / "zh-hans")
LANGUAGES = (ENGLISH, CHINESE)


def keep(page: Page, language: Language, name: str) -> None:
    """The page as it stands, dark and light."""
    language.folder.mkdir(exist_ok=True)
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of its words
        data = small(page.screenshot())
        file = language.folder / f"{name}-{scheme}.png"
        file.write_bytes(data)
        sys.stdout.write(f"{file.relative_to(FOLDER)}: {len(data) // 1000} kB\n")
    page.emulate_media(color_scheme="dark")


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
