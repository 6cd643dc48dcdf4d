"""A video's colours are read as it is tagged; where they are none of a screen's, that is told."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from av.video.reformatter import Colorspace

from studio.media.videodecoder.colours import Tags, either
from tests.media.colours.tagging import plain
from tests.media.decoding import decode
from tests.media.films.filming import with_aperture
from tests.media.test_videos import assert_corners

ORANGE, YELLOW = (200, 40, 20), (161, 161, 56)
BT709, BT601, SMPTE240M, BT2020 = 1, 6, 7, 9
PQ, HLG, BT2020_10, SRGB, LINEAR = 16, 18, 14, 13, 8
P3, DCI, FILM = 12, 11, 8
YCGCO, BT2020_CONSTANT, ICTCP = 8, 10, 14
H265, AV1 = "libx265", "libsvtav1"
TEN, TWELVE = "yuv420p10le", "yuv420p12le"


HDR: dict[str, Any] = {"primaries": BT2020, "matrix": BT2020}


@pytest.mark.parametrize(("transfer", "word"), [(HLG, "hlg"), (PQ, "pq")])
@pytest.mark.parametrize("kind", ["mp4", "flv"])
@pytest.mark.parametrize(
    ("codec", "pixels"),
    [(H265, TEN), (H265, TWELVE), (H265, "yuv420p"), (AV1, TEN), ("libx264", TEN)],
)
def test_hdr_is_read_by_its_matrix_and_told(
    codec: str, pixels: str, kind: str, transfer: int, word: str
) -> None:
    decoded = decode(plain(YELLOW, kind, codec=codec, pixels=pixels, transfer=transfer, **HDR))
    assert decoded.colours == word
    assert_corners(decoded, YELLOW)


@pytest.mark.parametrize(
    ("tags", "word"),
    [
        ({"matrix": BT2020, "transfer": BT2020_10, "primaries": BT2020}, "bt2020"),
        ({"matrix": BT709, "transfer": SRGB, "primaries": P3}, "p3"),
        ({"matrix": BT709, "transfer": BT709, "primaries": DCI}, "p3"),
        ({"matrix": BT709, "transfer": LINEAR, "primaries": BT709}, "other"),
        ({"matrix": BT709, "transfer": BT709, "primaries": FILM}, "other"),
    ],
)
@pytest.mark.parametrize("codec", ["libx264", AV1])
def test_what_no_screen_has_is_told(codec: str, tags: dict[str, Any], word: str) -> None:
    decoded = decode(plain(ORANGE, codec=codec, **tags))
    assert decoded.colours == word
    assert_corners(decoded, ORANGE)


USUAL: dict[str, dict[str, Any]] = {
    "BT.709": {"matrix": BT709, "transfer": BT709, "primaries": BT709},
    "BT.709 alone": {"matrix": BT709},
    "525 rows": {"matrix": BT601, "transfer": 6, "primaries": 6},
    "625 rows": {"matrix": 5, "transfer": 5, "primaries": 5},
    "of high rows": {"matrix": BT601, "height": 720},
    "SMPTE 240M": {"matrix": SMPTE240M, "transfer": 7, "primaries": 7},
    "full range": {"matrix": BT709, "full": True},
    "full range, old": {"pixels": "yuvj420p", "full": True},
    "4:4:4": {"matrix": BT709, "pixels": "yuv444p"},
    "red, green and blue": {"codec": "libx265", "pixels": "gbrp"},
    "sRGB's curve": {"matrix": BT709, "transfer": SRGB, "primaries": BT709},
    "untagged": {},
}


@pytest.mark.parametrize("name", USUAL)
def test_the_usual_ways_are_true_and_not_worth_a_word(name: str) -> None:
    decoded = decode(plain(ORANGE, **USUAL[name]))
    assert decoded.colours == "plain"
    assert_corners(decoded, ORANGE)


@pytest.mark.parametrize("matrix", [YCGCO, BT2020_CONSTANT, ICTCP])
def test_what_is_coded_in_a_way_that_is_not_known_is_drawn_and_told(matrix: int) -> None:
    decoded = decode(plain(ORANGE, matrix=matrix))
    assert (decoded.width, decoded.height, decoded.colours) == (64, 48, "unread")


def test_of_a_clean_aperture_the_colours_are_as_true() -> None:
    data = plain(YELLOW, matrix=BT2020, transfer=HLG, primaries=BT2020)
    decoded = decode(with_aperture(data, 32, 1, 24, 1, 0, 1, 0, 1))
    assert (decoded.width, decoded.height, decoded.colours) == (32, 24, "hlg")
    assert_corners(decoded, YELLOW)


def test_what_the_pictures_do_not_say_their_container_does() -> None:
    """VP9 has no place for more than the matrix."""
    decoded = decode(
        plain(ORANGE, codec="libvpx-vp9", matrix=BT2020, transfer=PQ, primaries=BT2020)
    )
    assert decoded.colours == "pq"


def test_of_what_picture_and_container_say_the_picture_counts() -> None:
    for inner, outer in itertools.product((2, 9), (2, 1)):
        tags = either(Tags(inner, inner, inner), Tags(outer, outer, outer))
        assert set(tags) == {outer if inner == 2 else inner}


def test_where_wide_primaries_alone_are_told_the_matrix_is_theirs() -> None:
    untold = 2
    assert Tags(untold, untold, BT2020).coding(48) == Colorspace.BT2020
    assert Tags(untold, untold, BT709).coding(48) == Colorspace.ITU601
    assert Tags(untold, untold, untold).coding(720) == Colorspace.ITU709
