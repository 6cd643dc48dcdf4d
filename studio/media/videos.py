"""One picture of a video: we fetch its bytes, a limited child process decodes them.

The child (videodecoder/, which tells how the two speak) may be talked into anything by a
hostile video. So it has no network, asks for every byte, and what it says is checked as if it
came from outside.
"""

from __future__ import annotations

import re
import sys
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from PIL import Image

from studio.media import sources
from studio.media.children import Children
from studio.media.errors import BadPicture, Refused
from studio.media.guard import Policy
from studio.media.line import Line
from studio.media.picturedecoder.program import (
    JPEG,
    JPEG_QUALITY,
    MAX_PIXELS,
    MAX_SIDE,
    PICTURE_SIDE,
    STAGE_SIDE,
    encoded,
    fitted,
)
from studio.media.pictures import MEDIA_TYPES, Decoded, colours_in, failure
from studio.media.sources import Forward, Source

# By the way to it alone: to load it as a part of the product would load much of the product.
BEGIN = "import sys; sys.path.append(sys.argv[1]); from videodecoder.program import main; main()"
DECODER = (sys.executable, "-I", "-c", BEGIN, str(Path(__file__).parent))
DECODERS = Children(DECODER)
# All together, the waiting for the network included.
MAX_SECONDS = 20.0
# The smallest pieces a live stream comes in are a few hundred bytes.
MAX_READS = 20_000
MAX_PIECE = 2**20

READ = re.compile(rb"read ([0-9]{1,20}) ([0-9]{1,9})\n")
FRAME = re.compile(
    rb"frame ([0-9]{1,5}) ([0-9]{1,5}) ([0-9]{1,9}) ([0-9]{1,9})"
    rb" (-?[01]) (-?[01]) (-?[01]) (-?[01])"
    rb" ([0-9]{1,11}) ([0-9]{1,7}) ([0-9]{1,11}) ([a-z0-9_]{1,16}) ([a-z0-9]{1,8}) ([01])\n"
)
SOUND = re.compile(rb"sound (yes|no|unknown)\n")
SOUNDS = {b"yes": True, b"no": False, b"unknown": None}
ALPHA = b"alpha\n"
BAD = re.compile(rb"bad ([a-z_]{1,20})\n")

# Where a step to the right and a step down in the picture lead when it is shown.
TURNS = {
    (-1, 0, 0, 1): Image.Transpose.FLIP_LEFT_RIGHT,
    (-1, 0, 0, -1): Image.Transpose.ROTATE_180,
    (1, 0, 0, -1): Image.Transpose.FLIP_TOP_BOTTOM,
    (0, 1, 1, 0): Image.Transpose.TRANSPOSE,
    (0, 1, -1, 0): Image.Transpose.ROTATE_270,
    (0, -1, -1, 0): Image.Transpose.TRANSVERSE,
    (0, -1, 1, 0): Image.Transpose.ROTATE_90,
}
SIDEWAYS = frozenset(turn for (right_x, *_), turn in TURNS.items() if right_x == 0)


class Shape(NamedTuple):
    """A picture as it is coded, the shape of its pixels, and two steps in it as they are shown."""

    width: int
    height: int
    sample_width: int
    sample_height: int
    right_x: int
    right_y: int
    down_x: int
    down_y: int
    # In thousandths, as the decoder tells them.
    duration: int
    rate: int
    at: int

    def square(self) -> tuple[int, int]:
        """Its size in square pixels, before the turn. Raises BadPicture."""
        if 0 in self[:4]:
            raise BadPicture("decoder_died", "impossible size")
        width = max(1, round(self.width * self.sample_width / self.sample_height))
        if width * self.height > MAX_PIXELS or max(width, self.height) > MAX_SIDE:
            raise BadPicture("too_many_pixels")
        return width, self.height

    def turn(self) -> Image.Transpose | None:
        """What brings it upright; None when nothing has to, or nothing that makes sense."""
        return TURNS.get((self.right_x, self.right_y, self.down_x, self.down_y))


class Patient:
    """A source of which as much is taken as can be had: where it refuses, it ends."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self.refused: Refused | None = None

    def read(self, offset: int, size: int) -> bytes:
        try:
            return self._source.read(offset, size)
        except Refused as refused:
            self.refused = refused
            return b""


def fetch_video(url: str, policy: Policy, second: int = 0) -> Decoded:
    """The picture at that second of the MP4 or FLV file at `url`, else the last one before it that
    could be reached; `at` tells. Raises Refused or BadPicture.
    """
    return fetched(sources.file(url, policy), second)


def fetch_live(url: str, policy: Policy) -> Decoded:
    """The next picture of the live stream at `url`: FLV over http, or RTMP. Raises the same.

    Sound that has not come by then may yet come.
    """
    decoded = fetched(sources.stream(url, policy))
    return replace(decoded, sound=decoded.sound or None)


def decode_video(data: bytes) -> Decoded:
    """The first picture of an MP4 or FLV file at hand. Raises BadPicture, whatever it holds."""
    return fetched(nullcontext(Forward(iter([data]), len(data))))


def fetched(opening: AbstractContextManager[Source], second: int = 0) -> Decoded:
    """The picture of what is opened while the decoder may still begin."""
    try:
        with DECODERS.one(MAX_SECONDS) as line, opening as source:
            return picture_at(line, source, second)
    finally:
        DECODERS.prepare()


def picture_at(line: Line, source: Source, second: int) -> Decoded:
    """What the decoder makes of an untrusted video: its first picture, or that of a later second,
    which may lie beyond what can be read of the source.

    Width and height are those of the picture as it is shown: in square pixels, and turned as
    the file says. Raises BadPicture, whatever the bytes are, and Refused when the source does.
    """
    line.say(b"%d %d\n" % (MAX_PIXELS, second))
    patient = Patient(source)
    try:
        return answered(line, patient)
    except BadPicture as bad:
        # What was had says more than that no more could be had.
        if patient.refused and bad.code != "sound_alone":
            raise patient.refused from None
        raise


def answered(line: Line, source: Source) -> Decoded:
    """Gives the decoder what it asks for, until it has the picture."""
    sound, alpha = None, False
    for _turn in range(MAX_READS):
        said = line.hear()
        if read := READ.fullmatch(said):
            offset, size = int(read[1]), int(read[2])
            piece = source.read(offset, min(size, MAX_PIECE))
            line.say(b"%d\n" % len(piece) + piece)
        elif heard := SOUND.fullmatch(said):
            sound = SOUNDS[heard[1]]
        elif said == ALPHA:
            alpha = True
        elif frame := FRAME.fullmatch(said):
            *numbers, codec, word, whole = frame.groups()
            colours = colours_in(word)
            return replace(
                picture_of(Shape(*map(int, numbers)), line),
                codec=codec.decode(),
                colours=colours,
                whole=whole == b"1",
                sound=sound,
                alpha=alpha,
            )
        else:
            bad = BAD.fullmatch(said)
            raise failure(bad[1] if bad else said)
    raise BadPicture("decoder_died", "too many reads")


def picture_of(shape: Shape, line: Line) -> Decoded:
    """The picture the decoder has, and its proxy: scaled there, turned and encoded here."""
    square, turn = shape.square(), shape.turn()
    size = fitted(square, PICTURE_SIDE)
    small = fitted(size, STAGE_SIDE)
    ask(size, line)
    image = received(size, line)
    if small != size:
        # It is scaled while the picture is encoded.
        ask(small, line)
    picture = encoded(turned(image, turn), JPEG, JPEG_QUALITY["picture"])
    stage = picture
    if small != size:
        stage = encoded(turned(received(small, line), turn), JPEG, JPEG_QUALITY["stage"])
    width, height = reversed(square) if turn in SIDEWAYS else square
    return Decoded(
        width=width,
        height=height,
        picture=picture.data,
        picture_type=MEDIA_TYPES[JPEG],
        stage=stage.data,
        stage_type=MEDIA_TYPES[JPEG],
        duration=shape.duration / 1000 or None,
        rate=shape.rate / 1000 or None,
        at=shape.at / 1000,
    )


def ask(size: tuple[int, int], line: Line) -> None:
    line.say(b"%d %d\n" % size)


def received(size: tuple[int, int], line: Line) -> Image.Image:
    """What the decoder was asked for."""
    pixels = size[0] * size[1]
    green, blue, red = (Image.frombytes("L", size, line.exactly(pixels)) for _plane in "gbr")
    return Image.merge("RGB", (red, green, blue))


def turned(image: Image.Image, turn: Image.Transpose | None) -> Image.Image:
    return image if turn is None else image.transpose(turn)
