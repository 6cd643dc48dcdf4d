"""A JPEG of which parts were encoded anew is the JPEG of the whole picture, byte for byte."""

from __future__ import annotations

from io import BytesIO
from random import Random

import pytest
from PIL import Image, JpegImagePlugin

from studio.compositor import encode
from studio.compositor.splicing import Spliced, interval
from studio.rules.geometry import Box

SIZES = [(1, 1), (10, 10), (16, 16), (17, 33), (960, 540), (1001, 777), (1366, 768), (1936, 8)]


def noise(random: Random, width: int, height: int) -> Image.Image:
    return Image.frombytes("RGB", (width, height), random.randbytes(3 * width * height))


def some_box(random: Random, width: int, height: int) -> Box:
    x, y = random.randrange(width), random.randrange(height)
    return Box(x, y, random.randint(1, width - x), random.randint(1, height - y))


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("quality", [1, 85, 95])
def test_parts_laid_into_a_jpeg_give_what_encoding_all_of_it_gives(
    size: tuple[int, int], quality: int
) -> None:
    random = Random(str(size))
    image = noise(random, *size)
    jpeg = Spliced(image, quality)
    for _ in range(4):
        boxes = [jpeg.grown(some_box(random, *size)) for _ in range(2)]
        parts = [(noise(random, box.w, box.h), box) for box in boxes]
        for part, box in parts:
            image.paste(part, (box.x, box.y))
        jpeg.lay(parts)
        assert jpeg.file == encode(image, "jpeg", quality, restart=interval(size[0]))


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_a_box_grows_to_whole_intervals_and_not_past_the_picture(size: tuple[int, int]) -> None:
    random = Random(3)
    jpeg = Spliced(Image.new("RGB", size), 85)
    wide = 16 * interval(size[0])
    for _ in range(50):
        box = some_box(random, *size)
        grown = jpeg.grown(box)
        assert grown.contains(box)
        assert Box(0, 0, *size).contains(grown)
        assert grown.x % wide == grown.y % 16 == 0
        assert grown.right % wide == 0 or grown.right == size[0]
        assert grown.bottom % 16 == 0 or grown.bottom == size[1]


@pytest.mark.parametrize(
    ("width", "units"),
    [
        (1920, 8),
        (960, 6),
        (1280, 8),
        (1080, 4),
        (2160, 9),
        (1001, 7),
        (1366, 43),
        (1888, 59),
        (10, 1),
    ],
)
def test_intervals_are_of_about_128_pixels_and_fill_a_row(width: int, units: int) -> None:
    assert interval(width) == units


def test_a_picture_in_intervals_is_an_ordinary_jpeg_hardly_any_longer() -> None:
    image = noise(Random(5), 96, 54).resize((1920, 1080))
    plain, spliced = encode(image, "jpeg"), Spliced(image, 85).file
    assert len(spliced) < 1.05 * len(plain)
    seen = Image.open(BytesIO(spliced))
    assert "progressive" not in seen.info
    assert JpegImagePlugin.get_sampling(seen) == 2  # 4:2:0
    assert seen.tobytes() == Image.open(BytesIO(plain)).tobytes()
