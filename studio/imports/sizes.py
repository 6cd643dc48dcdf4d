"""A scene's size as people type it."""

from __future__ import annotations

import re

from studio.rules.limits import SCENE_SIDE

SIZE = re.compile(r"([0-9]{1,5})\s*[x×*]\s*([0-9]{1,5})", re.IGNORECASE | re.ASCII)


def size_of(text: str) -> tuple[int, int]:
    """Width and height in pixels, as in 1920x1080. Raises ValueError where no scene has that."""
    found = SIZE.fullmatch(text.strip())
    sides = (int(found[1]), int(found[2])) if found else (0, 0)
    if not all(map(SCENE_SIDE.holds, sides)):
        raise ValueError(text)
    return sides
