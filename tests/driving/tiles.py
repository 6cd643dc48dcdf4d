"""A server's pictures as a page shows them: tiles drawn over the last one."""

from __future__ import annotations

import json
from io import BytesIO

from PIL import Image


def decoded(file: bytes) -> Image.Image:
    image = Image.open(BytesIO(file))
    assert image.format == "JPEG"
    image.load()
    return image


def laid(shown: Image.Image, told: str, body: bytes) -> Image.Image:
    """What the page shows after the tiles of an answer, of which Preview-Tiles told."""
    shown, rest = shown.copy(), body
    for x, y, left, top, w, h, length in json.loads(told):
        file, rest = rest[:length], rest[length:]
        box = (left - x, top - y, left - x + w, top - y + h)
        shown.paste(decoded(file).crop(box), (left, top))
    assert not rest
    return shown
