"""What of a picture differs from one that is shown already, as JPEGs to be drawn over that one.

A tile lies on the grid of 16 × 16 pixels in which the whole picture's JPEG is coded, and has one
such unit more on each side than what changed: where chroma is scaled up a decoder looks at the
neighbour. So what is drawn of it is to the pixel what the decoded whole shows there.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from studio.compositor.composition import Composition
from studio.compositor.encoding import QUALITY, UNIT, encode
from studio.compositor.images import Images
from studio.compositor.manifest import Manifest, differences
from studio.compositor.rendering import paint
from studio.rules.geometry import Box

# From this share of the picture on, all of it is sent.
MOST = 0.5
# What a tile costs beyond its pixels, in pixels: its head's bytes and the calls that make it.
# Rectangles are merged by what they cost as Apache Guacamole's display planner does it.
EACH = 16_384


@dataclass(frozen=True, slots=True)
class Tile:
    """`file` shows the `box` of the picture; only `seen`, which lies in it, is to be drawn."""

    box: Box
    seen: Box
    file: bytes


def tiles(
    composition: Composition, shown: Manifest, images: Images, quality: int = QUALITY
) -> list[Tile] | None:
    """What makes the composition of the picture that is shown, both as JPEGs of that quality.

    None where all of it had better be sent anew. Raises OSError for a picture whose file is
    broken.
    """
    if shown.size != composition.size:
        return None
    whole = composition.box
    changed = (
        box.clipped(whole)
        for box in differences(shown.appearances, composition.manifest.appearances)
    )
    boxes = merged(_on_grid(box, whole) for box in changed if box)
    if sum(_around(box, UNIT, whole).area for box in boxes) > MOST * whole.area:
        return None
    return [_tile(composition, box, images, quality) for box in boxes]


def _tile(composition: Composition, changed: Box, images: Images, quality: int) -> Tile:
    box = _around(changed, UNIT, composition.box)
    file = encode(paint(composition, box, images), "jpeg", quality)
    return Tile(box, _around(changed, 1, composition.box), file)


def merged(boxes: Iterable[Box]) -> list[Box]:
    """Rectangles that hold all of these; two become the one around them where that costs less."""
    kept: list[Box] = []
    waiting = list(boxes)
    while waiting:
        box = waiting.pop()
        other = next((other for other in kept if _saves(box, other)), None)
        if other is None:
            kept.append(box)
        else:
            kept.remove(other)
            waiting.append(box.joined(other))
    return kept


def _saves(one: Box, other: Box) -> bool:
    return _cost(one.joined(other)) <= _cost(one) + _cost(other)


def _cost(box: Box) -> int:
    return EACH + (box.w + 2 * UNIT) * (box.h + 2 * UNIT)


def _on_grid(box: Box, whole: Box) -> Box:
    x, y = box.x // UNIT * UNIT, box.y // UNIT * UNIT
    right, bottom = -(-box.right // UNIT) * UNIT, -(-box.bottom // UNIT) * UNIT
    return Box(x, y, min(right, whole.right) - x, min(bottom, whole.bottom) - y)


def _around(box: Box, by: int, whole: Box) -> Box:
    """The box with so many pixels more on each side, as far as the picture goes."""
    x, y = max(0, box.x - by), max(0, box.y - by)
    right, bottom = min(whole.right, box.right + by), min(whole.bottom, box.bottom + by)
    return Box(x, y, right - x, bottom - y)
