"""The product's row of the benchmark does the whole job, in the right places."""

from __future__ import annotations

import shutil
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageStat

from bench.preview import peers, product
from bench.preview.material import Job, emblem, photograph

needs_ffmpeg = pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="needs ffmpeg")


@pytest.fixture(scope="module")
def job(tmp_path_factory: pytest.TempPathFactory) -> Job:
    folder: Path = tmp_path_factory.mktemp("bench")
    photograph(320, 180, 1).save(folder / "wide.jpg", quality=90)
    photograph(120, 160, 2).save(folder / "tall.png")
    emblem(100, 50, 3).save(folder / "logo.png")
    return {
        "canvas": [320, 180],
        "sources": [
            {"path": str(folder / "wide.jpg"), "rect": [0, 0, 320, 180]},
            {"path": str(folder / "tall.png"), "rect": [150, 20, 130, 150]},
        ],
        "logos": [{"path": str(folder / "logo.png"), "rect": [-20, -10, 90, 90]}],
        "format": "png",
        "quality": 85,
    }


def opened(encoded: bytes) -> Image.Image:
    return Image.open(BytesIO(encoded)).convert("RGB")


@pytest.mark.parametrize(("form", "name"), [("jpeg", "JPEG"), ("png", "PNG")])
def test_the_row_gives_the_file_the_job_asks_for(job: Job, form: str, name: str) -> None:
    image = Image.open(BytesIO(product.render({**job, "format": form})))
    assert (image.format, image.size) == (name, (320, 180))


@pytest.mark.parametrize(("kind", "number"), [("sources", 0), ("sources", -1), ("logos", 0)])
def test_a_step_of_a_drag_gives_the_picture_of_the_item_moved(
    job: Job, kind: str, number: int
) -> None:
    job = {**job, "format": "jpeg"}
    drag = product.dragging(kind, number)
    for n in range(3):
        there = product.moved(job, kind, number, n * product.STEP)
        assert opened(drag(job, n)).tobytes() == opened(product.render(there)).tobytes()


@pytest.mark.parametrize(
    ("peer", "apart"),
    # ffmpeg overlays with halved chroma, as a mixer does; one pixel aside is about 15.
    [
        (peers.naive_pillow, 2),
        (peers.opencv, 3),
        pytest.param(peers.ffmpeg, 12, marks=needs_ffmpeg),
    ],
)
def test_every_peer_makes_the_same_picture_of_the_job(
    job: Job, peer: peers.Peer, apart: float
) -> None:
    ours, theirs = opened(product.render(job)), opened(peer(job))
    difference = ImageStat.Stat(ImageChops.difference(ours, theirs))
    assert max(difference.rms) < apart
