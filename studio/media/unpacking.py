"""What a server packed by gzip although it was asked for plain bytes, in bounded pieces."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from studio.media.errors import Refused

# Of zlib: the form that gzip has.
GZIP = 31
PIECE_BYTES = 2**16


def unpacked(packed: Iterator[bytes]) -> Iterator[bytes]:
    """What gzip packed, a piece at a time, however much a piece of it holds; one packed file may
    follow the other.
    """
    unpacker = zlib.decompressobj(GZIP)
    for piece in packed:
        rest = piece
        while rest:
            if unpacker.eof:
                unpacker = zlib.decompressobj(GZIP)
            try:
                found = unpacker.decompress(rest, PIECE_BYTES)
            except zlib.error:
                raise Refused("encoding", "damaged") from None
            rest = unpacker.unused_data or unpacker.unconsumed_tail
            if found:
                yield found
    if last := unpacker.flush():
        yield last
    if not unpacker.eof:
        raise Refused("read", "cut off")
