"""How long a video is, and its picture at a chosen second."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache

import pytest
from PIL import Image

from studio.media import Decoded, Refused, fetch_video
from studio.media.sources import Forward
from tests.media import clips
from tests.media.clips import FASTSTART, FRAGMENTED, RATE, clip
from tests.media.decoding import decode, first_picture
from tests.media.test_pictures import opened
from tests.media.video_server import VideoServer

SECONDS = 12
# What 4:2:0, a decoder and a JPEG may change of a plain grey.
TOLERANCE = 4
KEY_PICTURES_APART = 3


def grey(second: int) -> int:
    return 20 * second


@cache
def long_clip(kind: str, flags: str = "") -> bytes:
    """A grey of its own for each second."""
    seconds = [Image.new("RGB", (64, 48), (grey(n),) * 3) for n in range(SECONDS)]
    options = {"flvflags" if kind == "flv" else "movflags": flags} if flags else None
    return clip(kind, seconds=seconds, container=options)


CLIPS: dict[str, Callable[[], bytes]] = {
    "index first": lambda: long_clip("mp4", FASTSTART),
    "index last": lambda: long_clip("mp4"),
    "fragmented": lambda: long_clip("mp4", FRAGMENTED),
    "flv": lambda: long_clip("flv", "no_duration_filesize"),
    "flv with an index": lambda: long_clip("flv", "add_keyframe_index"),
}


def assert_shows(decoded: Decoded, second: int) -> None:
    middle = opened(decoded.picture).convert("L").getpixel((32, 24))
    assert isinstance(middle, int | float)
    assert abs(middle - grey(second)) <= TOLERANCE


@pytest.mark.parametrize("name", CLIPS)
@pytest.mark.parametrize("way", ["ranges", "whole"])
@pytest.mark.parametrize("second", [1, 7, SECONDS - 1])
def test_a_file_gives_the_picture_of_that_second(
    videos: VideoServer, name: str, way: str, second: int
) -> None:
    videos.files["clip"] = CLIPS[name]()
    decoded = fetch_video(videos.url(f"{way}/clip"), videos.policy(), second)
    assert_shows(decoded, second)
    assert decoded.at == pytest.approx(second, abs=1 / RATE)


@pytest.mark.parametrize("name", CLIPS)
def test_beyond_its_end_a_video_gives_its_last_picture_and_says_where_that_is(name: str) -> None:
    decoded = decode(CLIPS[name](), 3600)
    assert_shows(decoded, SECONDS - 1)
    assert decoded.at == pytest.approx(SECONDS - 1 / RATE, abs=0.01)


def test_between_key_pictures_it_is_found_too() -> None:
    seconds = [Image.new("RGB", (64, 48), (grey(n),) * 3) for n in range(SECONDS)]
    data = clip(seconds=seconds, container={"movflags": FASTSTART}, every=KEY_PICTURES_APART)
    for second in range(1, SECONDS):
        assert_shows(decode(data, second), second)


def test_far_into_a_long_file_only_its_index_and_that_place_are_fetched(
    videos: VideoServer,
) -> None:
    noise = [Image.effect_noise((320, 180), 90).convert("RGB") for _second in range(60)]
    videos.files["clip"] = clip(seconds=noise, container={"movflags": FASTSTART})
    decoded = fetch_video(videos.url("ranges/clip"), videos.policy(), 55)
    assert decoded.at == pytest.approx(55, abs=1 / RATE)
    assert videos.sent < len(videos.files["clip"]) / 3


def test_what_lies_beyond_the_bytes_that_may_be_fetched_gives_what_comes_before(
    videos: VideoServer,
) -> None:
    noise = [Image.effect_noise((320, 180), 90).convert("RGB") for _second in range(20)]
    videos.files["clip"] = data = clip("flv", seconds=noise)
    # Of a picture that is cut off, more or less is there.
    for cut in range(len(data) // 2, len(data) // 2 + 64_000, 4_000):
        decoded = fetch_video(videos.url("whole/clip"), videos.policy(max_bytes=cut), 19)
        assert decoded.at is not None
        assert 5 < decoded.at < 12, cut


def test_where_nothing_can_be_had_the_refusal_is_what_is_told(videos: VideoServer) -> None:
    videos.files["clip"] = clips.mp4("")
    with pytest.raises(Refused, match="read"):
        fetch_video(videos.url("broken/clip"), videos.policy(), 1)


@pytest.mark.parametrize("name", ["index first", "index last", "flv with an index"])
def test_a_file_says_how_long_it_is_and_how_fast(name: str) -> None:
    decoded = decode(CLIPS[name]())
    assert decoded.duration == pytest.approx(SECONDS, abs=0.5)
    assert decoded.rate == pytest.approx(RATE, abs=0.01)
    assert decoded.at == 0


@pytest.mark.parametrize("name", ["flv", "fragmented"])
def test_what_does_not_say_how_long_it_is_has_no_duration(name: str) -> None:
    assert decode(CLIPS[name]()).duration is None


def test_a_duration_beyond_belief_is_none() -> None:
    data = bytearray(clips.mp4())
    for box in (b"mvhd", b"tkhd", b"mdhd"):
        at = data.index(box) + {b"mvhd": 20, b"tkhd": 24, b"mdhd": 20}[box]
        data[at : at + 4] = b"\xff\xff\xff\xfe"
    found = decode(bytes(data)).duration
    assert found is None or found < 10**8


def broken(data: bytes) -> Iterator[bytes]:
    """The second half of it is noise."""
    half = len(data) // 2
    yield data[:half] + bytes(range(256)) * (half // 256 + 1)


def test_a_video_that_is_broken_from_its_middle_on_gives_a_picture_from_before_it() -> None:
    data = CLIPS["flv"]()
    decoded = first_picture(Forward(broken(data), 2 * len(data)), SECONDS - 1)
    assert decoded.at is not None
    assert decoded.at < SECONDS - 1
