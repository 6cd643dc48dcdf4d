"""Untrusted bytes in, a clean picture out; the decoding happens in a limited child process.

The child (picturedecoder/) may be talked into anything by a hostile picture, so its answer is
checked as if it came from outside, and no way of dying takes the parent with it.
"""

from __future__ import annotations

import signal
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, get_args

from studio.media import http
from studio.media.errors import PICTURE_CODES, BadPicture
from studio.media.guard import Policy
from studio.media.picturedecoder.program import (
    CONVERTED,
    HEADER,
    JPEG,
    MAGIC,
    MAX_OUTPUT_BYTES,
    MAX_SIDE,
    OK,
    PNG,
    TURNS,
    UPRIGHT,
)

MediaType = Literal["image/png", "image/jpeg"]
# Whose the colours are: a screen's, those of HDR by HLG or PQ, wider ones, or others; or they are
# coded in a way that can't be read.
Colours = Literal["plain", "hlg", "pq", "bt2020", "p3", "adobe", "other", "unread"]
COLOURS: tuple[Colours, ...] = get_args(Colours)

# By the way to it alone: to load it as a part of the product would load much of the product.
BEGIN = "import sys; sys.path.append(sys.argv[1]); from picturedecoder.program import main; main()"
# Isolated: no PYTHON… variable, no current directory, no user’s packages.
COMMAND = (sys.executable, "-I", "-c", BEGIN, str(Path(__file__).parent))
# The child's own limits are seconds of work; this is for a machine too busy to give it them.
MAX_SECONDS = 20.0

MEDIA_TYPES: Final[dict[str, MediaType]] = {PNG: "image/png", JPEG: "image/jpeg"}
OUT_OF_TIME = frozenset({-signal.SIGXCPU, -signal.SIGKILL})


@dataclass(frozen=True, kw_only=True, slots=True)
class Decoded:
    """A picture decoded and encoded anew.

    `width` and `height` are true, in pixels, after the EXIF turn. `picture` has at most
    4096 pixels a side and is PNG when it came as PNG, else JPEG. `stage` is a proxy with at
    most 1280 a side, the very same bytes when the picture is no larger; a larger picture
    without transparency gets a JPEG.

    Of a video, as far as it says: `duration` in seconds, `rate` in pictures per second, and `at`,
    the second the picture was found at; whether it has `sound`; its `codec` by FFmpeg's name, and
    whether the picture is `whole`: of a damaged video, or a stream that refreshes bit by bit, a
    part of it may be missing. `alpha` says that the video has an alpha channel, and its picture is
    opaque all the same.

    `colours` other than plain are shown as if they were plain. `png_turn` is the turn by the EXIF
    of a PNG, which not every mixer reads, in EXIF’s numbers.
    """

    width: int
    height: int
    picture: bytes
    picture_type: MediaType
    stage: bytes
    stage_type: MediaType
    duration: float | None = None
    rate: float | None = None
    at: float | None = None
    codec: str = ""
    whole: bool = True
    sound: bool | None = None
    alpha: bool = False
    colours: Colours = "plain"
    png_turn: int = UPRIGHT


def fetch_picture(url: str, policy: Policy) -> Decoded:
    """Fetches and decodes the PNG or JPEG at `url`. Raises Refused or BadPicture."""
    with http.get(url, policy) as body:
        data = body.read()
    return decode(data)


def decode(data: bytes, *, converted: bool = False) -> Decoded:
    """The picture in untrusted `data`; `converted` into a screen’s colours, which takes a profile
    where it has others. Raises BadPicture, whatever the bytes are.
    """
    return _unpacked(_run(data, CONVERTED if converted else ""))


def _run(data: bytes, word: str) -> bytes:
    """The child's answer. Files instead of pipes: the kernel bounds them, no reader waits."""
    with tempfile.TemporaryFile() as question, tempfile.TemporaryFile() as answer:
        question.write(data)
        question.seek(0)
        try:
            finished = subprocess.run(  # noqa: S603 - fixed words, nothing of the picture's  # nosec B603
                (*COMMAND, word),
                stdin=question,
                stdout=answer,
                stderr=subprocess.DEVNULL,
                env={},
                cwd="/",
                timeout=MAX_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise BadPicture("too_slow") from None
        check_exit(finished.returncode)
        answer.seek(0)
        return answer.read(MAX_OUTPUT_BYTES + 1)


def check_exit(status: int) -> None:
    """Raises BadPicture for any way to end but the good one."""
    if status in OUT_OF_TIME:
        raise BadPicture("too_slow")
    if status != 0:
        raise BadPicture("decoder_died", str(status))


def _unpacked(answer: bytes) -> Decoded:
    """The child's answer, believed only where it keeps to the form."""
    if not HEADER.size <= len(answer) <= MAX_OUTPUT_BYTES:
        raise BadPicture("decoder_died", "no answer")
    code, width, height, *parts, colours, png_turn = HEADER.unpack_from(answer)
    word = code.rstrip(b"\0")
    if word != OK.encode():
        raise failure(word)
    if not (0 < width <= MAX_SIDE and 0 < height <= MAX_SIDE):
        raise BadPicture("decoder_died", "impossible size")
    picture_format, picture_length, stage_format, stage_length = parts
    end = HEADER.size + picture_length
    if end + stage_length != len(answer):
        raise BadPicture("decoder_died", "impossible length")
    picture, stage = answer[HEADER.size : end], answer[end:]
    return Decoded(
        width=width,
        height=height,
        picture=picture,
        picture_type=_media_type(picture_format, picture),
        stage=stage,
        stage_type=_media_type(stage_format, stage),
        colours=colours_in(colours.rstrip(b"\0")),
        png_turn=png_turn if png_turn in TURNS else UPRIGHT,
    )


def failure(word: bytes) -> BadPicture:
    """What a child's word for "no picture" means."""
    for code in PICTURE_CODES:
        if code.encode() == word:
            return BadPicture(code)
    return BadPicture("decoder_died", "unknown word")


def colours_in(word: bytes) -> Colours:
    """What a child’s word for colours means. Raises BadPicture."""
    for colours in COLOURS:
        if colours.encode() == word:
            return colours
    raise BadPicture("decoder_died", "unknown colours")


def _media_type(word: bytes, data: bytes) -> MediaType:
    """The media type of bytes that begin as their kind must."""
    for name, media_type in MEDIA_TYPES.items():
        if word.rstrip(b"\0") == name.encode() and data.startswith(MAGIC[name]):
            return media_type
    raise BadPicture("decoder_died", "unknown format")
