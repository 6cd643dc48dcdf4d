"""Marks over a finished picture of the scene: where the boxes lie, what they are, what is safe."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import islice
from math import floor
from typing import Literal

from PIL import Image, ImageDraw

from studio.compositor import lettering
from studio.compositor.composition import MOST_BOXES
from studio.compositor.placeholder import placeholder
from studio.rules import limits
from studio.rules.document import MixedRules
from studio.rules.geometry import Box

Mark = Literal["boxes", "safe"]
MARKS: tuple[Mark, ...] = ("boxes", "safe")

SOURCE, LOGO, SAFE = (77, 163, 255), (255, 190, 80), (255, 255, 255)
INK = (12, 16, 24)
PADDING = 4


def mark(image: Image.Image, rules: MixedRules, marks: Collection[Mark]) -> None:
    """Draws on `image`, the scene at its own size: `boxes` with their names, `safe` areas."""
    draw = ImageDraw.Draw(image)
    stroke = max(1, min(image.size) // 400)
    if "safe" in marks:
        for area in _safe_areas(*image.size):
            _outline(draw, area, SAFE, stroke)
    if "boxes" in marks:
        height = max(10, min(image.size) // 45)
        # Pillow's coordinates end at 31 bits, a document's do not; an edge out of sight stays so.
        around = Box(-stroke, -stroke, image.width + 2 * stroke, image.height + 2 * stroke)
        for name, box, colour in islice(_named(rules), MOST_BOXES):
            if seen := box.clipped(around):
                _outline(draw, seen, colour, stroke)
                at = max(0, seen.x), max(0, seen.y)
                _label(draw, f"{name}  {box.w}x{box.h}", at, colour, height)


def _safe_areas(width: int, height: int) -> Iterator[Box]:
    for share in limits.SAFE_AREAS.values():
        x, y = (floor(length * share + 0.5) for length in (width, height))
        yield Box(x, y, width - 2 * x, height - 2 * y)


def _named(rules: MixedRules) -> Iterator[tuple[str, Box, tuple[int, int, int]]]:
    sources = {source.layer: source for source in reversed(rules.sources)}
    for layout in sorted(rules.scene.layouts, key=lambda layout: layout.layer):
        if layout.layer in sources:
            yield placeholder(sources[layout.layer]).label, layout.box, SOURCE
    for number, logo in enumerate(rules.logos or (), start=1):
        yield f"Logo {number}", logo.box, LOGO


def _outline(draw: ImageDraw.ImageDraw, box: Box, colour: tuple[int, int, int], width: int) -> None:
    draw.rectangle((box.x, box.y, box.right - 1, box.bottom - 1), outline=colour, width=width)


def _label(
    draw: ImageDraw.ImageDraw,
    text: str,
    at: tuple[int, int],
    colour: tuple[int, int, int],
    height: int,
) -> None:
    """The text on a plate of that colour."""
    x, y = at[0] + PADDING, at[1] + PADDING
    font = lettering.font(text, height)
    _left, _top, right, bottom = draw.textbbox((x, y), text, font=font, anchor="lt")
    draw.rectangle((*at, right + PADDING, bottom + PADDING), fill=colour)
    draw.text((x, y), text, fill=INK, font=font, anchor="lt")
