"""The letters of straps: families of fonts, in each the first that has a sign draws it.

Inter comes with the program. Chinese is the machine's own: whoever lacks a font for a sign is told.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby
from typing import Literal, NamedTuple

import fontpkg_inter
from PIL import ImageDraw, ImageFont

from studio.compositor.lettering import has_glyphs, stands_alone

Family = Literal["sans", "serif"]
Weight = Literal["bold", "regular"]


class Cut(NamedTuple):
    """A font's files in two weights, and its place in files of several. `axes`: the one file has
    every weight.
    """

    bold: str
    regular: str
    member: int = 0
    has_axes: bool = False


INTER_FILE = str(fontpkg_inter.ROOT / "files" / "Inter[opsz,wght].ttf")
# Of its axes: drawn for large letters, which straps have; and the weights.
LARGE = 32
WEIGHTS: dict[Weight, int] = {"bold": 700, "regular": 500}

CUTS: dict[Family, tuple[Cut, ...]] = {
    "sans": (
        Cut(INTER_FILE, INTER_FILE, has_axes=True),
        Cut("NotoSansCJK-Bold.ttc", "NotoSansCJK-Regular.ttc", 2),
        Cut("NotoSansCJKsc-Bold.otf", "NotoSansCJKsc-Regular.otf"),
        Cut("NotoSansSC-Bold.otf", "NotoSansSC-Regular.otf"),
        Cut("SourceHanSansSC-Bold.otf", "SourceHanSansSC-Regular.otf"),
        Cut("msyhbd.ttc", "msyh.ttc"),
        Cut("PingFang.ttc", "PingFang.ttc"),
        Cut("wqy-microhei.ttc", "wqy-microhei.ttc"),
        Cut("wqy-zenhei.ttc", "wqy-zenhei.ttc"),
        Cut("DejaVuSans-Bold.ttf", "DejaVuSans.ttf"),
    ),
    "serif": (
        Cut("NotoSerifCJK-Bold.ttc", "NotoSerifCJK-Regular.ttc", 2),
        Cut("NotoSerifSC-Bold.otf", "NotoSerifSC-Regular.otf"),
        Cut("SourceHanSerifSC-Bold.otf", "SourceHanSerifSC-Regular.otf"),
        Cut("DejaVuSerif-Bold.ttf", "DejaVuSerif.ttf"),
    ),
}
PROBE = 24


class Letters:
    """One family in one weight and size, in pixels."""

    def __init__(self, family: Family, weight: Weight, size: int) -> None:
        self.family, self.weight, self.size = family, weight, size

    def lacks(self, text: str) -> str:
        """The signs of a text that can't be drawn, each once."""
        return "".join(sign for sign in dict.fromkeys(text) if self._cut(sign) is None)

    def length(self, text: str) -> float:
        return sum(font.getlength(run) for font, run in self._runs(text))

    def write(self, draw: ImageDraw.ImageDraw, x: float, baseline: float, text: str) -> None:
        """Onto a mask, from the left end of the baseline on."""
        for font, run in self._runs(text):
            draw.text((x, baseline), run, 255, font, anchor="ls")
            x += font.getlength(run)

    def _runs(self, text: str) -> Iterator[tuple[ImageFont.FreeTypeFont, str]]:
        """Pieces of the text, each with the font that draws it. Raises KeyError for what none has;
        whoever writes has asked what it `lacks`.
        """
        for cut, signs in groupby(text, self._cut):
            if cut is None:
                raise KeyError(text)
            yield opened(cut, self.weight, self.size), "".join(signs)

    def _cut(self, sign: str) -> Cut | None:
        return cut_for(self.family, self.weight, sign)


@lru_cache(maxsize=8192)
def cut_for(family: Family, weight: Weight, sign: str) -> Cut | None:
    """The first font at hand that has the sign, which must stand alone: signs that are joined or
    turned round would come out in pieces.
    """
    if not stands_alone(sign):
        return None
    signs = frozenset(sign)
    cuts = at_hand(family)
    return next((cut for cut in cuts if has_glyphs(opened(cut, weight, PROBE), signs)), None)


def is_at_hand(family: Family) -> bool:
    """Whether this machine has a font of the family."""
    return bool(at_hand(family))


@lru_cache(maxsize=2)
def at_hand(family: Family) -> tuple[Cut, ...]:
    return tuple(cut for cut in CUTS[family] if _is_there(cut))


def _is_there(cut: Cut) -> bool:
    try:
        opened(cut, "bold", PROBE)
        opened(cut, "regular", PROBE)
    except OSError:
        return False
    return True


@lru_cache(maxsize=128)
def opened(cut: Cut, weight: Weight, size: int) -> ImageFont.FreeTypeFont:
    """Raises OSError where the machine does not have it."""
    name = cut.bold if weight == "bold" else cut.regular
    font = ImageFont.truetype(name, size, cut.member)
    if cut.has_axes:
        font.set_variation_by_axes([LARGE, WEIGHTS[weight]])
    return font
