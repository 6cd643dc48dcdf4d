"""The benchmark's jobs, and the pictures they need: generated once, the same for everyone.

A job is `{"canvas": [w, h], "sources": [{"path", "rect": [x, y, w, h]}, …], "logos": […],
"format": "jpeg" | "png", "quality": 85}`, both lists in painting order.
"""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageDraw

Job = dict[str, Any]
Rectangle = list[int]

# Amplitude of the noise at each grain, in pixels: clouds first, film grain last.
GRAINS = {512: 60.0, 128: 34.0, 32: 16.0, 8: 7.0, 2: 3.0, 1: 1.6}

MIX = [
    [0, 0, 1920, 1080], [60, 60, 640, 360], [1240, 60, 620, 360], [60, 480, 400, 540],
    [520, 480, 500, 375], [1060, 460, 800, 450], [1500, 640, 560, 400], [700, 300, 480, 270],
]  # fmt: skip
GRID = [[n % 4 * 480, n // 4 * 540, 480, 540] for n in range(8)]
LOGOS = {
    "logo0.png": [40, 30, 320, 160],
    "logo1.png": [1700, -60, 280, 280],
    "logo2.png": [600, 960, 720, 180],
    "logo3.png": [-50, 700, 200, 400],
}
MIXED = ["uhd.jpg", "hd0.jpg", "hd1.jpg", "vert.jpg", "sd.jpg", "hd.png", "pal.png", "hd2.jpg"]
ODD = ["uhd2.jpg", "exif6.jpg", "cmyk.jpg", "gray16.png", "pal.png", "hd.png", "vert.jpg", "sd.jpg"]
PLAIN = ["hd0.jpg", "hd1.jpg", "hd2.jpg", "hd3.jpg"] * 2


def jobs(folder: Path) -> dict[str, Job]:
    """Each job by its name, on the pictures in `folder`."""
    return {
        "mix1080": _job(folder, MIXED, MIX),
        "grid1080": _job(folder, MIXED, GRID),
        "hd8_1080": _job(folder, PLAIN, MIX),
        "mix270": _job(folder, MIXED, MIX, scale=0.25),
        "zoo1080": _job(folder, ODD, MIX),
    }


def _job(folder: Path, names: list[str], boxes: list[Rectangle], scale: float = 1.0) -> Job:
    def items(placed: list[tuple[str, Rectangle]]) -> list[dict[str, Any]]:
        return [
            {"path": str(folder / name), "rect": [round(side * scale) for side in box]}
            for name, box in placed
        ]

    return {
        "canvas": [round(1920 * scale), round(1080 * scale)],
        "sources": items(list(zip(names, boxes, strict=True))),
        "logos": items(list(LOGOS.items())),
        "format": "jpeg",
        "quality": 85,
    }


def generate(folder: Path) -> None:
    """Draw every picture the jobs need, unless they are there."""
    done = folder / "done"
    if done.exists():
        return
    folder.mkdir(parents=True, exist_ok=True)
    for n in range(4):
        photograph(1920, 1080, n).save(folder / f"hd{n}.jpg", quality=90)
    photograph(3840, 2160, 10).save(folder / "uhd.jpg", quality=90)
    photograph(3840, 2160, 11).save(folder / "uhd2.jpg", quality=90)
    photograph(1080, 1920, 12).save(folder / "vert.jpg", quality=90)
    photograph(640, 480, 13).save(folder / "sd.jpg", quality=90)
    photograph(1920, 1080, 14).save(folder / "hd.png")
    photograph(1280, 720, 15).quantize(256).save(folder / "pal.png")
    _odd_pictures(folder)
    for n, size in enumerate([(800, 400), (512, 512), (1200, 300), (300, 600)]):
        emblem(*size, 100 + n).save(folder / f"logo{n}.png")
    done.touch()


def _odd_pictures(folder: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    photograph(4000, 3000, 16).save(folder / "exif6.jpg", exif=exif, quality=90)
    photograph(1920, 1080, 17).convert("CMYK").save(folder / "cmyk.jpg", quality=90)
    grey = np.asarray(photograph(1280, 720, 18).convert("L")).astype(np.uint16) * 257
    Image.fromarray(grey).save(folder / "gray16.png")


def photograph(width: int, height: int, seed: int) -> Image.Image:
    """Noise of every grain on a slope of light, with sharp edges as a real frame has them."""
    noise = np.random.default_rng(seed)
    light = np.zeros((height, width, 3), np.float32)
    for step, amplitude in GRAINS.items():
        shape = (height // step + 3, width // step + 3, 3)
        coarse = noise.standard_normal(shape).astype(np.float32)
        size = (shape[1] * step, shape[0] * step)
        for band in range(3):
            fine = Image.fromarray(coarse[:, :, band]).resize(size, Image.Resampling.BICUBIC)
            light[:, :, band] += amplitude * np.asarray(fine)[:height, :width]
    down, across = np.mgrid[0:height, 0:width]
    light += (110 + 60 * (across / width) - 40 * (down / height))[..., None]
    image = Image.fromarray(light.clip(0, 255).astype(np.uint8))
    _draw_edges(image, random.Random(seed))
    return image


def _draw_edges(image: Image.Image, dice: random.Random) -> None:
    draw = ImageDraw.Draw(image)
    for _ in range(25):
        x, y = dice.randrange(image.width), dice.randrange(image.height)
        side = dice.randrange(10, max(11, image.width // 8))
        colour = tuple(dice.randrange(256) for _ in "rgb")
        draw.rectangle((x, y, x + side, y + side // 2), outline=colour, width=3)


def emblem(width: int, height: int, seed: int) -> Image.Image:
    """Overlapping discs of any colour and opacity on nothing."""
    image = Image.new("RGBA", (width, height))
    draw, dice = ImageDraw.Draw(image), random.Random(seed)
    for _ in range(14):
        x, y = dice.randrange(width), dice.randrange(height)
        radius = dice.randrange(30, min(width, height))
        colour = tuple(dice.randrange(256) for _ in "rgba")
        draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=colour)
    return image
