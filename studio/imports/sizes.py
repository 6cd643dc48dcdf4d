"""Sizes as people type them."""

from __future__ import annotations

import re

from studio.rules.limits import SCENE_SIDE, Range

SIZE = re.compile(r"([0-9]{1,5})\s*[x×*]\s*([0-9]{1,5})", re.IGNORECASE | re.ASCII)
# Of whatever another tool plays, which may be larger than a mix: as the picture decoder takes it.
PICTURE_SIDE = Range(1, 16_384, "px")


def size_of(text: str, side: Range = SCENE_SIDE) -> tuple[int, int]:
    """Width and height in pixels, as in 1920x1080. Raises ValueError where none of that kind is
    so large.
    """
    found = SIZE.fullmatch(text.strip())
    sides = (int(found[1]), int(found[2])) if found else (0, 0)
    if not all(map(side.holds, sides)):
        raise ValueError(text)
    return sides


def measure_of(text: str) -> tuple[str, tuple[int, int]]:
    """The name of an item and its size in pixels, as in camera=1280x720. Raises ValueError."""
    name, _equals, size = text.rpartition("=")
    if not name:
        raise ValueError(text)
    return name, size_of(size, PICTURE_SIDE)
