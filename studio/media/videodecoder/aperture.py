"""The part of a picture that an MP4 file means to be shown: its clean aperture."""

from __future__ import annotations

import struct
from typing import NamedTuple

from .asking import Remote
from .boxes import WHOLE_FILE, Box, Boxes

MAX_BOXES = 200
# The track's number, after two times of four or eight bytes each.
NUMBER = struct.Struct(">I")
NUMBER_AT = {0: 12, 1: 20}
# What a description of pictures holds before the boxes in it, behind the length of the list.
LIST_HEAD, DESCRIPTION_HEAD = 8, 86
# Width, height, and how far its middle lies from the picture's, right and down; each a fraction.
APERTURE = struct.Struct(">4I4i")


class Aperture(NamedTuple):
    left: int
    top: int
    width: int
    height: int


def aperture_of(track: int, width: int, height: int) -> Aperture | None:
    """The clean aperture of a track of that number, unless that is all of it, or nonsense."""
    boxes = Boxes(Remote(), MAX_BOXES)
    index = boxes.find(WHOLE_FILE, b"moov")
    for box in boxes.within(index) if index else ():
        if box.kind == b"trak" and number_of(box, boxes) == track:
            return read(box, boxes, width, height)
    return None


def number_of(track: Box, boxes: Boxes) -> int | None:
    head = boxes.find(track, b"tkhd")
    data = boxes.content(head, 24) if head else b""
    at = NUMBER_AT.get(data[0]) if len(data) == 24 else None
    return None if at is None else int(NUMBER.unpack_from(data, at)[0])


def read(track: Box, boxes: Boxes, width: int, height: int) -> Aperture | None:
    found = boxes.find(track, b"mdia", b"minf", b"stbl", b"stsd")
    inside = found and boxes.find(found, b"clap", skipped=LIST_HEAD + DESCRIPTION_HEAD)
    data = boxes.content(inside, APERTURE.size) if inside else b""
    return clean(data, width, height) if len(data) == APERTURE.size else None


def clean(data: bytes, width: int, height: int) -> Aperture | None:
    wide, per_wide, high, per_high, right, per_right, down, per_down = APERTURE.unpack(data)
    if not (per_wide and per_high and per_right and per_down):
        return None
    clean_width, clean_height = round(wide / per_wide), round(high / per_high)
    left = round((width - clean_width) / 2 + right / per_right)
    top = round((height - clean_height) / 2 + down / per_down)
    whole = (0, 0, width, height)
    found = Aperture(left, top, clean_width, clean_height)
    fits = min(left, top) >= 0 and left + clean_width <= width and top + clean_height <= height
    return found if fits and min(clean_width, clean_height) > 0 and found != whole else None
