"""A calm card in the place of a source of which there is no picture yet."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from string import punctuation

from PIL import Image, ImageDraw, ImageFont

from studio.compositor import lettering
from studio.compositor.pixels import Size
from studio.rules.document import Source
from studio.rules.geometry import Box

ASSUMED_SIZE: Size = (1920, 1080)

CARD = (38, 44, 54)
EDGE = (74, 84, 98)
LABEL = (222, 227, 234)
NOTE = (150, 160, 174)

LARGEST_TEXT = 96
LONGEST_LABEL = 64
LAYER = re.compile(r" # -?\d+$")


@dataclass(frozen=True, slots=True)
class Placeholder:
    """A card with a label and, where there is room, a smaller note below it."""

    label: str
    note: str = ""
    size: Size = ASSUMED_SIZE

    @property
    def name(self) -> Placeholder:
        return self

    @property
    def effort(self) -> int:
        return 0

    def drawn(self, size: Size, window: Box) -> Image.Image:
        """The `window` of the card at `size`: RGB, its text drawn for that size."""
        card = Image.new("RGB", (window.w, window.h), CARD)
        draw = ImageDraw.Draw(card)
        # Pillow's coordinates end at 31 bits, a document's do not.
        right, bottom = min(size[0] - window.x, window.w + 9), min(size[1] - window.y, window.h + 9)
        frame = (max(-9, -window.x), max(-9, -window.y), right - 1, bottom - 1)
        draw.rectangle(frame, outline=EDGE, width=1 + min(3, min(size) // 300))
        for line in self._lines(size):
            at = Box(line.box.x - window.x, line.box.y - window.y, line.box.w, line.box.h)
            if at.clipped(Box(0, 0, window.w, window.h)):
                draw.text((at.x, at.y), line.text, line.colour, line.font, anchor="lt")
        return card

    def _lines(self, size: Size) -> Iterator[_Line]:
        """The lines that fit into a card of that size, centred together."""
        label = _fitted(self.label, min(LARGEST_TEXT, size[1] // 6), size, LABEL)
        if label is None:
            return
        gap = int(label.font.size) // 2
        room = size[0], size[1] - label.box.h - gap
        note = _fitted(self.note, label.font.size * 3 // 5, room, NOTE)
        used = label.box.h + (gap + note.box.h if note else 0)
        top = (size[1] - used) // 2
        yield label.moved(top)
        if note:
            yield note.moved(top + label.box.h + gap)


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    font: ImageFont.FreeTypeFont
    colour: tuple[int, int, int]
    box: Box

    def moved(self, y: int) -> _Line:
        return replace(self, box=self.box._replace(y=y))


def placeholder(source: Source) -> Placeholder:
    """The card of a source: its ID and type."""
    return Placeholder(_named(source), lettering.drawable(_short(source.type)))


def _named(source: Source) -> str:
    """Its ID or, where no font at hand has the script of that, its layer with what can be drawn."""
    name = _short(source.id)
    if whole := lettering.drawable(name):
        return whole
    part = "".join(sign for sign in lettering.latin(name) if sign in lettering.BUILT_IN)
    layer = f" # {source.layer}"
    return (part.strip(punctuation + " ")[: LONGEST_LABEL - len(layer)] + layer).strip()


def _short(text: str) -> str:
    return " ".join(text[:LONGEST_LABEL].split())


def _fitted(text: str, height: float, room: Size, colour: tuple[int, int, int]) -> _Line | None:
    """The text as high as asked, down to half where it is long, then cut short."""
    if room[1] < lettering.SMALLEST_TEXT * 3 // 2:
        return None
    wide = room[0] * 9 // 10
    font = lettering.font(text, height)
    if (length := font.getlength(text)) > wide:
        font = lettering.font(text, max(height / 2, height * wide / length))
    text = _shortened(text, font, wide)
    if not text:
        return None
    left, top, right, bottom = (round(side) for side in font.getbbox(text, anchor="lt"))
    w, h = right - left, bottom - top
    return _Line(text, font, colour, Box((room[0] - w) // 2, 0, w, h))


def _shortened(text: str, font: ImageFont.FreeTypeFont, wide: int) -> str:
    """The text, or as much of its beginning as fits with an ellipsis, and the layer that it may
    end in; maybe nothing.
    """
    if font.getlength(text) <= wide:
        return text
    layer = found[0] if (found := LAYER.search(text)) else ""
    part = text.removesuffix(layer)
    cut = [f"{part[:end]}…{layer}" for end in range(len(part) - 1, 0, -1)]
    return next((one for one in (*cut, layer.strip()) if font.getlength(one) <= wide), "")
