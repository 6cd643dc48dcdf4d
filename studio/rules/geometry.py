"""Rectangles in scene pixels and the integer letterbox rule. No screen, no float."""

from __future__ import annotations

from typing import NamedTuple


class Box(NamedTuple):
    """A rectangle in scene pixels: top left corner, width and height."""

    x: int
    y: int
    w: int
    h: int

    @property
    def right(self) -> int:
        return self.x + self.w

    @property
    def bottom(self) -> int:
        return self.y + self.h

    @property
    def area(self) -> int:
        return max(0, self.w) * max(0, self.h)

    def clipped(self, other: Box) -> Box | None:
        """What both rectangles share, or None when they share no pixel."""
        x, y = max(self.x, other.x), max(self.y, other.y)
        right, bottom = min(self.right, other.right), min(self.bottom, other.bottom)
        return Box(x, y, right - x, bottom - y) if right > x and bottom > y else None

    def joined(self, other: Box) -> Box:
        """The smallest that holds both."""
        x, y = min(self.x, other.x), min(self.y, other.y)
        right, bottom = max(self.right, other.right), max(self.bottom, other.bottom)
        return Box(x, y, right - x, bottom - y)

    def contains(self, other: Box) -> bool:
        """Whether `other` lies wholly inside."""
        return (
            self.x <= other.x
            and self.y <= other.y
            and other.right <= self.right
            and other.bottom <= self.bottom
        )


def letterbox(width: int, height: int, box: Box) -> Box:
    """Where a `width` × `height` picture lies when fitted into `box`, whole and centred.

    Integers only, halves rounded up, never below one pixel: what ffmpeg's
    `scale=force_original_aspect_ratio=decrease` gives. `static/editor/geometry/boxes.js` has its
    twin, held to the same vectors (tests/vectors/geometry_cases.json).
    """
    w = max(1, min(box.w, (2 * box.h * width + height) // (2 * height)))
    h = max(1, min(box.h, (2 * box.w * height + width) // (2 * width)))
    return Box(box.x + (box.w - w) // 2, box.y + (box.h - h) // 2, w, h)
