"""Where the bytes of a video come from, read by offset, whatever gives them.

A file is read by ranges where its server knows them. Everything else can only be read
forward. Either way what came is kept, for an MP4 file jumps between its index and its
pictures; and there is a bound to all of it together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from studio.media import http, rtmp
from studio.media.errors import Refused
from studio.media.guard import Deadline, Policy
from studio.media.http import Body

# Each block is a request, and each request a way to the server and back.
BLOCK = 256 * 2**10

ANYTHING = {"Accept": "*/*"}
OK, PARTIAL = 200, 206
CONTENT_RANGE = re.compile(r"bytes ([0-9]{1,15})-([0-9]{1,15})/([0-9]{1,15})")


class Source(Protocol):
    """Bytes at offsets."""

    def read(self, offset: int, size: int) -> bytes:
        """Up to `size` bytes, none at the end only. Raises Refused."""


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
    """A file behind a URL in blocks, each asked for when it is needed, and once."""

    def __init__(self, url: str, policy: Policy, deadline: Deadline, first: Body) -> None:
        self._url = url
        self._policy = policy
        self._deadline = deadline
        block, self._length = _block_of(first, 0)
        self._blocks = {0: block}

    def read(self, offset: int, size: int) -> bytes:
        if offset >= self._length:
            return b""
        number, start = divmod(offset, BLOCK)
        if number not in self._blocks:
            self._blocks[number] = self._fetched(number)
        return self._blocks[number][start : start + size]

    def _fetched(self, number: int) -> bytes:
        if (len(self._blocks) + 1) * BLOCK > self._policy.max_bytes:
            raise Refused("too_big")
        start = number * BLOCK
        with http.ask(self._url, self._policy, self._deadline, _part(start)) as body:
            http.check(body, {PARTIAL})
            block, length = _block_of(body, start)
        if length != self._length:
            raise Refused("range", "another length")
        return block


@contextmanager
def file(url: str, policy: Policy) -> Iterator[Source]:
    """The file at `url`, over http or https. Raises Refused."""
    deadline = Deadline(policy.deadline)
    with http.ask(url, policy, deadline, _part(0)) as body:
        http.check(body, {OK, PARTIAL})
        if body.response.status == PARTIAL:
            yield Ranges(body.url, policy, deadline, body)
        else:
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
        http.check(body, {OK})
        yield Forward(body.pieces(), policy.max_bytes)


def _part(start: int) -> dict[str, str]:
    return {**ANYTHING, "Range": f"bytes={start}-{start + BLOCK - 1}"}


def _block_of(body: Body, start: int) -> tuple[bytes, int]:
    """The block that was asked for, nothing more or less, and the length of the whole file."""
    told = CONTENT_RANGE.fullmatch(body.response.getheader("Content-Range", ""))
    if told is None:
        raise Refused("range", "unreadable")
    first, last, length = map(int, told.groups())
    if (first, last) != (start, min(start + BLOCK, length) - 1):
        raise Refused("range", "another part")
    count = last - first + 1
    block = body.read(count + 1)
    if len(block) != count:
        raise Refused("range", "another size")
    return block, length
