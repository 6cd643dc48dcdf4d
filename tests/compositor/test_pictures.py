"""What files may hold, and how each of it is seen."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageStat

from studio.compositor import Picture, load
from studio.rules.geometry import Box
from tests.compositor.documents import (
    BLUE,
    GREEN,
    RED,
    WHITE,
    Colour,
    document,
    drawn,
    jpeg,
    near,
    plain,
    png,
)
from tests.likeness import psnr, scenery
from tests.media import awkward_pictures

ORIENTATION = 0x0112


def seen(picture: Picture) -> Image.Image:
    """The picture over blue, at its own size."""
    width, height = picture.size
    box = (0, 0, width, height)
    return drawn(document(picture.size, [box, box]), plain(BLUE, picture.size), picture)


def quadrants() -> Image.Image:
    """Red, green over blue, white."""
    image = Image.new("RGB", (64, 32), RED)
    image.paste(GREEN, (32, 0, 64, 16))
    image.paste(BLUE, (0, 16, 32, 32))
    image.paste(WHITE, (32, 16, 64, 32))
    return image


NAMES = {"R": RED, "G": GREEN, "B": BLUE, "W": WHITE}
TURNED = {1: "RGBW", 2: "GRWB", 3: "WBGR", 4: "BWRG", 5: "RBGW", 6: "BRWG", 7: "WGBR", 8: "GWRB"}


@pytest.mark.parametrize(("orientation", "expected"), TURNED.items())
@pytest.mark.parametrize("save", [jpeg, png])
def test_each_exif_orientation_is_turned_upright(
    orientation: int, expected: str, save: Callable[..., bytes]
) -> None:
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    picture = load(save(quadrants(), exif=exif))
    width, height = (64, 32) if orientation < 5 else (32, 64)
    assert picture.size == (width, height)
    canvas = seen(picture)
    corners = [(4, 4), (width - 5, 4), (4, height - 5), (width - 5, height - 5)]
    for corner, name in zip(corners, expected, strict=True):
        assert near(canvas.getpixel(corner), NAMES[name])


@pytest.mark.parametrize("orientation", [0, 9, 99])
def test_an_absurd_orientation_is_ignored(orientation: int) -> None:
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    picture = load(jpeg(quadrants(), exif=exif))
    assert picture.size == (64, 32)
    assert near(seen(picture).getpixel((4, 4)), RED)


def test_a_turn_of_which_xmp_alone_tells_is_ignored() -> None:
    xmp = b'<rdf:Description tiff:Orientation="6"/>'
    assert load(jpeg(quadrants(), xmp=xmp)).size == (64, 32)


def test_a_turned_picture_is_letterboxed_by_its_upright_size() -> None:
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    picture = load(jpeg(Image.new("RGB", (1600, 900), WHITE), exif=exif))
    canvas = drawn(document((160, 90), [(0, 0, 160, 90)]), picture)
    assert canvas.getbbox() == (54, 0, 105, 90)


def palette(transparency: bytes | int | None = None) -> bytes:
    image = Image.new("P", (8, 8), 1)
    image.putpalette([9, 9, 9, 250, 100, 30])
    return png(image) if transparency is None else png(image, transparency=transparency)


def grey16(level: int, transparency: int | None = None) -> bytes:
    image = Image.new("I;16", (8, 8), level)
    return png(image) if transparency is None else png(image, transparency=transparency)


def of(mode: str, colour: float | tuple[int, ...]) -> Image.Image:
    return Image.new(mode, (8, 8), colour)


MODES: dict[str, tuple[bytes, Colour]] = {
    "rgb": (png(of("RGB", (250, 100, 30))), (250, 100, 30)),
    "rgb, one colour clear": (png(of("RGB", (1, 2, 3)), transparency=(1, 2, 3)), BLUE),
    "rgb, another colour clear": (png(of("RGB", (1, 2, 4)), transparency=(1, 2, 3)), (1, 2, 4)),
    "rgba opaque": (png(of("RGBA", (250, 100, 30, 255))), (250, 100, 30)),
    "rgba clear": (png(of("RGBA", (250, 100, 30, 0))), BLUE),
    "rgba half": (png(of("RGBA", (255, 255, 255, 128))), (128, 128, 255)),
    "grey": (png(of("L", 77)), (77, 77, 77)),
    "grey, one level clear": (png(of("L", 77), transparency=77), BLUE),
    "grey with alpha": (png(of("LA", (255, 128))), (128, 128, 255)),
    "black and white": (png(of("1", 1)), WHITE),
    "palette": (palette(), (250, 100, 30)),
    "palette, one entry clear": (palette(1), BLUE),
    "palette with alpha": (palette(bytes([255, 128])), (125, 50, 142)),
    "16-bit black": (grey16(0), (0, 0, 0)),
    "16-bit grey": (grey16(100 * 257), (100, 100, 100)),
    "16-bit grey, rounded": (grey16(100 * 257 + 200), (101, 101, 101)),
    "16-bit white": (grey16(65535), WHITE),
    "16-bit, one level clear": (grey16(40_000, 40_000), BLUE),
    "16-bit, another level clear": (grey16(40_000, 40_001), (156, 156, 156)),
    "jpeg": (jpeg(of("RGB", (250, 100, 30))), (250, 100, 30)),
    "grey jpeg": (jpeg(of("L", 77)), (77, 77, 77)),
    "cmyk jpeg": (jpeg(of("CMYK", (0, 255, 255, 0))), RED),
    "cmyk jpeg, half black": (jpeg(of("CMYK", (0, 0, 0, 128))), (127, 127, 127)),
}


@pytest.mark.parametrize(("file", "colour"), MODES.values(), ids=list(MODES))
@pytest.mark.parametrize("side", [8, 5, 21], ids=["as it is", "reduced", "enlarged"])
def test_every_kind_of_pixel_is_seen_in_its_colour(file: bytes, colour: Colour, side: int) -> None:
    box = (0, 0, side, side)
    rules = document((side, side), [box, box])
    canvas = drawn(rules, plain(BLUE, (8, 8)), load(file))
    assert near(canvas.getpixel((side // 2, side // 2)), colour, within=3 if file[0] == 0xFF else 1)


def test_a_gradient_of_16_bits_keeps_its_order() -> None:
    image = Image.new("I;16", (256, 1))
    for x in range(256):
        image.putpixel((x, 0), x * 257)
    canvas = seen(load(png(image)))
    assert [canvas.getpixel((x, 0)) for x in range(256)] == [(x, x, x) for x in range(256)]


def test_a_file_is_read_from_a_path_its_bytes_or_a_stream(tmp_path: Path) -> None:
    encoded = png(quadrants())
    path = tmp_path / "picture.png"
    path.write_bytes(encoded)
    for file in (path, str(path), encoded, BytesIO(encoded)):
        assert seen(load(file)).tobytes() == quadrants().tobytes()


def test_only_the_header_is_read_before_drawing() -> None:
    header = png(Image.effect_noise((640, 480), 50))[:100]
    picture = load(header)
    assert picture.size == (640, 480)
    with pytest.raises(OSError, match="truncated"):
        seen(picture)


@pytest.mark.parametrize("form", ["GIF", "BMP", "WEBP", "TIFF"])
def test_no_format_but_png_and_jpeg_is_opened(form: str) -> None:
    file = BytesIO()
    quadrants().save(file, form)
    with pytest.raises(OSError, match="cannot identify"):
        load(file.getvalue())


def test_a_proxy_stands_for_the_true_size_given_with_it() -> None:
    proxy = load(png(Image.new("RGB", (128, 72), WHITE)), size=(1000, 1000))
    assert proxy.size == (1000, 1000)
    assert drawn(document((90, 50), [(0, 0, 90, 50)]), proxy).getbbox() == (20, 0, 70, 50)


def test_a_picture_without_pixels_is_an_error() -> None:
    with pytest.raises(ValueError, match="a picture of 0 × 9 pixels"):
        Picture(Image.new("RGB", (1, 1)), (0, 9))


def test_one_picture_may_be_drawn_small_and_then_large() -> None:
    picture = load(jpeg(quadrants().resize((1600, 800))))
    rules = document((1600, 800), [(0, 0, 1600, 800)])
    large = drawn(rules, picture).tobytes()
    drawn(rules, picture, scale=0.05)
    assert drawn(rules, picture).tobytes() == large


@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
@pytest.mark.parametrize("width", [1000, 400, 130, 50])
def test_a_jpeg_decoded_small_looks_like_one_decoded_in_full(mode: str, width: int) -> None:
    image = Image.radial_gradient("L").resize((1000, 500)).convert("RGB").convert(mode)
    picture = load(jpeg(image))
    rules = document((width, width // 2), [(0, 0, width, width // 2)])
    full = Image.open(BytesIO(jpeg(image))).convert("RGB").resize((width, width // 2))
    difference = ImageStat.Stat(ImageChops.difference(drawn(rules, picture), full))
    assert max(difference.rms) < 1.5


def test_a_jpeg_decoded_small_keeps_everything_in_its_place() -> None:
    """The last column of an eighth of 633 pixels would stand for one pixel, not eight."""
    image = scenery(633, 361, 1)
    rules = document((79, 45), [(0, 0, 79, 45)])
    whole = BytesIO()
    image.save(whole, "PNG")
    seen = drawn(rules, load(jpeg(image)))
    assert psnr(seen, drawn(rules, load(whole.getvalue()))) >= 38


CASES = awkward_pictures.cases()
WHOLE = [case for case in CASES if case.verdict == "ok"]
BROKEN = [case for case in CASES if case not in WHOLE]


@pytest.mark.parametrize("case", BROKEN, ids=lambda case: case.name)
def test_a_broken_file_is_an_oserror_and_nothing_else(case: awkward_pictures.Case) -> None:
    with pytest.raises(OSError):  # noqa: PT011  # the sentence is Pillow's
        load(case.data).drawn((16, 9), Box(0, 0, 16, 9))


@pytest.mark.parametrize("case", WHOLE, ids=lambda case: case.name)
def test_an_awkward_file_is_drawn(case: awkward_pictures.Case) -> None:
    assert load(case.data).drawn((16, 9), Box(0, 0, 16, 9)).size == (16, 9)
