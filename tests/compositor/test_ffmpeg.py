"""The compositor beside ffmpeg, which fits and overlays the same files in the same boxes."""

from __future__ import annotations

import math
import shutil
import subprocess
from pathlib import Path
from random import Random

import pytest
from PIL import Image, ImageChops, ImageFilter, ImageStat

from studio.compositor import load
from studio.rules.geometry import Box, letterbox
from tests.compositor.documents import Rectangle, document, drawn

# On a computer without ffmpeg the rest of the suite still runs; CI has it.
pytestmark = pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="needs ffmpeg")

SCENE = (640, 360)
FLAGS = "bicubic+accurate_rnd+full_chroma_int"

CASES: dict[str, tuple[str, list[Rectangle]]] = {
    "full screen": ("wide.png", [(0, 0, 640, 360)]),
    "reduced far, with bars above and below": ("wide.png", [(20, 10, 200, 300)]),
    "enlarged, with bars beside": ("small.png", [(101, 33, 500, 301)]),
    "a jpeg upright in two windows": ("tall.jpg", [(0, 0, 320, 360), (333, 7, 300, 177)]),
    "cut by two edges, with alpha": ("logo.png", [(-31, -20, 200, 200), (500, 300, 200, 100)]),
}


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


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("scenery")
    scenery(1280, 720, 1).save(path / "wide.png")
    scenery(320, 240, 2).save(path / "small.png")
    scenery(540, 960, 3).save(path / "tall.jpg", quality=95, subsampling="4:4:4")
    logo = scenery(400, 400, 4).convert("RGBA")
    logo.putalpha(Image.radial_gradient("L").resize((400, 400)))
    logo.save(path / "logo.png")
    return path


def by_ffmpeg(path: Path, places: list[Box]) -> Image.Image:
    """Each place overlaid in turn on black, in RGB all the way."""
    width, height = SCENE
    steps = [f"color=black:s={width}x{height}:r=1:d=1,format=rgb24[at0]"]
    for n, place in enumerate(places):
        steps.append(f"[{n}:v]scale={place.w}:{place.h}:flags={FLAGS},format=rgba[fit{n}]")
        steps.append(f"[at{n}][fit{n}]overlay={place.x}:{place.y}:format=rgb[at{n + 1}]")
    files = [argument for _ in places for argument in ("-i", str(path))]
    graph = ["-filter_complex", ";".join(steps), "-map", f"[at{len(places)}]", "-frames:v", "1"]
    raw = ["-pix_fmt", "rgb24", "-f", "rawvideo", "-"]
    command = ["ffmpeg", "-v", "error", "-nostdin", *files, *graph, *raw]
    done = subprocess.run(command, check=True, capture_output=True, timeout=60)
    return Image.frombytes("RGB", SCENE, done.stdout)


def psnr(one: Image.Image, other: Image.Image) -> float:
    squares = ImageStat.Stat(ImageChops.difference(one, other)).sum2
    mean = sum(squares) / (3 * one.width * one.height)
    return math.inf if mean == 0 else 10 * math.log10(255**2 / mean)


@pytest.mark.parametrize(("name", "boxes"), CASES.values(), ids=list(CASES))
def test_the_picture_is_within_45_decibels_of_what_ffmpeg_overlays(
    folder: Path, name: str, boxes: list[Rectangle]
) -> None:
    picture = load(folder / name)
    rules = document(SCENE, [], boxes) if name == "logo.png" else document(SCENE, boxes)
    places = [letterbox(*picture.size, Box(*box)) for box in boxes]
    seen = drawn(rules, *[picture] * len(boxes))
    assert psnr(seen, by_ffmpeg(folder / name, places)) >= 45
