"""Where the bytes of a video come from, read by offset, whatever gives them.

A file is read by ranges where its server knows them. Everything else can only be read
forward. Either way what came is kept, for an MP4 file jumps between its index and its
pictures; and there is a bound to all of it together.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import Protocol

from studio.media import http, rtmp
from studio.media.errors import Refused
from studio.media.guard import Deadline, Policy
from studio.media.http import Body

# Each block is a request, and each request a way to the server and back.
BLOCK = 256 * 2**10
# More than all the blocks there may be, each of them in several parts.
MAX_REQUESTS = 500

ANYTHING = {"Accept": "*/*"}


class Source(Protocol):
    """Bytes at offsets."""

    def read(self, offset: int, size: int) -> bytes:
        """Up to `size` bytes, none at the end only. Raises Refused, and BadPicture where no picture
        is among them.
        """


class Forward:
    """What comes in pieces, one after the other, and not more than `max_bytes` of it."""

    def __init__(self, pieces: Iterator[bytes], max_bytes: int) -> None:
        self._pieces = pieces
        self._kept = bytearray()
        self._max_bytes = max_bytes

    def read(self, offset: int, size: int) -> bytes:
        while len(self._kept) <= offset:
            piece = next(self._pieces, b"")
            if not piece:
                return b""
            self._kept += piece
            if len(self._kept) > self._max_bytes:
                raise Refused("too_big")
        return bytes(self._kept[offset : offset + size])


class Ranges:
    """A file behind a URL in blocks, each asked for when it is needed; and again for the rest of
    it, where the server sent less.
    """

    def __init__(self, url: str, policy: Policy, deadline: Deadline, first: Body) -> None:
        self._url = url
        self._policy = policy
        self._deadline = deadline
        self._length: int | None = None
        self._requests = 1
        self._blocks = {0: self._block_of(first, 0)}

    def read(self, offset: int, size: int) -> bytes:
        number, start = divmod(offset, BLOCK)
        while not self._is_end(offset):
            block = self._blocks.get(number, b"")
            if start < len(block):
                return block[start : start + size]
            self._blocks[number] = block + self._fetched(number, len(block))
        return b""

    def _is_end(self, offset: int) -> bool:
        return self._length is not None and offset >= self._length

    def _fetched(self, number: int, there: int) -> bytes:
        """What follows what is there of a block; nothing at the end, which may be told only now."""
        if (len(self._blocks) + (there == 0)) * BLOCK > self._policy.max_bytes:
            raise Refused("too_big")
        if self._requests == MAX_REQUESTS:
            raise Refused("range", "too little at a time")
        self._requests += 1
        start, end = number * BLOCK + there, (number + 1) * BLOCK
        with self._asked(_part(start, end)) as body:
            if body.response.status == http.UNSATISFIABLE:
                lengths = (start, self._length, http.length_told(body))
                self._length = min(length for length in lengths if length is not None)
                return b""
            return self._block_of(body, start)

    @contextmanager
    def _asked(self, headers: dict[str, str]) -> Iterator[Body]:
        """Another answer of a server that has spoken already, and so is not silent but slow."""
        try:
            with http.ask(self._url, self._policy, self._deadline, headers) as body:
                yield body
        except Refused as refused:
            if refused.code == "silent":
                raise Refused("deadline") from None
            raise

    def _block_of(self, body: Body, start: int) -> bytes:
        """As much of the block as was sent of it."""
        http.check_part(body)
        part = http.part_of(body)
        if part.first != start:
            raise Refused("range", "another part")
        if self._length is None:
            self._length = part.length
        elif part.length not in (None, self._length):
            raise Refused("range", "another length")
        sent = part.last + 1 - start
        wanted = min(sent, BLOCK - start % BLOCK)
        # Where more is sent than was asked for, that is left; never more than was told.
        block = body.read(wanted + (sent == wanted))
        if len(block) != wanted:
            raise Refused("range", "another size")
        return block


@contextmanager
def file(url: str, policy: Policy) -> Iterator[Source]:
    """The file at `url`, over http or https. Raises Refused."""
    deadline = Deadline(policy.deadline)
    with http.ask(url, policy, deadline, _part(0, BLOCK)) as body:
        if is_part(body):
            yield Ranges(body.url, policy, deadline, body)
        else:
            http.check(body)
            yield Forward(body.pieces(), policy.max_bytes)


@contextmanager
def stream(url: str, policy: Policy) -> Iterator[Source]:
    """The live stream at `url`, over http, https or rtmp. Raises Refused."""
    deadline = Deadline(policy.deadline)
    if url[:7].lower() == "rtmp://":
        with rtmp.play(url, policy, deadline) as pieces:
            yield Forward(pieces, policy.max_bytes)
        return
    with http.ask(url, policy, deadline, ANYTHING) as body:
        http.check(body)
        yield Forward(begun(body.pieces()), policy.max_bytes)


def begun(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The same. The beginning of an FLV is no word of a stream: some servers send it of one that is
    not live, and are silent then.
    """
    came = 0
    while True:
        with http.heard() if 0 < came <= len(rtmp.FLV_HEADER) else nullcontext():
            piece = next(pieces, b"")
        if not piece:
            return
        came += len(piece)
        yield piece


def is_part(body: Body) -> bool:
    """Whether there is more than was sent. Raises Refused where nothing can be made of it."""
    if body.response.status != http.PARTIAL:
        return False
    http.check_part(body)
    return not http.part_of(body).is_whole


def _part(start: int, end: int) -> dict[str, str]:
    return {**ANYTHING, "Range": f"bytes={start}-{end - 1}"}
