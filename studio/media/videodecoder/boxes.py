"""The boxes that an MP4 file consists of, each within another."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import NamedTuple

from .asking import Remote

# Its length, its name, and the length again where the first has no room for it.
BOX_HEAD = struct.Struct(">I4sQ")
SHORTEST_BOX = 8
# They lie close together, and each question is a way there and back.
AHEAD = 4096
# No file is longer, whatever its boxes say of themselves.
FARTHEST = 2**63 - 1


class Box(NamedTuple):
    """What is in it lies from `start` to `end`."""

    kind: bytes
    start: int
    end: int


WHOLE_FILE = Box(b"", 0, FARTHEST)


class Boxes:
    """The boxes of a file; so many of them are looked at in all, and none reaches out of the one
    around it.
    """

    def __init__(self, file: Remote, most: int) -> None:
        self._file = file
        self._left = most
        self._start, self._piece = 0, b""

    def within(self, outer: Box, skipped: int = 0) -> Iterator[Box]:
        """Those in it, behind so many bytes of another kind."""
        at = outer.start + skipped
        while at + SHORTEST_BOX <= outer.end and self._left:
            self._left -= 1
            head = self._at(at, BOX_HEAD.size)
            if len(head) < SHORTEST_BOX:
                return
            size, kind, long_size = BOX_HEAD.unpack(head.ljust(BOX_HEAD.size, b"\0"))
            inside = at + (BOX_HEAD.size if size == 1 else SHORTEST_BOX)
            at += max(long_size if size == 1 else size, SHORTEST_BOX)
            yield Box(kind, inside, min(at, outer.end))

    def find(self, outer: Box, *path: bytes, skipped: int = 0) -> Box | None:
        """The first one there by the names of those around it, and its own."""
        for box in self.within(outer, skipped):
            if box.kind == path[0]:
                return self.find(box, *path[1:]) if path[1:] else box
        return None

    def content(self, box: Box, size: int) -> bytes:
        """So many bytes of what is in it; fewer where it has no more."""
        return self._at(box.start, min(size, box.end - box.start))

    def _at(self, offset: int, size: int) -> bytes:
        """So many bytes, of what was asked for last where that holds them."""
        if not self._start <= offset <= self._start + len(self._piece) - size:
            self._start, self._piece = offset, self._file.at(offset, max(size, AHEAD))
        return self._piece[offset - self._start :][:size]
