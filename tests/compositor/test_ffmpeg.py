"""The compositor beside ffmpeg, which fits and overlays the same files in the same boxes."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from random import Random

import pytest
from PIL import Image

from studio.compositor import load
from studio.rules.geometry import Box, letterbox
from tests.compositor.documents import Rectangle, document, drawn
from tests.likeness import psnr, scenery

# On a computer without ffmpeg the rest of the suite still runs; CI has it.
pytestmark = pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="needs ffmpeg")

SCENE = (640, 360)
# Smaller than this a picture is reduced by whole blocks first, and only nearly as ffmpeg does it.
LARGE = 64
FLAGS = "bicubic+accurate_rnd+full_chroma_int"

CASES: dict[str, tuple[str, list[Rectangle]]] = {
    "full screen": ("wide.png", [(0, 0, 640, 360)]),
    "reduced far, with bars above and below": ("wide.png", [(20, 10, 200, 300)]),
    "enlarged, with bars beside": ("small.png", [(101, 33, 500, 301)]),
    "a jpeg upright in two windows": ("tall.jpg", [(0, 0, 320, 360), (333, 7, 300, 177)]),
    "cut by two edges, with alpha": ("logo.png", [(-31, -20, 200, 200), (500, 300, 200, 100)]),
}


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


def by_ffmpeg(path: Path, boxes: list[Rectangle]) -> Image.Image:
    """The file contained in each box in turn, by ffmpeg's own reckoning, in RGB all the way."""
    width, height = SCENE
    steps = [f"color=black:s={width}x{height}:r=1:d=1,format=rgb24[at0]"]
    for n, (x, y, w, h) in enumerate(boxes):
        contain = f"scale={w}:{h}:force_original_aspect_ratio=decrease:flags={FLAGS}"
        centre = f"x={x}+floor(({w}-w)/2):y={y}+floor(({h}-h)/2)"
        steps.append(f"[{n}:v]{contain},format=rgba[fit{n}]")
        steps.append(f"[at{n}][fit{n}]overlay={centre}:format=rgb[at{n + 1}]")
    files = [argument for _ in boxes for argument in ("-i", str(path))]
    graph = ["-filter_complex", ";".join(steps), "-map", f"[at{len(boxes)}]", "-frames:v", "1"]
    raw = ["-pix_fmt", "rgb24", "-f", "rawvideo", "-"]
    command = ["ffmpeg", "-v", "error", "-nostdin", *files, *graph, *raw]
    done = subprocess.run(command, check=True, capture_output=True, timeout=60)
    return Image.frombytes("RGB", SCENE, done.stdout)


def generated(seed: int) -> tuple[str, list[Rectangle]]:
    """A file and one to three boxes for it, some of them past an edge of the scene."""
    random = Random(seed)
    name = random.choice(["wide.png", "small.png", "tall.jpg", "logo.png"])
    boxes = [
        (
            random.randint(-60, 500),
            random.randint(-60, 280),
            random.randint(10, 640),
            random.randint(10, 360),
        )
        for _ in range(random.randint(1, 3))
    ]
    return name, boxes


GENERATED = {f"generated {seed}": generated(seed) for seed in range(60)}


@pytest.mark.parametrize(("name", "boxes"), [*CASES.values(), *GENERATED.values()])
def test_the_picture_is_within_45_decibels_of_what_ffmpeg_contains_and_overlays(
    folder: Path, name: str, boxes: list[Rectangle]
) -> None:
    picture = load(folder / name)
    rules = document(SCENE, [], boxes) if name == "logo.png" else document(SCENE, boxes)
    shown = [letterbox(*picture.size, Box(*box)).clipped(Box(0, 0, *SCENE)) for box in boxes]
    seen, wanted = drawn(rules, *[picture] * len(boxes)), by_ffmpeg(folder / name, boxes)
    for place in filter(None, shown):
        inside = place.x, place.y, place.right, place.bottom
        least = 45 if min(place.w, place.h) >= LARGE else 29
        assert psnr(seen.crop(inside), wanted.crop(inside)) >= least
    assert psnr(seen, wanted) >= 45
