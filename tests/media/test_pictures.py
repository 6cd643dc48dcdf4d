"""Good pictures come out as they went in: size, turn, colour, transparency."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

import pytest
from PIL import Image, ImageChops
from PIL.PngImagePlugin import PngInfo

from studio.media import Decoded, Policy, Refused, decode, fetch_picture
from studio.media.errors import BadPicture
from tests.media.awkward_pictures import ORIENTATION, chunk, header, png, saved
from tests.media.internet import Internet
from tests.media.origin import ANSWERS, whole

RED, GREEN, BLUE, WHITE = (255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 255)


def corners(width: int = 64, height: int = 48) -> Image.Image:
    """Red, green / blue, white quarters."""
    image = Image.new("RGB", (width, height), RED)
    image.paste(GREEN, (width // 2, 0, width, height))
    image.paste(BLUE, (0, height // 2, width // 2, height))
    image.paste(WHITE, (width // 2, height // 2, width, height))
    return image


def opened(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def round_trip(image: Image.Image, kind: str, **options: Any) -> tuple[Decoded, Image.Image]:
    decoded = decode(saved(image, kind, **options))
    return decoded, opened(decoded.picture)


def assert_close(image: Image.Image, expected: Image.Image, tolerance: int) -> None:
    extrema = ImageChops.difference(image, expected.convert(image.mode)).getextrema()
    assert max(band[1] for band in extrema if isinstance(band, tuple)) <= tolerance


def test_a_png_stays_a_png_to_the_pixel() -> None:
    decoded, picture = round_trip(corners(), "PNG")
    assert (decoded.width, decoded.height) == picture.size == (64, 48)
    assert (decoded.picture_type, decoded.stage_type) == ("image/png", "image/png")
    assert_close(picture, corners(), 0)


def test_a_jpeg_stays_a_jpeg_in_full_colour() -> None:
    decoded, picture = round_trip(corners(), "JPEG", quality=100, subsampling=0)
    assert (decoded.picture_type, decoded.stage_type) == ("image/jpeg", "image/jpeg")
    assert picture.format == "JPEG"
    assert_close(picture, corners(), 12)


def test_a_small_picture_is_its_own_proxy() -> None:
    decoded, _picture = round_trip(corners(1280, 720), "PNG")
    assert decoded.stage == decoded.picture


def test_the_proxy_of_a_larger_picture_has_at_most_1280_pixels_a_side() -> None:
    decoded, picture = round_trip(corners(1000, 2000), "PNG")
    assert picture.size == (1000, 2000)
    assert opened(decoded.stage).size == (640, 1280)
    assert decoded.stage_type == "image/jpeg"
    assert_close(opened(decoded.stage).crop((0, 0, 300, 600)), Image.new("RGB", (300, 600), RED), 3)


def test_a_picture_beyond_4096_pixels_is_kept_smaller_but_knows_its_true_size() -> None:
    decoded, picture = round_trip(corners(8192, 1000), "PNG")
    assert (decoded.width, decoded.height) == (8192, 1000)
    assert picture.size == (4096, 500)
    assert opened(decoded.stage).size == (1280, 156)
    assert [picture.getpixel(at) for at in ((5, 5), (4090, 5), (5, 495))] == [RED, GREEN, BLUE]


def test_scaling_band_by_band_leaves_no_seams() -> None:
    slope = Image.linear_gradient("L").resize((1500, 6000)).convert("RGB")
    _decoded, picture = round_trip(slope, "PNG")
    assert_close(picture, slope.resize(picture.size, Image.Resampling.LANCZOS), 1)


def test_forty_million_pixels_fit() -> None:
    assert decode(saved(Image.new("1", (8000, 5000)), "PNG")).width == 8000


@pytest.mark.parametrize(
    ("turn", "top_left", "bottom_right"),
    [
        *((1, RED, WHITE), (2, GREEN, BLUE), (3, WHITE, RED), (4, BLUE, GREEN)),
        *((5, RED, WHITE), (6, BLUE, GREEN), (7, WHITE, RED), (8, GREEN, BLUE)),
    ],
)
@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_the_exif_turn_is_done_to_pixels_and_size(
    kind: str, turn: int, top_left: tuple[int, ...], bottom_right: tuple[int, ...]
) -> None:
    exif = Image.Exif()
    exif[ORIENTATION] = turn
    decoded, picture = round_trip(corners(), kind, exif=exif)

    assert (decoded.width, decoded.height) == picture.size
    assert picture.size == ((64, 48) if turn < 5 else (48, 64))
    width, height = picture.size
    assert_close(picture.crop((0, 0, 9, 9)), Image.new("RGB", (9, 9), top_left), 3)
    last = picture.crop((width - 9, height - 9, width, height))
    assert_close(last, Image.new("RGB", (9, 9), bottom_right), 3)


XMP = '<rdf:Description tiff:Orientation="6"/>'


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_turn_of_which_xmp_alone_tells_is_done_by_nobody(kind: str) -> None:
    texts = PngInfo()
    texts.add_itxt("XML:com.adobe.xmp", XMP)
    notes: dict[str, Any] = {"xmp": XMP.encode()} if kind == "JPEG" else {"pnginfo": texts}
    data = saved(corners(), kind, **notes)
    assert Image.open(io.BytesIO(data)).getexif()[ORIENTATION] == 6
    decoded = decode(data)
    assert (decoded.width, decoded.height) == (64, 48)


def test_a_turn_told_of_in_a_text_is_done() -> None:
    """As ImageMagick wrote it; FFmpeg heeds it from 8.1 on."""
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    note = exif.tobytes()
    texts = PngInfo()
    texts.add_text("Raw profile type exif", f"\nexif\n{len(note):8}\n{note.hex()}\n", zip=True)
    decoded = decode(saved(corners(), "PNG", pnginfo=texts))
    assert (decoded.width, decoded.height) == (48, 64)


# By EXIF's kinds of numbers: what fills four bytes stands in its place, what is longer behind.
SIX = {
    "fraction": struct.pack("<HIIIII", 5, 1, 26, 0, 6, 1),
    "float": struct.pack("<HIfI", 11, 1, 6, 0),
    "double": struct.pack("<HIIId", 12, 1, 26, 0, 6),
}


@pytest.mark.parametrize("number", SIX)
@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_turn_may_be_told_as_a_fraction(kind: str, number: str) -> None:
    exif = b"Exif\0\0II*\0" + struct.pack("<IHH", 8, 1, ORIENTATION) + SIX[number]
    decoded = decode(saved(corners(), kind, exif=exif))
    assert (decoded.width, decoded.height) == (48, 64)
    assert decoded.png_turn == (6 if kind == "PNG" else 1)


@pytest.mark.parametrize(("has_note", "size"), [(True, (48, 64)), (False, (64, 48))])
@pytest.mark.parametrize("words", ["", "short", "\nexif\n", "\nexif\n 4\nwords"])
def test_a_text_that_cant_be_read_takes_no_turn_away(
    words: str, has_note: bool, size: tuple[int, int]
) -> None:
    exif, texts = Image.Exif(), PngInfo()
    exif[ORIENTATION] = 6
    texts.add_text("Raw profile type exif", words)
    notes: dict[str, Any] = {"exif": exif} if has_note else {}
    decoded = decode(saved(corners(), "PNG", pnginfo=texts, **notes))
    assert (decoded.width, decoded.height) == size


def test_a_turn_told_of_behind_the_pixels_is_done() -> None:
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    whole = saved(corners(), "PNG")
    note = chunk(b"eXIf", exif.tobytes().removeprefix(b"Exif\0\0"))
    decoded = decode(whole[:-12] + note + whole[-12:])
    assert (decoded.width, decoded.height) == (48, 64)


def test_a_turned_picture_that_is_too_large_is_measured_after_the_turn() -> None:
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    decoded, picture = round_trip(corners(5000, 1000), "JPEG", exif=exif)
    assert (decoded.width, decoded.height) == (1000, 5000)
    assert picture.size == (819, 4096)


def test_transparency_of_a_png_is_kept_in_picture_and_proxy() -> None:
    image = corners(2000, 1000).convert("RGBA")
    image.putalpha(Image.linear_gradient("L").resize(image.size))
    decoded, picture = round_trip(image, "PNG")

    assert_close(picture, image, 0)
    assert decoded.stage_type == "image/png"
    assert opened(decoded.stage).getpixel((5, 639))[3] == 255  # type: ignore[index]
    assert opened(decoded.stage).getchannel("A").getextrema() == (0, 255)


@pytest.mark.parametrize("transparency", [0, bytes([0, 255, 255, 255])])
def test_a_transparent_palette_entry_stays_transparent(transparency: int | bytes) -> None:
    image = Image.new("P", (2, 1))
    image.putpalette([*RED, *GREEN, *BLUE, *WHITE])
    image.putpixel((1, 0), 2)
    _decoded, picture = round_trip(image, "PNG", transparency=transparency)

    assert picture.mode == "RGBA"
    assert picture.getpixel((0, 0)) == (*RED, 0)
    assert picture.getpixel((1, 0)) == (*BLUE, 255)


def test_a_colour_key_becomes_transparency() -> None:
    _decoded, picture = round_trip(corners(), "PNG", transparency=BLUE)
    assert picture.getpixel((5, 40)) == (*BLUE, 0)
    assert picture.getpixel((5, 5)) == (*RED, 255)


def test_a_palette_without_transparency_becomes_rgb() -> None:
    _decoded, picture = round_trip(corners().quantize(4), "PNG")
    assert picture.mode == "RGB"
    assert_close(picture, corners(), 0)


def test_sixteen_bit_grey_keeps_its_upper_half() -> None:
    row = b"\0" + b"\x00\x00\x40\x00\x80\x00\xff\xff"
    decoded = decode(png(header(4, 1, 16, 0), zlib.compress(row)))
    greys = [opened(decoded.picture).getpixel((x, 0)) for x in range(4)]
    assert greys == [(0, 0, 0), (64, 64, 64), (128, 128, 128), (255, 255, 255)]


def test_sixteen_bit_colour_keeps_its_upper_half() -> None:
    row = b"\0" + struct.pack(">4H", 0x8000, 0x4000, 0x2000, 0x1000)
    decoded = decode(png(header(1, 1, 16, 6), zlib.compress(row)))
    assert opened(decoded.picture).getpixel((0, 0)) == (0x80, 0x40, 0x20, 0x10)


def test_of_sixteen_bit_grey_the_value_that_is_meant_is_transparent() -> None:
    image = Image.new("I;16", (4, 1))
    for x, value in enumerate((0x3E8, 0x3E9, 0xE8, 0xFFFF)):
        image.putpixel((x, 0), value)
    _decoded, picture = round_trip(image, "PNG", transparency=0x3E8)
    assert picture.mode == "RGBA"
    alphas = [picture.getpixel((x, 0))[3] for x in range(4)]  # type: ignore[index]
    assert alphas == [0, 255, 255, 255]


def test_a_colour_key_of_sixteen_bits_becomes_transparency() -> None:
    row = b"\0" + struct.pack(">6H", 0x80FF, 0x4000, 0x2000, 0xFF, 0, 0)
    key = chunk(b"tRNS", struct.pack(">3H", 0x80FF, 0x4000, 0x2000))
    decoded = decode(png(header(2, 1, 16, 2) + key, zlib.compress(row)))
    picture = opened(decoded.picture)
    assert [picture.getpixel((x, 0)) for x in range(2)] == [(0x80, 0x40, 0x20, 0), (0, 0, 0, 255)]


@pytest.mark.parametrize("mode", ["L", "1", "LA"])
def test_grey_pictures_become_colour_ones_that_look_the_same(mode: str) -> None:
    image = Image.linear_gradient("L").convert(mode)
    _decoded, picture = round_trip(image, "PNG")
    assert picture.mode == ("RGBA" if mode == "LA" else "RGB")
    assert_close(picture, image.convert("RGB").convert(picture.mode), 0)


def test_a_cmyk_jpeg_keeps_its_colours() -> None:
    decoded, picture = round_trip(corners().convert("CMYK"), "JPEG", quality=100)
    assert decoded.picture_type == "image/jpeg"
    assert picture.mode == "RGB"
    assert_close(picture.crop((4, 4, 12, 12)), Image.new("RGB", (8, 8), RED), 12)


def test_only_the_first_frame_of_an_animation_counts() -> None:
    more = [Image.new("RGB", (64, 48), BLUE)]
    _decoded, picture = round_trip(corners(), "PNG", save_all=True, append_images=more)
    assert_close(picture, corners(), 0)


def test_of_an_animation_its_own_first_picture_is_shown() -> None:
    """Not the one for whoever can't play it."""
    moving = [Image.new("RGB", (64, 48), colour) for colour in (BLUE, GREEN)]
    options: dict[str, Any] = {"save_all": True, "append_images": moving, "default_image": True}
    _decoded, picture = round_trip(Image.new("RGB", (64, 48), RED), "PNG", **options)
    assert picture.getpixel((32, 24)) == BLUE


def test_a_jpeg_of_several_pictures_shows_its_first() -> None:
    several = saved(corners(), "MPO", save_all=True, append_images=[Image.new("RGB", (9, 9))])
    assert decode(several).width == 64


def test_a_picture_is_fetched_and_decoded(
    internet: Internet, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = whole(saved(corners(), "PNG"))
    monkeypatch.setitem(ANSWERS, "/corners.png", lambda _path: iter([answer]))

    assert fetch_picture("http://ok.test/corners.png", Policy()).width == 64
    with pytest.raises(BadPicture, match="not_an_image"):
        fetch_picture("http://ok.test/refresh", Policy())
    with pytest.raises(Refused, match="address"):
        fetch_picture("http://lo.test/corners.png", Policy())
