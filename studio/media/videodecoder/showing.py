"""Tells what the picture is, and hands it over in the sizes that are wanted."""

from __future__ import annotations

import struct
import sys
from collections.abc import Iterator
from fractions import Fraction
from itertools import islice
from typing import cast

from av.container import InputContainer
from av.sidedata.sidedata import SideDataContainer
from av.sidedata.sidedata import Type as SideDataType
from av.video.frame import VideoFrame
from av.video.plane import VideoPlane
from av.video.reformatter import Colorspace, Interpolation
from av.video.stream import VideoStream

from .aperture import Aperture
from .asking import say
from .colours import Tags
from .decoding import Found
from .tracks import codec_of

MATRIX = struct.Struct("=9i")
UPRIGHT = (1, 0, 0, 1)

PLANES = "gbrp"
SCALING = Interpolation.BICUBIC | Interpolation.FULL_CHR_H_INT | Interpolation.ACCURATE_RND

# What is said to last longer, or to be faster, is taken for unknown.
MAX_MILLISECONDS = 10**10
MAX_RATE = 1000


def times_of(
    frame: VideoFrame, container: InputContainer, stream: VideoStream, start: int
) -> tuple[int, int, int]:
    """Duration, rate and where the picture is, as they are told."""
    # Of a file in fragments only those were counted that were read.
    is_counted = container.format.name == "flv" or stream.frames > 0
    duration = (container.duration or 0) // 1000 if is_counted else 0
    rate = stream.average_rate or 0
    at = int(1000 * ((frame.pts or 0) - start) * (stream.time_base or 0))
    return (
        duration if 0 < duration <= MAX_MILLISECONDS else 0,
        int(1000 * rate) if 0 < rate <= MAX_RATE else 0,
        at if 0 < at <= MAX_MILLISECONDS else 0,
    )


def shape_of_pixels(stream: VideoStream) -> Fraction:
    """What the container says of it, else what the decoder found: width by height."""
    coded = stream.codec_context.sample_aspect_ratio
    return stream.sample_aspect_ratio or coded or Fraction(1)


def hand_over(
    found: Found,
    stream: VideoStream,
    times: tuple[int, int, int],
    tags: Tags,
    aperture: Aperture | None,
) -> None:
    """Tells what the picture measures, and sends it in each size it is told."""
    frame, turn, sample = found.frame, turn_of(found.frame), shape_of_pixels(stream)
    coding = tags.coding(frame.height)
    if aperture:
        frame, coding = cut(frame, coding, aperture), None
    shape = (frame.width, frame.height, sample.numerator, sample.denominator, *turn)
    told = (*shape, *times, codec_of(stream), tags.word(), int(found.is_whole))
    say("frame " + " ".join(map(str, told)))
    while wanted := sys.stdin.buffer.readline():
        width, height = map(int, wanted.split())
        for plane in scaled(frame, coding, width, height).planes:
            sys.stdout.buffer.write(b"".join(rows(plane)))
        sys.stdout.buffer.flush()


def cut(frame: VideoFrame, coding: Colorspace | None, aperture: Aperture) -> VideoFrame:
    """That part of it, to the pixel also where its colours are known for every other one only."""
    left, top, width, height = aperture
    size = frame.width, frame.height
    whole, part = scaled(frame, coding, *size), VideoFrame(width, height, PLANES)
    for plane, kept in zip(whole.planes, part.planes, strict=True):
        wanted = islice(rows(plane), top, top + height)
        filling = bytes(kept.line_size - width)
        kept.update(b"".join(bytes(row[left : left + width]) + filling for row in wanted))
    return part


def scaled(frame: VideoFrame, coding: Colorspace | None, width: int, height: int) -> VideoFrame:
    """The picture in planes: as exact as in pixels, and libswscale is a few times as fast."""
    return frame.reformat(
        width,
        height,
        PLANES,
        src_colorspace=coding,
        interpolation=SCALING,
        threads=1,
    )


def turn_of(frame: VideoFrame) -> tuple[int, ...]:
    """The signs of the display matrix, without what would move the picture."""
    # Its stub takes the container of all side data for one of them.
    notes = cast("SideDataContainer", frame.side_data)
    matrix = notes.get(SideDataType.DISPLAYMATRIX)
    if matrix is None:
        return UPRIGHT
    a, b, _u, c, d, *_rest = MATRIX.unpack_from(matrix)
    return tuple((number > 0) - (number < 0) for number in (a, b, c, d))


def rows(plane: VideoPlane) -> Iterator[memoryview]:
    """The plane's rows from the top, without what libswscale fills them up with."""
    samples = memoryview(plane)
    for start in range(0, plane.line_size * plane.height, plane.line_size):
        yield samples[start : start + plane.width]
