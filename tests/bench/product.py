"""The product as a row of the preview benchmark: a job in, an encoded picture out."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

# A benchmark may load this file from anywhere.
sys.path.insert(0, str(Path(__file__).parents[2]))

from studio.compositor import encode, load
from studio.compositor import render as compose
from studio.rules.document import Audio, Layout, Logo, MixedRules, Output, Scene, Source, Video
from studio.rules.geometry import Box

OUTPUT = Output(
    urls=("rtmp://push.example.com/live/bench",),
    video=Video(bit_rate=2_000_000, frame_rate=25, gop=2, codec="h264"),
    audio=Audio(bit_rate=128_000, channel_layout="stereo", sample_rate=48_000),
)


def render(job: dict[str, Any]) -> bytes:
    """The job's picture, made from its files as a fresh request makes it: nothing is kept."""
    picture = compose(
        document(job),
        sources=[load(item["path"]) for item in job["sources"]],
        logos=[load(item["path"]) for item in job["logos"]],
    )
    return encode(picture, job["format"], job["quality"])


def document(job: dict[str, Any]) -> MixedRules:
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
