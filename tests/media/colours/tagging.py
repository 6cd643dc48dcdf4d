"""Films of one colour that say how it is coded."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import av
from av.video.reformatter import ColorRange, Colorspace
from av.video.stream import VideoStream
from PIL import Image

SIZE = (64, 48)
PICTURES = 3
UNTAGGED = 2
OPTIONS = {"libx265": {"x265-params": "log-level=none", "crf": "8"}}


def plain(
    numbers: tuple[int, int, int],
    kind: str = "mp4",
    *,
    codec: str = "libx264",
    pixels: str = "yuv420p",
    height: int = SIZE[1],
    matrix: int | None = None,
    transfer: int | None = None,
    primaries: int | None = None,
    full: bool = False,
    tagged: bool = True,
) -> bytes:
    """A few pictures of these numbers of red, green and blue, coded and tagged so. The tags are
    those of H.273; a matrix that libswscale does not know is told and not done.
    """
    size = SIZE[0], height
    frame = av.VideoFrame.from_bytes(Image.new("RGBA", size, numbers).tobytes(), *size)
    spread = ColorRange.JPEG if full else ColorRange.MPEG
    known = matrix if matrix in set(Colorspace) else None
    frame = frame.reformat(format=pixels, dst_colorspace=known, dst_color_range=spread)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "film")
        with av.open(str(path), "w", format=kind) as output:
            options = OPTIONS.get(codec, {"crf": "8"})
            stream = output.add_stream(codec, rate=5, options=options)
            assert isinstance(stream, VideoStream)
            stream.width, stream.height, stream.pix_fmt = *size, pixels
            for one in (stream.codec_context, frame):
                one.color_range = spread
                if tagged:
                    tag(one, matrix, transfer, primaries)
            for place in range(PICTURES):
                frame.pts = place
                output.mux(stream.encode(frame))
            output.mux(stream.encode(None))
        return path.read_bytes()


def tag(coded: Any, *tags: int | None) -> None:
    """Matrix, transfer and primaries, of a stream to be coded or a picture of it."""
    coded.colorspace, coded.color_trc, coded.color_primaries = (one or UNTAGGED for one in tags)
