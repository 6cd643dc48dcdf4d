"""A picture's colours are shown as they are, and told where a screen has others; or converted."""

from __future__ import annotations

from typing import Any

import pytest
from PIL import Image

from studio.media import BadPicture, decode
from tests.media.awkward_pictures import chunk, saved
from tests.media.colours import profiles
from tests.media.colours.notes import BT2020, SCREENS, SRGB, cicp, gamma, noted, primaries
from tests.media.test_pictures import RED, opened

P3_RED, ADOBE_RED = (234, 51, 35), (219, 0, 0)
GREY, PALER = 100, (119, 119, 119)
TOLERANCE = 2


def middle(data: bytes) -> tuple[int, ...]:
    image = opened(data)
    found = image.getpixel((image.width // 2, image.height // 2))
    assert isinstance(found, tuple)
    return found


def near(found: tuple[int, ...], wanted: tuple[int, ...]) -> bool:
    return all(abs(one - two) <= TOLERANCE for one, two in zip(found, wanted, strict=True))


def of(mode: str, colour: Any) -> Image.Image:
    return Image.new(mode, (16, 16), colour)


PROFILED: dict[str, tuple[Image.Image, bytes, str, tuple[int, ...], tuple[int, ...]]] = {
    "Display P3": (of("RGB", P3_RED), profiles.display_p3(), "p3", P3_RED, RED),
    "Display P3, transparent": (
        of("RGBA", (*P3_RED, 128)),
        profiles.display_p3(),
        "p3",
        (*P3_RED, 128),
        (*RED, 128),
    ),
    "Display P3, palette": (
        of("RGB", P3_RED).quantize(2),
        profiles.display_p3(),
        "p3",
        P3_RED,
        RED,
    ),
    "Adobe RGB": (of("RGB", ADOBE_RED), profiles.adobe_rgb(), "adobe", ADOBE_RED, RED),
    "grey": (of("L", GREY), profiles.grey(1.8), "other", (GREY,) * 3, PALER),
    "grey, transparent": (
        of("LA", (GREY, 77)),
        profiles.grey(1.8),
        "other",
        (GREY, GREY, GREY, 77),
        (*PALER, 77),
    ),
    "grey of 16 bits": (of("I;16", GREY * 257), profiles.grey(1.8), "other", (GREY,) * 3, PALER),
}


@pytest.mark.parametrize("name", PROFILED)
def test_of_a_png_with_a_profile_the_numbers_are_shown_and_it_is_told(name: str) -> None:
    image, profile, word, numbers, seen = PROFILED[name]
    data = saved(image, "PNG", icc_profile=profile)
    decoded = decode(data)
    assert (decoded.colours, middle(decoded.picture)) == (word, numbers)
    converted = decode(data, converted=True)
    assert converted.colours == "plain"
    assert near(middle(converted.picture), seen)


@pytest.mark.parametrize(
    ("image", "profile", "word", "numbers", "seen"),
    [
        (of("RGB", P3_RED), profiles.display_p3(), "p3", P3_RED, RED),
        (of("L", GREY), profiles.grey(1.8), "other", (GREY,) * 3, PALER),
        (of("CMYK", (255, 0, 0, 0)), profiles.press(), "other", (0, 255, 255), PALER),
    ],
)
def test_of_a_jpeg_with_a_profile_the_numbers_are_shown_and_it_is_told(
    image: Image.Image, profile: bytes, word: str, numbers: tuple[int, ...], seen: tuple[int, ...]
) -> None:
    data = saved(image, "JPEG", quality=100, subsampling=0, icc_profile=profile)
    decoded, converted = decode(data), decode(data, converted=True)
    assert (decoded.colours, converted.colours) == (word, "plain")
    assert near(middle(decoded.picture), numbers)
    assert near(middle(converted.picture), seen)


def test_a_large_picture_is_converted_band_by_band_and_so_is_its_proxy() -> None:
    image = Image.new("RGB", (5000, 600), P3_RED)
    data = saved(image, "PNG", icc_profile=profiles.display_p3())
    converted = decode(data, converted=True)
    for file in (converted.picture, converted.stage):
        assert opened(file).convert("RGB").getcolors() is not None
        assert near(middle(file)[:3], RED)


PLAIN: dict[str, tuple[Image.Image, bytes]] = {
    "sRGB": (of("RGB", RED), profiles.srgb()),
    "grey of gamma 2.2": (of("L", GREY), profiles.grey(2.2)),
    "for another kind of pixel": (of("RGB", P3_RED), profiles.grey(1.8)),
    "words": (of("RGB", P3_RED), b"canary" * 30),
    "cut short": (of("RGB", P3_RED), profiles.display_p3()[:200]),
    "of a printer, without tables": (of("CMYK", (*RED, 0)), profiles.profile("None", b"CMYK", {})),
}


@pytest.mark.parametrize("name", PLAIN)
def test_a_profile_that_changes_nothing_or_cant_be_read_is_not_worth_a_word(name: str) -> None:
    image, profile = PLAIN[name]
    data = saved(image, "JPEG", icc_profile=profile)
    decoded, converted = decode(data), decode(data, converted=True)
    assert (decoded.colours, converted.colours) == ("plain", "plain")
    assert converted.picture == decoded.picture


def test_a_profile_may_be_as_large_as_those_of_printers_and_no_larger() -> None:
    data = saved(of("RGB", P3_RED), "JPEG", icc_profile=profiles.display_p3() + bytes(3_000_000))
    assert decode(data).colours == "p3"
    data = saved(of("RGB", P3_RED), "JPEG", icc_profile=profiles.display_p3() + bytes(5_000_000))
    assert decode(data).colours == "other"
    with pytest.raises(BadPicture, match="no_screen_colours"):
        decode(data, converted=True)


NOTES: dict[str, tuple[list[bytes], str]] = {
    "P3": ([cicp(12, 13)], "p3"),
    "BT.2020": ([cicp(9, 14)], "bt2020"),
    "PQ": ([cicp(9, 16)], "pq"),
    "HLG": ([cicp(9, 18)], "hlg"),
    **{f"transfer {number}": ([cicp(1, number)], "other") for number in (8, 9, 10, 17)},
    **{f"primaries {number}": ([cicp(number, 13)], "other") for number in (8, 10)},
    "not all levels": ([cicp(1, 13, full=False)], "other"),
    "a screen's": ([cicp(1, 13)], "plain"),
    "of too few numbers": ([chunk(b"cICP", b"\x09\x10")], "plain"),
    "before others": ([cicp(12, 13), SRGB], "p3"),
    "gamma of a screen": ([gamma(0.45455)], "plain"),
    "linear": ([gamma(1)], "other"),
    "linear, but sRGB": ([gamma(1), SRGB], "plain"),
    "primaries of a screen": ([gamma(0.45455), primaries(*SCREENS)], "plain"),
    "others": ([gamma(0.45455), primaries(*BT2020)], "other"),
    "others, without gamma": ([primaries(*BT2020)], "plain"),
}


@pytest.mark.parametrize("name", NOTES)
def test_what_a_png_says_in_numbers_is_told(name: str) -> None:
    notes, word = NOTES[name]
    decoded = decode(noted(P3_RED, *notes))
    assert (decoded.colours, middle(decoded.picture)) == (word, P3_RED)


@pytest.mark.parametrize(
    "name", [name for name, (_notes, word) in NOTES.items() if word != "plain"]
)
def test_what_numbers_alone_tell_of_is_not_converted_but_refused(name: str) -> None:
    with pytest.raises(BadPicture, match="no_screen_colours"):
        decode(noted(P3_RED, *NOTES[name][0]), converted=True)


@pytest.mark.parametrize(
    ("name", "word"),
    [
        *((name, "p3") for name in ("Display P3", "DCI-P3 D65", "P3-D65", "Image P3 D65")),
        *((name, "bt2020") for name in ("ITU-R BT.2020", "BT2020", "Rec. 2020", "Rec2020 g2.4")),
        *((name, "other") for name in ("Dell U2720Q 2020-06-01", "EPSON SP3800", "Wide P3")),
    ],
)
def test_a_profile_is_known_by_what_it_calls_itself(name: str, word: str) -> None:
    profile = profiles.display_p3(name)
    assert decode(saved(of("RGB", P3_RED), "PNG", icc_profile=profile)).colours == word
