"""Rectangles in another tool's own numbers: floats, which `drafts.py` makes pixels of.

The nine ways to align are shares: 0 left or top, 0.5 the middle, 1 right or bottom.
"""

from __future__ import annotations

import math
from typing import NamedTuple


class Rect(NamedTuple):
    """Top left corner, width and height, in pixels of the scene they lie in."""

    x: float
    y: float
    w: float
    h: float

    @property
    def right(self) -> float:
        return self.x + self.w

    @property
    def bottom(self) -> float:
        return self.y + self.h

    @property
    def is_drawn(self) -> bool:
        """Whether it has an area that numbers can tell."""
        return all(map(math.isfinite, self)) and self.w > 0 and self.h > 0

    def clipped(self, other: Rect) -> Rect:
        """What both share; without an area where they share nothing."""
        x, y = max(self.x, other.x), max(self.y, other.y)
        return Rect(x, y, min(self.right, other.right) - x, min(self.bottom, other.bottom) - y)

    def scaled(self, x: float, y: float) -> Rect:
        return Rect(self.x * x, self.y * y, self.w * x, self.h * y)

    def away(self, other: Rect) -> float:
        """How far the farthest edge lies from the other's, in pixels."""
        return max(
            abs(self.x - other.x),
            abs(self.y - other.y),
            abs(self.right - other.right),
            abs(self.bottom - other.bottom),
        )

    def mapped(self, frame: Rect, to: Rect) -> Rect:
        """Where it lies once `frame` is drawn as `to`."""
        x, y = to.w / frame.w, to.h / frame.h
        return Rect(
            to.x + (self.x - frame.x) * x, to.y + (self.y - frame.y) * y, self.w * x, self.h * y
        )


def aligned(w: float, h: float, box: Rect, x: float, y: float) -> Rect:
    """A picture of this size in a box, by shares of what is left over (or hangs out)."""
    return Rect(box.x + (box.w - w) * x, box.y + (box.h - h) * y, w, h)


def contained(w: float, h: float, box: Rect, x: float = 0.5, y: float = 0.5) -> Rect:
    """The largest picture of this shape that the box holds whole."""
    scale = min(box.w / w, box.h / h)
    return aligned(w * scale, h * scale, box, x, y)


def turned(rect: Rect, degrees: float, x: float, y: float) -> Rect:
    """The room a rectangle takes when it is turned round a point."""
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    corners = [(a - x, b - y) for a in (rect.x, rect.right) for b in (rect.y, rect.bottom)]
    xs = [x + a * cos - b * sin for a, b in corners]
    ys = [y + a * sin + b * cos for a, b in corners]
    return Rect(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))
