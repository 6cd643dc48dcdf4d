"""The rows of the preview benchmark by name: the product, its peers, and two floors."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from itertools import count
from typing import Any

from PIL import Image

from bench.preview import peers, product
from bench.preview.material import Job
from bench.preview.peers import Peer
from studio.rules.geometry import Box, letterbox


def in_steps(drag: Callable[[Job, int], bytes]) -> Peer:
    """Each call is the next step of the drag."""
    steps = count()
    return lambda job: drag(job, next(steps))


def encode_only() -> Peer:
    """A floor: merely encoding the finished picture, which is composed once beforehand."""
    composed: dict[str, Image.Image] = {}

    def peer(job: Job) -> bytes:
        key = json.dumps(job)
        if key not in composed:
            lossless = product.render({**job, "format": "png"})
            composed[key] = Image.open(BytesIO(lossless)).convert("RGB")
        return peers.encoded(composed[key], job)

    return peer


def decode_only(threads: int) -> Peer:
    """A floor: merely decoding the files, JPEGs as small as will do."""

    def peer(job: Job) -> bytes:
        with ThreadPoolExecutor(threads) as pool:
            list(pool.map(_decode, job["sources"] + job["logos"]))
        return b""

    return peer


def _decode(item: dict[str, Any]) -> None:
    with Image.open(item["path"]) as image:
        place = letterbox(*image.size, Box(*item["rect"]))
        image.draft("RGB", (place.w, place.h))
        image.load()


# What draws no picture of its own, only a part of the work.
FLOORS: dict[str, Peer] = {
    "encode only": encode_only(),
    "decode only": decode_only(2),
    "decode only in one thread": decode_only(1),
}
ROWS: dict[str, Peer] = {
    "product cold": product.render,
    "product window moved": in_steps(product.dragging("sources", -1)),
    "product tile of a window moved": in_steps(product.dragging("sources", -1, product.TiledDrag)),
    "product logo moved": in_steps(product.dragging("logos", 0)),
    "product background moved": in_steps(product.dragging("sources", 0)),
    "naive Pillow": peers.naive_pillow,
    "OpenCV": peers.opencv,
    "ffmpeg CLI": peers.ffmpeg,
    **FLOORS,
}
