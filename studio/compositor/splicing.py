"""A JPEG of which parts are encoded anew.

Restart markers cut a JPEG's coded data into intervals that know nothing of one another. So the
intervals of a changed rectangle can be encoded by themselves and laid in the place of the old
ones: byte for byte what encoding the whole picture gives.
"""

from __future__ import annotations

import re

from PIL import Image

from studio.compositor.encoding import UNIT, encode
from studio.compositor.pixels import Size
from studio.rules.geometry import Box

# Units in an interval: the shorter, the less is encoded anew; the longer, the fewer markers.
SHORTEST, BEST = 4, 8

RESTARTS = [bytes((0xFF, 0xD0 + number)) for number in range(8)]  # They count round and round.
RESTART = re.compile(rb"\xff[\xd0-\xd7]")  # In coded data a marker only: there, 0 follows 0xff.
END = b"\xff\xd9"
START_OF_SCAN = 0xDA


def interval(width: int) -> int:
    """Units in an interval of a picture that wide: a row is of whole intervals."""
    row = _units(width)
    fitting = (units for units in range(SHORTEST, row + 1) if row % units == 0)
    return min(fitting, key=lambda units: abs(units - BEST), default=row)


class Spliced:
    """The JPEG of an image, and of what the image becomes by laying rectangles into it.

    `file` is what `encode` gives of the image with restart intervals of `interval(width)` units.
    """

    def __init__(self, image: Image.Image, quality: int) -> None:
        self.size: Size = image.size
        self.quality = quality
        self._interval = interval(image.width)
        self.file = encode(image, "jpeg", quality, restart=self._interval)
        self._head = b""
        self._segments: list[bytes] = []  # The intervals, each with the marker after it.

    def grown(self, box: Box) -> Box:
        """The box, which lies in the image, grown to whole intervals."""
        wide = UNIT * self._interval
        x, y = box.x // wide * wide, box.y // UNIT * UNIT
        right = min(self.size[0], -(-box.right // wide) * wide)
        bottom = min(self.size[1], -(-box.bottom // UNIT) * UNIT)
        return Box(x, y, right - x, bottom - y)

    def lay(self, parts: list[tuple[Image.Image, Box]]) -> None:
        """Encodes those parts of the image anew. Each fills its box, which is grown."""
        if not self._segments:
            self._head, body = _apart(self.file)
            self._segments = _marked(RESTART.split(body), 0)
        for part, box in parts:
            self._replace(part, box)
        # After the last interval the picture ends.
        self._segments[-1] = self._segments[-1][: -len(END)] + END
        self.file = b"".join((self._head, *self._segments))

    def _replace(self, part: Image.Image, box: Box) -> None:
        encoded = encode(part, "jpeg", self.quality, restart=self._interval)
        intervals = RESTART.split(_apart(encoded)[1])
        per_row = _units(self.size[0]) // self._interval
        across = _units(box.w) // self._interval
        at = box.y // UNIT * per_row + box.x // (UNIT * self._interval)
        for first in range(0, len(intervals), across):
            row = intervals[first : first + across]
            self._segments[at : at + across] = _marked(row, at)
            at += per_row


def _units(side: int) -> int:
    return -(-side // UNIT)


def _apart(file: bytes) -> tuple[bytes, bytes]:
    """A baseline JPEG's head up to its coded data, and that data."""
    at = 2
    while file[at + 1] != START_OF_SCAN:
        at = _after(file, at)
    at = _after(file, at)
    return file[:at], file[at : -len(END)]


def _after(file: bytes, marker: int) -> int:
    """Where the header segment that begins with the marker there ends."""
    return marker + 2 + int.from_bytes(file[marker + 2 : marker + 4])


def _marked(intervals: list[bytes], first: int) -> list[bytes]:
    """Each interval with the marker that follows it; `first` is the number of the first one."""
    return [data + RESTARTS[(first + n) % 8] for n, data in enumerate(intervals)]
