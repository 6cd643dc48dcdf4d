"""What a PNG says of its colours in numbers, beside its pixels."""

from __future__ import annotations

import struct
from typing import TypeAlias
from zlib import compress

from tests.media.awkward_pictures import chunk, header, png
from tests.media.colours.tagging import SIZE

Place: TypeAlias = tuple[float, float]
WHITE: Place = (0.3127, 0.329)
SCREENS: tuple[Place, Place, Place] = ((0.64, 0.33), (0.3, 0.6), (0.15, 0.06))
BT2020: tuple[Place, Place, Place] = ((0.708, 0.292), (0.17, 0.797), (0.131, 0.046))
SRGB = chunk(b"sRGB", b"\0")


def noted(colour: tuple[int, int, int], *notes: bytes) -> bytes:
    """A PNG of that colour, with these chunks before its pixels."""
    rows = (b"\0" + bytes(colour) * SIZE[0]) * SIZE[1]
    return png(header(*SIZE) + b"".join(notes), compress(rows))


def cicp(primaries: int, transfer: int, *, full: bool = True) -> bytes:
    """By H.273's numbers, and whether all levels are used."""
    return chunk(b"cICP", bytes([primaries, transfer, 0, full]))


def gamma(value: float) -> bytes:
    return chunk(b"gAMA", struct.pack(">I", scaled(value)))


def primaries(red: Place, green: Place, blue: Place) -> bytes:
    values = (*WHITE, *red, *green, *blue)
    return chunk(b"cHRM", struct.pack(">8I", *map(scaled, values)))


def scaled(value: float) -> int:
    return round(value * 100_000)
