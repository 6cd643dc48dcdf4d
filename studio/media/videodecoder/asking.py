"""Speaking with the process that fetches: what is said to it, and the bytes asked of it."""

from __future__ import annotations

import os
import sys


class Bad(Exception):
    """No picture; the argument is one of errors.PICTURE_CODES."""


class Remote:
    """The file, which another process reads for us. It has no name that could say a format."""

    def __init__(self) -> None:
        self.position = 0

    def read(self, size: int) -> bytes:
        """Up to `size` bytes; none at the end only."""
        say(f"read {self.position} {size}")
        length = int(sys.stdin.buffer.readline())
        data = sys.stdin.buffer.read(length)
        self.position += len(data)
        return data

    def at(self, offset: int, size: int) -> bytes:
        """So many bytes at an offset; fewer at the end only."""
        self.position, data = offset, b""
        while len(data) < size and (piece := self.read(size - len(data))):
            data += piece
        return data


class Seekable(Remote):
    """The same with a place to jump to."""

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Where it is then; -1 when asked for the end, for where that is nobody told us."""
        if whence != os.SEEK_SET:
            return -1
        self.position = offset
        return offset

    def tell(self) -> int:
        return self.position


def say(line: str) -> None:
    sys.stdout.buffer.write(line.encode() + b"\n")
    sys.stdout.buffer.flush()
