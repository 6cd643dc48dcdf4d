"""Videos that are whole, and yet need more than their first key picture to be shown right."""

from __future__ import annotations

import io
import shutil
import subprocess
from collections.abc import Callable
from functools import cache
from pathlib import Path

import av
import pytest
from av.stream import Disposition
from PIL import Image

from studio.media.errors import BadPicture
from studio.media.videodecoder.showing import SCALING
from tests.likeness import psnr, scenery
from tests.media.clips import FASTSTART, clip, tags
from tests.media.decoding import decode
from tests.media.films import filming
from tests.media.films.filming import RATE, as_flv, cut, film, number_of
from tests.media.test_pictures import BLUE, GREEN, RED, WHITE, assert_close, corners, opened

needs_ffmpeg = pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="needs ffmpeg")
# What 4:2:0, a decoder and a JPEG may change of a plain colour.
TOLERANCE = 8
SMALL = (32, 24)
# An intra refresh takes about as long as from one key picture to the next.
REFRESHING = {"x264-params": "intra-refresh=1"}


def own_first_picture(data: bytes) -> Image.Image:
    """What FFmpeg's libraries show first, decoding one picture after the other."""
    with av.open(io.BytesIO(data), "r") as container:
        frame = next(container.decode(video=0))
        frame = frame.reformat(format="rgb24", interpolation=SCALING)
        return Image.fromarray(frame.to_ndarray())


CUTS = {
    "H.264": ("libx264", {"bf": "2"}),
    "H.265": ("libx265", {}),
    "MPEG-4": ("mpeg4", {"bf": "2"}),
}


@pytest.mark.parametrize("flags", ["", FASTSTART])
@pytest.mark.parametrize("every", [RATE, 3 * RATE])
@pytest.mark.parametrize("codec", CUTS)
def test_what_was_cut_without_encoding_begins_at_the_cut(
    codec: str, every: int, flags: str
) -> None:
    encoder, options = CUTS[codec]
    whole = film(codec=encoder, every=every, options=options)
    data = cut(whole, 1.2, {"movflags": flags} if flags else None)
    decoded = decode(data)
    assert number_of(decoded) == 30
    assert (decoded.at, decoded.whole) == (0, True)
    assert number_of(decode(data, 1)) == 55


@needs_ffmpeg
@pytest.mark.parametrize(("every", "second"), [(75, 1.2), (25, 1.5)])
def test_what_ffmpeg_cut_begins_as_ffmpeg_shows_it(
    every: int, second: float, tmp_path: Path
) -> None:
    source, target = tmp_path / "a.mp4", tmp_path / "b.mp4"
    moving = (scenery(320, 180, seed=9).rotate(number) for number in range(75))
    source.write_bytes(film(pictures=moving, size=(320, 180), every=every, options={"bf": "2"}))
    command = ["ffmpeg", "-v", "error", "-nostdin", "-ss", str(second), "-i", str(source)]
    subprocess.run([*command, "-c", "copy", str(target)], check=True)
    data = target.read_bytes()
    assert psnr(opened(decode(data).picture), own_first_picture(data)) >= 40


CHANGES: dict[str, Callable[[], tuple[bytes, bytes]]] = {
    "size": lambda: (film("flv"), film("flv", size=SMALL)),
    "profile": lambda: (
        film("flv", options={"profile": "high", "bf": "0"}),
        film("flv", options={"profile": "baseline"}),
    ),
    "size in H.265": lambda: (
        as_flv(film(codec="libx265")),
        as_flv(film(codec="libx265", size=SMALL)),
    ),
}


@pytest.mark.parametrize("second", [1, 3, 4, 5])
@pytest.mark.parametrize("flags", ["", "add_keyframe_index"])
@pytest.mark.parametrize("name", CHANGES)
def test_where_the_sender_changes_midway_each_part_is_shown_as_it_is(
    name: str, second: int, flags: str
) -> None:
    data = filming.joined(*CHANGES[name](), milliseconds=3000)
    if flags:
        data = as_flv(data, flags)
    decoded = decode(data, second)
    assert (number_of(decoded), decoded.whole) == (second % 3 * RATE, True)
    small = second >= 3 and name != "profile"
    assert (decoded.width, decoded.height) == (SMALL if small else (64, 48))


@cache
def refreshing(kind: str) -> bytes:
    numbers = (number % 80 for number in range(6 * RATE))
    size = (640, 48)
    return film(kind, numbers=numbers, every=2 * RATE, options=REFRESHING, size=size)


@pytest.mark.parametrize("kind", ["mp4", "flv"])
@pytest.mark.parametrize("second", [0, 1, 3, 5])
def test_what_refreshes_bit_by_bit_is_shown_at_any_second(kind: str, second: int) -> None:
    decoded = decode(refreshing(kind), second)
    assert (number_of(decoded), decoded.whole) == (second * RATE % 80, True)


def test_a_stream_that_refreshes_bit_by_bit_is_shown_once_it_is_whole() -> None:
    decoded = decode(filming.from_place(refreshing("flv"), RATE))
    assert decoded.whole
    assert number_of(decoded) in range(80)


def test_what_ends_before_it_is_whole_is_shown_and_told() -> None:
    pictures = tags(filming.from_place(refreshing("flv"), RATE))
    data = refreshing("flv")[:13] + b"".join(pictures[:20])
    assert not decode(data).whole


def test_a_damaged_picture_is_passed_over_for_one_that_is_whole() -> None:
    data = film("flv", every=RATE, size=(320, 240), options={"bf": "0"})
    decoded = decode(filming.with_zeros(data, 0))
    assert (number_of(decoded), decoded.whole) == (RATE, True)


def test_where_a_picture_before_that_second_is_damaged_the_last_whole_one_is_shown() -> None:
    data = film("flv", every=3 * RATE, size=(320, 240), options={"bf": "0"})
    decoded = decode(filming.with_zeros(data, RATE - 5), 1)
    assert (number_of(decoded), decoded.whole) == (RATE - 6, True)


@cache
def quarters() -> bytes:
    return film(pictures=[corners()], every=1)


@pytest.mark.parametrize(
    ("right", "down", "colour"),
    [(-16, -12, RED), (16, -12, GREEN), (-16, 12, BLUE), (16, 12, WHITE)],
)
def test_of_a_picture_its_clean_aperture_is_shown(
    right: int, down: int, colour: tuple[int, int, int]
) -> None:
    decoded = decode(filming.with_aperture(quarters(), 32, 1, 48, 2, right, 1, down, 1))
    assert (decoded.width, decoded.height) == (32, 24)
    # Only beside the others, where colours are coarser than the picture, do they show.
    picture = opened(decoded.picture).crop((4, 4, 28, 20))
    assert_close(picture, Image.new("RGB", picture.size, colour), TOLERANCE)


@pytest.mark.parametrize(
    "aperture",
    [
        (32, 0, 24, 1, 0, 1, 0, 1),
        (32, 1, 24, 1, 90, 1, 0, 1),
        (99, 1, 24, 1, 0, 1, 0, 1),
        (0, 1, 0, 1, 0, 1, 0, 1),
        (64, 1, 48, 1, 0, 1, 0, 1),
    ],
)
def test_an_aperture_that_is_none_takes_nothing_away(aperture: tuple[int, ...]) -> None:
    decoded = decode(filming.with_aperture(quarters(), *aperture))
    assert (decoded.width, decoded.height) == (64, 48)


def test_the_aperture_is_turned_with_its_picture() -> None:
    data = filming.with_aperture(clip(turned=90, frames=1), 32, 1, 24, 1, -16, 1, -12, 1)
    decoded = decode(data)
    assert (decoded.width, decoded.height) == (24, 32)
    picture = opened(decoded.picture).crop((4, 4, 20, 28))
    assert_close(picture, Image.new("RGB", picture.size, RED), TOLERANCE)


@pytest.mark.parametrize("second", [0, 1])
@pytest.mark.parametrize(
    ("tracks", "width"),
    [
        ([(160, 0), (320, Disposition.default)], 320),
        ([(320, 0), (160, Disposition.default)], 160),
        ([(160, Disposition.default), (320, Disposition.default)], 320),
        ([(320, Disposition.default), (160, Disposition.default)], 320),
    ],
)
def test_of_several_tracks_the_one_that_is_meant_is_shown(
    tracks: list[tuple[int, int]], width: int, second: int
) -> None:
    assert decode(filming.with_tracks(tracks), second).width == width


def test_of_tracks_none_of_which_is_enabled_the_largest_is_shown() -> None:
    data = filming.with_tracks([(160, 0), (320, 0)])
    for enabled in (b"tkhd\0\0\0\3", b"tkhd\0\0\0\2"):
        data = data.replace(enabled, b"tkhd\0\0\0\0")
    assert decode(data).width == 320


def test_the_picture_of_a_records_cover_is_not_the_video() -> None:
    cover = filming.with_tracks([(640, Disposition.attached_pic), (160, Disposition.default)])
    assert decode(cover).width == 160
    with pytest.raises(BadPicture, match="no_picture"):
        decode(filming.with_tracks([(640, Disposition.attached_pic)]))


@pytest.mark.parametrize("kind", ["mp4", "flv"])
def test_a_second_is_counted_as_players_do_from_the_first_sound_on(kind: str) -> None:
    data = film(kind, begins=2 * RATE, sound=5)
    # The sound of FLV begins a little before 0, and all is moved by as much.
    assert number_of(decode(data, 3)) == pytest.approx(RATE, abs=2)
    assert decode(data, 3).at == pytest.approx(3, abs=0.05)
    before = decode(data, 1)
    assert number_of(before) == 0
    assert before.at == pytest.approx(2, abs=0.1)
