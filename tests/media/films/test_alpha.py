"""Of H.265 the decoder gives no alpha channel: that there is one is told."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import cache
from random import Random

import av
import pytest

from studio.media.videodecoder.alpha import has_alpha
from tests.media.decoding import decode
from tests.media.films.rows import FRAGMENTS, H265, encoded

OPAQUE = H265.split()
ALPHA = [*OPAQUE, "-pix_fmt", "yuva420p"]


@cache
def film(*coded: str, kind: str = "mp4") -> bytes:
    return encoded("320:180", 2, *coded, kind=kind)


@pytest.mark.parametrize("second", [0, 1])
@pytest.mark.parametrize(
    ("data", "alpha"),
    [
        (lambda: film(*ALPHA), True),
        (lambda: film(*ALPHA, "-tag:v", "hvc1", *FRAGMENTS.split()), True),
        (lambda: film(*ALPHA, kind="flv"), True),
        (lambda: film(*OPAQUE), False),
    ],
    ids=["MP4", "fragments", "FLV", "none"],
)
def test_an_alpha_channel_is_told(data: Callable[[], bytes], alpha: bool, second: int) -> None:
    decoded = decode(data(), second)
    assert (decoded.codec, decoded.alpha) == ("hevc", alpha)


def configuration(*coded: str) -> bytes:
    with av.open(io.BytesIO(film(*coded))) as container:
        return container.streams.video[0].codec_context.extradata or b""


def test_what_is_cut_off_or_noise_tells_of_none() -> None:
    told = configuration(*ALPHA)
    assert has_alpha(told)
    assert not any(has_alpha(told[:length]) for length in range(30))
    random = Random(3)
    for _time in range(200):
        has_alpha(told[:23] + random.randbytes(200))


def test_what_begins_otherwise_than_a_configuration_tells_of_none() -> None:
    told = configuration(*ALPHA)
    assert told[0] == 1
    assert not has_alpha(b"\0" + told[1:])
