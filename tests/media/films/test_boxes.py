"""The boxes of an MP4 file are believed no further than those around them reach."""

from __future__ import annotations

import struct

import pytest

from studio.media.videodecoder.asking import Remote
from studio.media.videodecoder.boxes import AHEAD, WHOLE_FILE, Box, Boxes
from tests.media.awkward_videos import box

MOST = 20


class Kept(Remote):
    """A file from memory that notes what was asked of it."""

    def __init__(self, data: bytes) -> None:
        super().__init__()
        self.asked: list[int] = []
        self._data = data

    def at(self, offset: int, size: int) -> bytes:
        self.asked.append(offset)
        return self._data[offset : offset + size]


def long_box(kind: bytes, size: int, content: bytes = b"") -> bytes:
    """A box of which its length is written long, whatever it holds."""
    return struct.pack(">I4sQ", 1, kind, size) + content


def boxes_of(data: bytes) -> tuple[Kept, Boxes]:
    file = Kept(data)
    return file, Boxes(file, MOST)


def test_a_box_is_found_by_those_around_it() -> None:
    data = box(b"free", b"") + box(b"moov", long_box(b"trak", 28, box(b"tkhd", b"head")))
    _file, boxes = boxes_of(data)
    found = boxes.find(WHOLE_FILE, b"moov", b"trak", b"tkhd")
    assert found == Box(b"tkhd", len(data) - 4, len(data))
    assert boxes.content(found, 3) == b"hea"
    assert boxes.content(found, 9) == b"head"


@pytest.mark.parametrize("size", [2**32, 2**63, 2**64 - 1])
def test_what_lies_behind_a_box_is_not_in_one_that_says_it_is_longer(size: int) -> None:
    data = box(b"moov", long_box(b"trak", size)) + box(b"tkhd", b"head")
    file, boxes = boxes_of(data)
    assert boxes.find(WHOLE_FILE, b"moov", b"trak", b"tkhd") is None
    assert max(file.asked) < len(data)


def test_where_boxes_say_they_are_longer_than_any_file_the_walk_ends() -> None:
    file, boxes = boxes_of(long_box(b"free", 2**64 - 1))
    assert boxes.find(WHOLE_FILE, b"moov") is None
    assert file.asked == [0]


def test_no_more_boxes_are_looked_at_than_may_be() -> None:
    _file, boxes = boxes_of(box(b"free", b"") * 2 * MOST)
    assert len(list(boxes.within(WHOLE_FILE))) == MOST


def test_what_lies_close_together_is_asked_for_at_once() -> None:
    far = box(b"free", bytes(AHEAD))
    index = box(b"moov", box(b"tkhd", b"head"))
    file, boxes = boxes_of(box(b"free", b"") * 5 + far + index + far)
    found = boxes.find(WHOLE_FILE, b"moov", b"tkhd")
    assert found
    assert boxes.content(found, 4) == b"head"
    assert file.asked == [0, 5 * 8 + len(far)]
