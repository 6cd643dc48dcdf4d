"""MP4 files whose boxes are others than those FFmpeg writes, and as valid."""

from __future__ import annotations

import struct
from collections.abc import Callable

from tests.media.awkward_videos import box

INDEX = (b"moov", b"trak", b"mdia", b"minf", b"stbl")


def changed(data: bytes, path: tuple[bytes, ...], change: Callable[[bytes], bytes]) -> bytes:
    """A file, its index last, with other boxes for those at that path; those around them grow."""
    made, at = b"", 0
    while at < len(data):
        size, kind = struct.unpack_from(">I4s", data, at)
        content = data[at + 8 : at + size]
        if kind != path[0]:
            made += data[at : at + size]
        elif path[1:]:
            made += box(kind, changed(content, path[1:], change))
        else:
            made += change(content)
        at += size
    return made


def with_far_offsets(data: bytes) -> bytes:
    """Where its pictures lie is told in 64 bits."""

    def far(content: bytes) -> bytes:
        count = struct.unpack_from(">I", content, 4)[0]
        offsets = struct.unpack_from(f">{count}I", content, 8)
        return box(b"co64", content[:8] + struct.pack(f">{count}Q", *offsets))

    return changed(data, (*INDEX, b"stco"), far)


def with_long_size(data: bytes) -> bytes:
    """How long all of its pictures are is told in 64 bits, in the room FFmpeg leaves for that."""
    at = data.index(b"\0\0\0\x08free")
    (size,) = struct.unpack_from(">I", data, at + 8)
    return data[:at] + struct.pack(">I4sQ", 1, b"mdat", size + 8) + data[at + 16 :]


def with_edits(*edits: tuple[int, int]) -> Callable[[bytes], bytes]:
    """Plays parts of it one after the other: each so long, by the clock of the file, and beginning
    there, by that of the track; at -1 nothing is shown for so long.
    """
    entries = b"".join(struct.pack(">IiI", length, begins, 1 << 16) for length, begins in edits)
    listed = box(b"elst", struct.pack(">II", 0, len(edits)) + entries)
    return lambda data: changed(
        data, (b"moov", b"trak", b"edts"), lambda _old: box(b"edts", listed)
    )


def beginning_with(kind: bytes) -> Callable[[bytes], bytes]:
    """A file in fragments, in which nothing is told by its place, behind a box of that name."""
    return lambda data: box(kind, bytes(24)) + data


def segment(kind: bytes, told: bytes) -> Callable[[bytes], bytes]:
    """The pictures of a file in fragments without its index, as a stream of pieces has them, behind
    a box of that name.
    """
    return lambda data: box(kind, told) + data[data.index(b"moof") - 4 :]
