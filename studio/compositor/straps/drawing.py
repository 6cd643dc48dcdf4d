"""A strap painted: its panels in whole pixels, its words by masks, transparent all around."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from studio.compositor.pixels import Size
from studio.compositor.straps.contrast import Colour, colour, over, readable_on
from studio.compositor.straps.fonts import Letters
from studio.compositor.straps.placing import SAFE
from studio.compositor.straps.style import Align, Padding, Shape, Style, Words
from studio.rules.geometry import Box

# The name's letters, as a share of the scene's shorter side, and how far both may shrink to fit.
USUAL = 0.05
SHRUNK = 0.65
SMALLEST = 8
# Shares of the name's letters: the line's, the rows, what is between them, the accent's breadth.
LINE, NAME_ROW, LINE_ROW, GAP, EDGE = 0.58, 1.0, 0.66, 0.2, 0.14
PADDINGS: dict[Padding, float] = {"tight": 0.26, "usual": 0.4, "roomy": 0.58}
WIDER = 1.35
# From the baseline to the middle of capitals, and of what is written in squares.
MIDDLE = 0.366
SHEEN = 0.07
WHITE = (255, 255, 255)
FINE = 4


class Unwritable(Exception):
    """The words can't be drawn as a strap; `field` is "name" or "line"."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


class Lacking(Unwritable):
    """No font at hand has these signs."""

    def __init__(self, field: str, signs: str) -> None:
        super().__init__(field)
        self.signs = signs


class TooLong(Unwritable):
    """Even with smaller letters it is wider than a strap may be in this scene."""


def usual_size(canvas: Size) -> int:
    """How high the name's letters are in a scene of that size, in pixels."""
    return max(SMALLEST, round(min(canvas) * USUAL))


def draw(words: Words, style: Style, canvas: Size, size: int) -> Image.Image:
    """RGBA, as large as its words need in letters of that size. Raises Unwritable."""
    return PAINTERS[style.shape](_Setting.of(words, style, canvas, size))


class _Row(NamedTuple):
    text: str
    letters: Letters
    width: int


@dataclass(frozen=True, slots=True)
class _Setting:
    """The words in letters that fit, and the measures of what is around them."""

    style: Style
    rows: tuple[_Row, ...]
    size: int

    @classmethod
    def of(cls, words: Words, style: Style, canvas: Size, size: int) -> _Setting:
        room = round(canvas[0] * (1 - 2 * SAFE)) - 2 * _across(style, size) - _part(size, EDGE)
        rows = [_fitted("name", words.name, Letters(style.font, "bold", size), room)]
        if words.line:
            small = Letters(style.font, "regular", max(SMALLEST, round(size * LINE)))
            rows.append(_fitted("line", words.line, small, room))
        return cls(style, tuple(rows), size)

    @property
    def down(self) -> int:
        """The padding above and below the words."""
        return _part(self.size, PADDINGS[self.style.padding])

    @property
    def across(self) -> int:
        return _across(self.style, self.size)

    @property
    def edge(self) -> int:
        return max(2, _part(self.size, EDGE))

    @property
    def wide(self) -> int:
        """The longest row."""
        return max(row.width for row in self.rows)

    @property
    def high(self) -> int:
        """All rows and what is between them."""
        name = _part(self.size, NAME_ROW)
        return name if len(self.rows) == 1 else name + sum(map(self.share, (GAP, LINE_ROW)))

    def share(self, of: float) -> int:
        return _part(self.size, of)

    def write(self, mask: Image.Image, row: _Row, into: Box) -> None:
        """A row into a mask, within a rectangle of it, where the style has it."""
        x = into.x + _aligned(self.style.align, into.w - row.width)
        baseline = round(into.y + into.h / 2 + MIDDLE * row.letters.size)
        row.letters.write(ImageDraw.Draw(mask), x, baseline, row.text)

    def written(self, size: Size, top: int, left: int) -> Image.Image:
        """A mask of that size with all rows, one below the other."""
        mask = Image.new("L", size)
        self.write(mask, self.rows[0], Box(left, top, self.wide, self.share(NAME_ROW)))
        for row in self.rows[1:]:
            below = top + self.share(NAME_ROW) + self.share(GAP)
            self.write(mask, row, Box(left, below, self.wide, self.share(LINE_ROW)))
        return mask


def _bar(setting: _Setting) -> Image.Image:
    """A panel with an accent along the side the words are set to; below them where centred."""
    style, edge = setting.style, setting.edge
    sideways = 0 if style.align == "centre" else edge
    w = setting.wide + 2 * setting.across + sideways
    h = setting.high + 2 * setting.down + (edge if style.align == "centre" else 0)
    panel = _filled((w, h), style)
    accents = {"left": (0, 0, edge, h), "right": (w - edge, 0, w, h), "centre": (0, h - edge, w, h)}
    panel.paste((*colour(style.accent), 255), accents[style.align])
    left = setting.across + (edge if style.align == "left" else 0)
    return _inked(panel, setting.written(panel.size, setting.down, left), colour(style.ink))


def _tiers(setting: _Setting) -> Image.Image:
    """The name on the fill, and below it the line on the accent, each as wide as it needs."""
    style, (name, *lines) = setting.style, setting.rows
    high = setting.share(NAME_ROW) + 2 * round(setting.down * 0.85)
    low = setting.share(LINE_ROW) + 2 * round(setting.down * 0.55) if lines else setting.edge
    w = setting.wide + 2 * setting.across
    picture = Image.new("RGBA", (w, high + low))
    upper = name.width + 2 * setting.across
    at = _aligned(style.align, w - upper)
    picture.paste(_filled((upper, high), style), (at, 0))
    lower = lines[0].width + 2 * setting.across if lines else upper
    under = _aligned(style.align, w - lower)
    picture.paste((*colour(style.accent), 255), (under, high, under + lower, high + low))
    mask = Image.new("L", picture.size)
    setting.write(mask, name, Box(at + setting.across, 0, name.width, high))
    picture = _inked(picture, mask, colour(style.ink))
    if lines:
        mask = Image.new("L", picture.size)
        setting.write(mask, lines[0], Box(under + setting.across, high, lines[0].width, low))
        picture = _inked(picture, mask, readable_on(colour(style.accent)))
    return picture


def _card(setting: _Setting) -> Image.Image:
    """A panel with round corners and an upright accent beside the words; centred, one below."""
    style, edge = setting.style, setting.edge
    centred = style.align == "centre"
    beside = 0 if centred else edge + setting.share(0.3)
    below = edge + setting.share(0.18) if centred else 0
    w = setting.wide + 2 * setting.across + beside
    h = setting.high + 2 * setting.down + below
    panel = _filled((w, h), style)
    radius = min(h // 2, setting.share(0.36))
    panel.putalpha(ImageChops.multiply(panel.getchannel("A"), _round((w, h), (0, 0, w, h), radius)))
    top, foot = setting.down, setting.down + setting.high
    start, end = _middle(w, setting.share(1.5))
    mark = {
        "left": (setting.across, top, setting.across + edge, foot),
        "right": (w - setting.across - edge, top, w - setting.across, foot),
        "centre": (start, h - setting.down - edge, end, h - setting.down),
    }[style.align]
    panel = _inked(panel, _round((w, h), mark, edge // 2), colour(style.accent))
    left = setting.across + (beside if style.align == "left" else 0)
    return _inked(panel, setting.written(panel.size, top, left), colour(style.ink))


def _plain(setting: _Setting) -> Image.Image:
    """The words alone with a soft shadow, and a short accent between or below them."""
    style, blur = setting.style, max(2, setting.share(0.14))
    margin = 3 * blur
    rule = max(2, setting.share(0.09))
    between = setting.share(0.34)
    long = setting.share(1.6)
    wide = max(setting.wide, long)  # the accent is longer than short words
    size = (wide + 2 * margin, setting.high + between + 2 * margin)
    mask = Image.new("L", size)
    name, *lines = setting.rows
    setting.write(mask, name, Box(margin, margin, wide, setting.share(NAME_ROW)))
    below = margin + setting.share(NAME_ROW) + (setting.share(GAP) + between - rule) // 2
    x = margin + _aligned(style.align, wide - long)
    accent = _round(size, (x, below, x + long, below + rule), rule // 2)
    for row in lines:
        lower = size[1] - margin - setting.share(LINE_ROW)
        setting.write(mask, row, Box(margin, lower, wide, setting.share(LINE_ROW)))
    cast = ImageChops.lighter(mask, accent).filter(ImageFilter.GaussianBlur(blur))
    shadow = cast.point([min(215, level * 2) for level in range(256)])
    picture = _inked(Image.new("RGBA", size), shadow, (0, 0, 0))
    picture = _inked(picture, accent, colour(style.accent))
    return _inked(picture, mask, colour(style.ink))


PAINTERS: dict[Shape, Callable[[_Setting], Image.Image]] = {
    "bar": _bar,
    "tiers": _tiers,
    "card": _card,
    "plain": _plain,
}


def _fitted(field: str, text: str, letters: Letters, room: int) -> _Row:
    """The text in these letters, or smaller ones where it is long. Raises Unwritable."""
    text = unicodedata.normalize("NFC", text)
    if lacking := letters.lacks(text):
        raise Lacking(field, lacking)
    if (length := letters.length(text)) > room:
        shrunk = int(letters.size * room / length)
        if shrunk < max(SMALLEST, round(letters.size * SHRUNK)):
            raise TooLong(field)
        letters = Letters(letters.family, letters.weight, shrunk)
    return _Row(text, letters, round(letters.length(text)))


def _part(size: int, share: float) -> int:
    return round(size * share)


def _across(style: Style, size: int) -> int:
    return _part(size, PADDINGS[style.padding] * WIDER)


def _aligned(align: Align, spare: int) -> int:
    """From the left, in a place that is so much wider."""
    return {"left": 0, "centre": spare // 2, "right": spare}[align]


def _middle(wide: int, part: int) -> tuple[int, int]:
    left = (wide - part) // 2
    return left, left + part


def _filled(size: Size, style: Style) -> Image.Image:
    """A panel of the fill, a little lighter towards its head."""
    fill = colour(style.fill)
    lit, plain = (Image.new("RGB", size, each) for each in (over(WHITE, fill, SHEEN), fill))
    panel = Image.composite(plain, lit, Image.linear_gradient("L").resize(size))
    panel.putalpha(round(style.opacity * 2.55))
    return panel


def _inked(picture: Image.Image, mask: Image.Image, ink: Colour) -> Image.Image:
    """The picture with an ink above it where the mask lets it through."""
    layer = Image.new("RGBA", picture.size, ink)
    layer.putalpha(mask)
    return Image.alpha_composite(picture, layer)


def _round(size: Size, box: tuple[int, int, int, int], radius: int) -> Image.Image:
    """A mask with a rectangle whose corners are round, and smooth."""
    x, y, right, foot = box
    w, h = (right - x) * FINE, (foot - y) * FINE
    fine = Image.new("L", (w, h))
    ImageDraw.Draw(fine).rounded_rectangle((0, 0, w - 1, h - 1), radius * FINE, 255)
    mask = Image.new("L", size)
    mask.paste(fine.resize((right - x, foot - y), Image.Resampling.BOX), (x, y))
    return mask
