"""A ZIP that is sent while it is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from django.utils import timezone

# A name in the archive, and what lies there.
Member = tuple[str, Iterable[bytes]]
# What is compressed already.
STORED = (".png", ".jpg")


class Pieces:
    """A file that is only written to; hands over what was."""

    def __init__(self) -> None:
        self.written: list[bytes] = []

    def write(self, data: bytes) -> int:
        self.written.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """All of it waits to be taken."""

    def close(self) -> None:
        """What was written can still be taken."""

    def take(self) -> bytes:
        taken = b"".join(self.written)
        self.written.clear()
        return taken


def zipped(members: Iterable[Member]) -> Iterator[bytes]:
    pieces = Pieces()
    with ZipFile(pieces, "w") as archive:
        for name, parts in members:
            with archive.open(described(name), "w") as file:
                for part in parts:
                    file.write(part)
                    yield pieces.take()
            yield pieces.take()
    yield pieces.take()


def described(name: str) -> ZipInfo:
    info = ZipInfo(name, timezone.localtime().timetuple()[:6])
    info.compress_type = ZIP_STORED if name.endswith(STORED) else ZIP_DEFLATED
    return info
