"""Small documents and plain pictures for the compositor's rule book."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from PIL import Image

from studio.compositor import Picture, render
from studio.rules.document import Audio, Layout, Logo, MixedRules, Output, Scene, Source, Video
from studio.rules.geometry import Box

Colour = tuple[int, int, int] | tuple[int, int, int, int]

BLACK, WHITE = (0, 0, 0), (255, 255, 255)
RED, GREEN, BLUE = (255, 0, 0), (0, 255, 0), (0, 0, 255)

OUTPUT = Output(
    urls=("rtmp://push.example.com/live/one",),
    video=Video(bit_rate=2_000_000, frame_rate=25, gop=2, codec="h264"),
    audio=Audio(bit_rate=128_000, channel_layout="stereo", sample_rate=48_000),
)

Rectangle = tuple[int, int, int, int]


def document(
    size: tuple[int, int],
    boxes: Sequence[Rectangle],
    logos: Sequence[Rectangle] = (),
    layers: Sequence[int] | None = None,
) -> MixedRules:
    """Source n lies in box n, on layer n (from 1) unless `layers` says otherwise."""
    on = layers or range(1, len(boxes) + 1)
    return MixedRules(
        scene=Scene(
            width=size[0],
            height=size[1],
            layouts=tuple(
                Layout(box=Box(*box), layer=layer) for box, layer in zip(boxes, on, strict=True)
            ),
        ),
        sources=tuple(
            Source(id=f"source-{layer}", layer=layer, type="pic", url=f"https://e.test/{layer}.png")
            for layer in on
        ),
        logos=tuple(Logo(url="https://e.test/logo.png", box=Box(*box)) for box in logos) or None,
        output=OUTPUT,
    )


def plain(colour: Colour, size: tuple[int, int] = (16, 9)) -> Picture:
    """A picture of one colour; a fourth number is its alpha."""
    return Picture(Image.new("RGBA" if len(colour) == 4 else "RGB", size, colour), size)


def drawn(rules: MixedRules, *pictures: Picture | None, scale: float = 1.0) -> Image.Image:
    """The rendered document, the pictures given in the order: sources, logos."""
    count = len(rules.sources)
    return render(rules, sources=pictures[:count], logos=pictures[count:], scale=scale)


def png(image: Image.Image, **options: Any) -> bytes:
    file = BytesIO()
    image.save(file, "PNG", **options)
    return file.getvalue()


def jpeg(image: Image.Image, **options: Any) -> bytes:
    file = BytesIO()
    image.save(file, "JPEG", **{"quality": 95, "subsampling": "4:4:4", **options})
    return file.getvalue()


def near(seen: Any, wanted: Colour, within: int = 3) -> bool:
    """Whether a pixel is that colour, as far as JPEG can tell."""
    return all(abs(a - b) <= within for a, b in zip(seen, wanted, strict=True))
