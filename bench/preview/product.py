"""The product as rows of the preview benchmark: a job in, an encoded picture out."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

# A benchmark may load this file from anywhere.
sys.path.insert(0, str(Path(__file__).parents[2]))

from studio.compositor import Composition, Easel, compose, encode, image_cache, load, tiles
from studio.compositor import render as draw
from studio.rules.document import Audio, Layout, Logo, MixedRules, Output, Scene, Source, Video
from studio.rules.geometry import Box

Job = dict[str, Any]

OUTPUT = Output(
    urls=("rtmp://push.example.com/live/bench",),
    video=Video(bit_rate=2_000_000, frame_rate=25, gop=2, codec="h264"),
    audio=Audio(bit_rate=128_000, channel_layout="stereo", sample_rate=48_000),
)

MEBIBYTE = 2**20
STEP, REACH = 7, 50  # Pixels: a dragged item goes to and fro, a little at a time.


def render(job: Job) -> bytes:
    """The job's picture, made from its files as a fresh request makes it: nothing is kept."""
    sources, logos = ([load(item["path"]) for item in job[kind]] for kind in ("sources", "logos"))
    return encode(draw(document(job), sources=sources, logos=logos), job["format"], job["quality"])


class Drag:
    """An editor's page on which one item of the job is moved across."""

    def __init__(self, job: Job, kind: str, number: int) -> None:
        self.job = job
        self.documents = [document(moved(job, kind, number, x)) for x in range(REACH)]
        self.images = image_cache(128 * MEBIBYTE)
        self.sources, self.logos = (
            [load(item["path"], images=self.images) for item in job[kind]]
            for kind in ("sources", "logos")
        )
        self.easel = Easel(self.images, job["quality"])

    def step(self, n: int) -> bytes:
        return self.easel.draw(self.composed(n))

    def composed(self, n: int) -> Composition:
        rules = self.documents[n * STEP % REACH]
        return compose(rules, sources=self.sources, logos=self.logos)


class TiledDrag(Drag):
    """The same, while the page is sent only what differs from what it shows."""

    def __init__(self, job: Job, kind: str, number: int) -> None:
        super().__init__(job, kind, number)
        self.shown = self.composed(0).manifest

    def step(self, n: int) -> bytes:
        following = self.composed(n)
        found = tiles(following, self.shown, self.images, self.job["quality"])
        self.shown = following.manifest
        return b"".join(tile.file for tile in found or [])


def dragging(kind: str, number: int, begin: type[Drag] = Drag) -> Callable[[Job, int], bytes]:
    """Draws the n-th step of dragging that item of the job's "sources" or "logos": a JPEG."""
    begun: dict[int, Drag] = {}

    def step(job: Job, n: int) -> bytes:
        if id(job) not in begun:
            begun[id(job)] = begin(job, kind, number)
        return begun[id(job)].step(n)

    return step


def moved(job: Job, kind: str, number: int, right: int) -> Job:
    items = list(job[kind])
    x, *rest = items[number]["rect"]
    items[number] = {**items[number], "rect": [x + right, *rest]}
    return {**job, kind: items}


# Where the peers' own program looks for it.
render.warm = dragging("sources", -1)  # type: ignore[attr-defined]


def document(job: Job) -> MixedRules:
    """The job as a document: the n-th source on layer n."""
    width, height = job["canvas"]
    boxes = [Box(*item["rect"]) for item in job["sources"]]
    layouts = (Layout(box=box, layer=layer) for layer, box in enumerate(boxes, start=1))
    sources = (
        Source(id=str(layer), layer=layer, type="pic", url=item["path"])
        for layer, item in enumerate(job["sources"], start=1)
    )
    return MixedRules(
        scene=Scene(width=width, height=height, layouts=tuple(layouts)),
        sources=tuple(sources),
        logos=tuple(Logo(url=item["path"], box=Box(*item["rect"])) for item in job["logos"]),
        output=OUTPUT,
    )
