"""How alike two pictures are, and pictures worth comparing."""

from __future__ import annotations

import math
from random import Random

from PIL import Image, ImageChops, ImageFilter, ImageStat


def scenery(width: int, height: int, seed: int) -> Image.Image:
    """Soft shapes with some detail, as in a photograph."""
    random = Random(seed)
    bands = []
    for _ in "rgb":
        coarse = Image.frombytes("L", (12, 8), random.randbytes(96))
        fine = Image.frombytes(
            "L", (width // 4, height // 4), random.randbytes(width * height // 16)
        )
        soft = coarse.resize((width, height), Image.Resampling.BICUBIC)
        detail = fine.resize((width, height), Image.Resampling.BICUBIC)
        bands.append(Image.blend(soft, detail, 0.1))
    return Image.merge("RGB", bands).filter(ImageFilter.GaussianBlur(1))


def psnr(one: Image.Image, other: Image.Image) -> float:
    squares = ImageStat.Stat(ImageChops.difference(one, other)).sum2
    mean = sum(squares) / (3 * one.width * one.height)
    return math.inf if mean == 0 else 10 * math.log10(255**2 / mean)
