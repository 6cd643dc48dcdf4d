"""The first picture of a video: true size, true colours, the right way up."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from fractions import Fraction

import pytest
from av.video.reformatter import Colorspace
from PIL import Image

from studio.media import Decoded, Refused, fetch_live, fetch_video
from studio.media.errors import BadPicture
from studio.media.sources import Forward
from tests.media import awkward_videos, clips, rtmp_server
from tests.media.clips import BT601, BT709, FASTSTART, FRAGMENTED, clip
from tests.media.decoding import decode, first_picture
from tests.media.films import filming
from tests.media.films.filming import RATE, film
from tests.media.test_pictures import (
    BLUE,
    GREEN,
    RED,
    WHITE,
    assert_close,
    corners,
    opened,
)
from tests.media.video_server import VideoServer

# What 4:2:0, a decoder and a JPEG may change of a plain colour.
TOLERANCE = 6


def bad(data: bytes) -> str:
    with pytest.raises(BadPicture) as raised:
        decode(data)
    return raised.value.code


def assert_corners(decoded: Decoded, *colours: tuple[int, int, int]) -> None:
    """The colours of the four corners: top left, top right, bottom left, bottom right."""
    picture = opened(decoded.picture)
    width, height = picture.size
    side = min(width, height) // 4
    for number, colour in enumerate(colours):
        x, y = (number % 2) * (width - side), (number // 2) * (height - side)
        found = picture.crop((x, y, x + side, y + side))
        assert_close(found, Image.new("RGB", (side, side), colour), TOLERANCE)


CLIPS: dict[str, Callable[[], bytes]] = {
    "index first": lambda: clips.mp4(FASTSTART),
    "index last": lambda: clips.mp4(""),
    "fragmented": lambda: clips.mp4(FRAGMENTED),
    "flv": clips.flv,
}


@pytest.mark.parametrize("name", CLIPS)
@pytest.mark.parametrize("way", ["ranges", "whole", "unmeasured", "moved"])
def test_a_file_gives_its_first_picture(videos: VideoServer, name: str, way: str) -> None:
    videos.files["clip"] = CLIPS[name]()
    decoded = fetch_video(videos.url(f"{way}/clip"), videos.policy())
    assert (decoded.width, decoded.height) == (64, 48)
    assert (decoded.picture_type, decoded.stage_type) == ("image/jpeg", "image/jpeg")
    assert decoded.stage == decoded.picture
    assert_corners(decoded, RED, GREEN, BLUE, WHITE)


def test_sound_may_come_before_the_first_picture() -> None:
    data = clip("flv", sound=True)
    tags = clips.tags(data)
    sound = [tag for tag in tags if tag[0] == rtmp_server.AUDIO][:5]
    others = [tag for tag in tags if tag[0] != rtmp_server.AUDIO]
    assert_corners(decode(data[:13] + b"".join(sound + others)), RED, GREEN, BLUE, WHITE)


def test_no_more_of_a_stream_is_waited_for_than_its_first_picture() -> None:
    data = clips.flv()
    taken: list[int] = []

    def pieces() -> Iterator[bytes]:
        yield data[:13]
        for tag in clips.tags(data):
            taken.append(int.from_bytes(tag[4:7], "big"))
            yield tag

    first_picture(Forward(pieces(), 2**20))
    assert max(taken) <= 1000 / clips.RATE


def test_nor_is_it_where_the_pictures_are_of_a_few_bytes_each() -> None:
    """As those of a still, whoever comes late to it."""
    still = film("flv", numbers=[9] * 2 * RATE, options={"tune": "zerolatency"})
    data = filming.from_place(still, RATE)
    taken: list[int] = []

    def pieces() -> Iterator[bytes]:
        yield data[:13]
        for tag in clips.tags(data):
            assert len(tag) < 100
            taken.append(filming.time_of(tag))
            yield tag

    assert filming.number_of(first_picture(Forward(pieces(), 2**20))) == 9
    assert taken == [0, 1000]


@pytest.mark.parametrize(
    ("codec", "kind"), [("libx264", "mp4"), ("libx265", "mp4"), ("mpeg4", "mp4"), ("flv", "flv")]
)
def test_the_usual_codecs_are_decoded(codec: str, kind: str) -> None:
    data = clip(kind, codec=codec, container={"movflags": FASTSTART} if kind == "mp4" else None)
    assert_corners(decode(data), RED, GREEN, BLUE, WHITE)


def test_a_live_stream_gives_its_next_picture_and_is_left(videos: VideoServer) -> None:
    videos.files["show.flv"] = clips.flv()
    decoded = fetch_live(videos.url("live/show.flv"), videos.policy())
    assert_corners(decoded, RED, GREEN, BLUE, WHITE)


def test_a_stream_over_rtmp_gives_its_next_picture() -> None:
    with rtmp_server.serving(rtmp_server.playing(clips.flv())) as server:
        decoded = fetch_live(server.url(), server.policy())
    assert_corners(decoded, RED, GREEN, BLUE, WHITE)


@pytest.mark.parametrize(("kind", "flags"), [("mp4", FASTSTART), ("mp4", FRAGMENTED), ("flv", "")])
def test_of_a_long_file_no_more_is_fetched_than_its_beginning(kind: str, flags: str) -> None:
    noise = Image.effect_noise((320, 180), 90).convert("RGB")
    options = {"movflags": flags} if flags else None
    data = clip(kind, picture=noise, frames=300, container=options)
    fetched = []

    def pieces() -> Iterator[bytes]:
        for at in range(0, len(data), 2**16):
            fetched.append(data[at : at + 2**16])
            yield fetched[-1]

    first_picture(Forward(pieces(), len(data)))
    assert sum(map(len, fetched)) < len(data) / 2


def test_after_a_broken_picture_the_next_one_is_taken() -> None:
    data = clips.flv()
    kind = b"\x17\x01"
    first = next(tag for tag in clips.tags(data) if tag[11:13] == kind)
    unit = b"\0\0\0\x20\x65" + b"\xff" * 31
    broken = awkward_videos.tag(9, kind + bytes(3) + unit)
    assert_corners(decode(data.replace(first, broken)), RED, GREEN, BLUE, WHITE)


def test_where_a_key_picture_is_but_filling_the_next_one_is_taken() -> None:
    data = bytearray(clip(codec="libx265"))
    (first,) = struct.unpack_from(">I", data, data.index(b"stco") + 12)
    filler = 38 << 1
    data[first + 4] = filler  # the kind of the first unit, behind its length
    assert_corners(decode(bytes(data)), RED, GREEN, BLUE, WHITE)


def test_a_picture_larger_than_the_stage_gets_a_smaller_proxy() -> None:
    decoded = decode(clip(picture=corners(2000, 1000), frames=1))
    assert (decoded.width, decoded.height) == (2000, 1000)
    assert (opened(decoded.picture).size, opened(decoded.stage).size) == ((2000, 1000), (1280, 640))


def test_beyond_4096_pixels_a_picture_is_kept_smaller_but_knows_its_size() -> None:
    decoded = decode(clip(picture=corners(5000, 100), frames=1))
    assert (decoded.width, decoded.height) == (5000, 100)
    assert opened(decoded.picture).size == (4096, 82)


@pytest.mark.parametrize(
    ("degrees", "mirrored", "colours"),
    [
        (90, False, (GREEN, WHITE, RED, BLUE)),
        (180, False, (WHITE, BLUE, GREEN, RED)),
        (-90, False, (BLUE, RED, WHITE, GREEN)),
        (0, True, (GREEN, RED, WHITE, BLUE)),
        (180, True, (BLUE, WHITE, RED, GREEN)),
        (90, True, (WHITE, GREEN, BLUE, RED)),
        (-90, True, (RED, BLUE, GREEN, WHITE)),
        (45, False, (RED, GREEN, BLUE, WHITE)),
    ],
)
def test_a_turned_or_mirrored_video_is_put_right(
    degrees: int, mirrored: bool, colours: tuple[tuple[int, int, int], ...]
) -> None:
    decoded = decode(clip(turned=degrees, mirrored=mirrored))
    assert (decoded.width, decoded.height) == ((48, 64) if abs(degrees) == 90 else (64, 48))
    assert_corners(decoded, *colours)


def test_a_matrix_of_zeros_turns_nothing() -> None:
    data = bytearray(clips.mp4())
    at = data.index(b"tkhd") + 44
    data[at : at + 36] = bytes(36)
    assert_corners(decode(bytes(data)), RED, GREEN, BLUE, WHITE)


@pytest.mark.parametrize(("sample", "width"), [((4, 3), 85), ((8, 9), 57)])
def test_pixels_that_are_not_square_widen_or_narrow_the_picture(
    sample: tuple[int, int], width: int
) -> None:
    decoded = decode(clip(sample=Fraction(*sample)))
    assert (decoded.width, decoded.height) == (width, 48)
    assert opened(decoded.picture).size == (width, 48)
    assert_corners(decoded, RED, GREEN, BLUE, WHITE)


def test_the_turn_comes_after_the_widening() -> None:
    decoded = decode(clip(sample=Fraction(4, 3), turned=90))
    assert (decoded.width, decoded.height) == (48, 85)


@pytest.mark.parametrize(
    ("height", "colours", "tagged"),
    [
        (718, BT601, False),
        (720, BT709, False),
        (48, BT709, True),
        (720, BT601, True),
    ],
)
def test_colours_are_true(height: int, colours: Colorspace, tagged: bool) -> None:
    orange = (200, 40, 20)
    picture = Image.new("RGB", (64, height), orange)
    decoded = decode(clip(picture=picture, frames=1, colours=colours, tagged=tagged))
    assert_corners(decoded, orange)


def test_sound_is_passed_over() -> None:
    decoded = decode(clip("flv", sound=True))
    assert_corners(decoded, RED, GREEN, BLUE, WHITE)


BAD: dict[str, tuple[Callable[[], bytes], str]] = {
    "nothing": (lambda: b"", "not_a_video"),
    "another container": (lambda: b"\x1aE\xdf\xa3" + bytes(100), "not_a_video"),
    "a playlist": (lambda: b"#EXTM3U\n#EXT-X-VERSION:3\n", "playlist"),
    "another codec": (lambda: clips.mp4().replace(b"avc1", b"apcn"), "unsupported_codec"),
    "too wide": (lambda: clip(picture=corners(4000, 16), sample=Fraction(8)), "too_many_pixels"),
    "a header": (lambda: clips.flv()[:13], "truncated"),
    "cut before its picture": (lambda: clips.flv()[:400], "no_picture"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_gives_no_picture_is_told_in_a_word(name: str) -> None:
    make, word = BAD[name]
    assert bad(make()) == word


def test_a_video_fits_its_limit_of_pixels_and_not_one_below(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("studio.media.videos.MAX_PIXELS", 64 * 48)
    assert decode(clips.mp4()).width == 64
    monkeypatch.setattr("studio.media.videos.MAX_PIXELS", 64 * 48 - 1)
    assert bad(clips.mp4()) == "too_many_pixels"


def test_a_refusal_in_the_middle_is_what_is_told(videos: VideoServer) -> None:
    videos.files["clip"] = clips.mp4("")
    with pytest.raises(Refused, match="read"):
        fetch_video(videos.url("broken/clip"), videos.policy())
    with pytest.raises(Refused, match="deadline"):
        fetch_video(videos.url("drip/clip"), videos.policy(deadline=0.5))


def test_a_source_that_is_slower_than_the_decoder_may_wait_costs_no_more_than_that(
    videos: VideoServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    videos.files["show.flv"] = clips.flv()
    monkeypatch.setattr("studio.media.videos.MAX_SECONDS", 0.5)
    with pytest.raises(BadPicture, match="too_slow"):
        fetch_live(videos.url("drip/show.flv"), videos.policy())
