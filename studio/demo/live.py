"""A film as a live stream that has always been on and never ends: FLV over HTTP.

The film's own packets are sent again and again, with times that go on. Where the stream is, a clock
tells: while nobody is connected nothing runs, and all who are see the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import count
from pathlib import Path
from struct import Struct

from studio.demo.filming.film import LENGTH

MILLISECONDS = 1000
PERIOD = LENGTH * MILLISECONDS
# "FLV", with sound and pictures, and no tag before the first.
HEADER = b"FLV\x01\x05" + (9).to_bytes(4, "big") + bytes(4)
# Of a tag: its kind, the length of what it holds, its time as the lower three bytes and the upper
# one, and the stream, which is always 0. Behind it stands how long all of it was.
HEAD, SIZE = Struct(">B3s3sB3x"), Struct(">I")
AUDIO, VIDEO, SCRIPT = 8, 9, 18
# How the second byte of a tag marks what a decoder is told first, and what is heard or seen.
SETUP, MEDIA = 0, 1
KEY_PICTURE = 1


@dataclass(frozen=True, slots=True)
class Tag:
    """A packet, and when it is due, in milliseconds."""

    kind: int
    time: int
    body: bytes

    @property
    def is_setup(self) -> bool:
        return self.kind == SCRIPT or self.body[1] == SETUP

    @property
    def is_media(self) -> bool:
        return self.kind != SCRIPT and self.body[1] == MEDIA

    @property
    def is_key(self) -> bool:
        return self.kind == VIDEO and self.is_media and self.body[0] >> 4 == KEY_PICTURE

    def at(self, time: int) -> bytes:
        """As it is sent at another time."""
        upper, *lower = (time & 0xFFFFFFFF).to_bytes(4, "big")
        head = HEAD.pack(self.kind, len(self.body).to_bytes(3, "big"), bytes(lower), upper)
        return head + self.body + SIZE.pack(len(head) + len(self.body))


@dataclass(frozen=True, slots=True)
class Stream:
    """What a decoder is told first, and one round, whose first picture is at 0."""

    setup: tuple[Tag, ...]
    round: tuple[Tag, ...]

    def begun(self) -> bytes:
        return HEADER + b"".join(tag.at(0) for tag in self.setup)

    def joined(self, now: float) -> Iterator[tuple[float, bytes]]:
        """From the last key picture on: when each packet is due by the clock that says `now`, in
        seconds, and the packet. Times begin at 0 for each who joins.
        """
        rounds, place = divmod(int(now * MILLISECONDS), PERIOD)
        first = max(n for n, tag in enumerate(self.round) if tag.is_key and tag.time <= place)
        began = rounds * PERIOD + self.round[first].time
        for number in count(rounds):
            for tag in self.round[first:]:
                time = number * PERIOD + tag.time
                yield time / MILLISECONDS, tag.at(time - began)
            first = 0


@cache
def read(path: Path) -> Stream:
    """Of an FLV file that holds one film."""
    tags = list(tags_in(path.read_bytes()))
    begins = next(tag.time for tag in tags if tag.is_key)
    media = [Tag(tag.kind, tag.time - begins, tag.body) for tag in tags if tag.is_media]
    # An encoder of sound needs a moment before the first picture, and one more after the last.
    heard = [tag for tag in media if 0 <= tag.time < PERIOD]
    setup = tuple(tag for tag in tags if tag.is_setup)
    return Stream(setup, tuple(sorted(heard, key=lambda tag: (tag.time, -tag.kind))))


def tags_in(data: bytes) -> Iterator[Tag]:
    place = len(HEADER)
    while place < len(data):
        kind, length, lower, upper = HEAD.unpack_from(data, place)
        start = place + HEAD.size
        end = start + int.from_bytes(length, "big")
        yield Tag(kind, upper << 24 | int.from_bytes(lower, "big"), data[start:end])
        place = end + SIZE.size
