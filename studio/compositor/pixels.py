"""What a PNG or JPEG may hold, brought to upright 8-bit RGB or RGBA, and scaled."""

from __future__ import annotations

from functools import cache

from PIL import ExifTags, Image
from PIL.Image import Resampling, Transpose

from studio.rules.geometry import Box

Size = tuple[int, int]

TURNS = {
    2: Transpose.FLIP_LEFT_RIGHT,
    3: Transpose.ROTATE_180,
    4: Transpose.FLIP_TOP_BOTTOM,
    5: Transpose.TRANSPOSE,
    6: Transpose.ROTATE_270,
    7: Transpose.TRANSVERSE,
    8: Transpose.ROTATE_90,
}
SIDEWAYS = 5  # EXIF orientations from here on swap width and height

# Averaging whole blocks does the coarse part of a reduction, the bicubic filter what is left:
# 42 to 48 dB from bicubic alone on a noisy photograph, where JPEG is at 33, in half the time.
# Pillow divides a block's sum by a reciprocal of 24 bits: a larger block would lose its white.
MOST_REDUCED = 32
BICUBIC_REACH = 2  # source pixels to either side that weigh in where nothing is reduced


def orientation(image: Image.Image) -> int:
    """The EXIF orientation, 1…8, as far as the header tells; 1 where it is absent or absurd. What
    Pillow also finds in XMP no mixer and no browser heeds.
    """
    exif = Image.Exif()
    try:
        exif.load(image.info.get("exif", b""))
        value = exif.get(ExifTags.Base.Orientation, 1)
    except Exception:  # noqa: BLE001 - an unreadable note does not spoil the picture
        return 1
    return value if value in TURNS else 1


def upright(size: Size, turn: int) -> Size:
    """The size after (or, the other way round, before) the turn of that orientation."""
    return size[::-1] if turn >= SIDEWAYS else size


def turned(image: Image.Image, turn: int) -> Image.Image:
    """The image as its EXIF orientation wants it seen."""
    return image.transpose(TURNS[turn]) if turn in TURNS else image


def flat(image: Image.Image) -> Image.Image:
    """The image as 8-bit RGB, or RGBA where anything in it may be transparent."""
    if image.mode.startswith("I"):
        image = _eight_bits(image)
    mode = "RGBA" if image.has_transparency_data else "RGB"
    return image if image.mode == mode else image.convert(mode)


def scaled(image: Image.Image, size: Size, window: Box) -> Image.Image:
    """The `window` of what the RGB or RGBA image is at `size`.

    Only the window's pixels are computed, so that work and memory are bounded by it and by the
    image, never by `size`. Transparent pixels lend no colour to their neighbours.
    """
    if image.size == size:
        whole = window == Box(0, 0, *size)
        return image if whole else image.crop((window.x, window.y, window.right, window.bottom))
    if image.mode == "RGBA":
        return scaled(image.convert("RGBa"), size, window).convert("RGBA")
    factors = _factor(image.width, size[0]), _factor(image.height, size[1])
    # The whole image is reduced, not the window's part: block edges then never move with the
    # window, and a clipped picture looks like a part of the whole one.
    reduced = image if factors == (1, 1) else image.reduce(factors)
    left, right = (at * image.width / (size[0] * factors[0]) for at in (window.x, window.right))
    top, bottom = (at * image.height / (size[1] * factors[1]) for at in (window.y, window.bottom))
    return _resampled(reduced, (left, top, right, bottom), (window.w, window.h))


def _resampled(
    image: Image.Image, part: tuple[float, float, float, float], size: Size
) -> Image.Image:
    """That part of the image at `size`, across first and then down.

    In one call Pillow would choose the order by `size`, and with it what is rounded in between.
    """
    left, top, right, bottom = part
    reach = BICUBIC_REACH * max(1, (bottom - top) / size[1]) + 1
    first, last = max(0, int(top - reach)), min(image.height, int(bottom + reach) + 1)
    rows = last - first
    if rows < image.height:
        image = image.crop((0, first, image.width, last))
    image = image.resize((size[0], rows), Resampling.BICUBIC, (left, 0, right, rows))
    down = (0, top - first, size[0], bottom - first)
    return image.resize(size, Resampling.BICUBIC, down)


def _factor(have: int, want: int) -> int:
    return min(MOST_REDUCED, max(1, have // want))


def _eight_bits(image: Image.Image) -> Image.Image:
    """16-bit grey as 8-bit grey, its transparent level (if any) as alpha."""
    deep = image.convert("I")
    grey = deep.point(_grey_levels(), "L")
    clear = image.info.get("transparency")
    if clear is None:
        return grey
    levels = [255] * 65536
    levels[clear] = 0
    return Image.merge("LA", (grey, deep.point(levels, "L")))


@cache
def _grey_levels() -> list[int]:
    return [(level + 128) // 257 for level in range(65536)]
