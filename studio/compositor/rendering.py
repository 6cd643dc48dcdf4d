"""A document and its pictures, drawn bottom to top.

Every picture lies where `geometry.letterbox` puts its true size; nothing is drawn in the bars
beside it, so what is below shows there. A box that passes an edge of the scene is clipped.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import floor
from typing import Protocol

from PIL import Image

from studio.compositor.pixels import Size
from studio.compositor.placeholder import Placeholder, placeholder
from studio.rules.document import MixedRules, Scene
from studio.rules.geometry import Box, letterbox
from studio.rules.limits import SCENE_SIDE

BACKGROUND = (0, 0, 0)
LARGEST_SIDE = 4 * SCENE_SIDE.max  # of the picture, in pixels: bounds the memory one render takes
MOST_BOXES = 64  # five times what the API takes: bounds the work a document can ask for


class Undrawable(ValueError):
    """The document asks for more than a picture can be made of; the message is a sentence."""


class Drawable(Protocol):
    """A picture or a card: a true size, and a window of it at any size."""

    @property
    def size(self) -> Size: ...

    def drawn(self, size: Size, window: Box) -> Image.Image: ...


Item = tuple[Drawable, Box]


def render(
    rules: MixedRules,
    *,
    sources: Sequence[Drawable | None],
    logos: Sequence[Drawable | None],
    scale: float = 1.0,
) -> Image.Image:
    """The scene as an RGB image of `scale` times its size, opaque black where nothing lies.

    `sources` and `logos` are parallel to the document's own lists: pictures, or placeholders of
    another size than that of the labelled card of 16:9 which is drawn for None. Layouts are drawn
    by layer, those of one layer in list order, then the logos in list order. Any well-shaped
    document is drawn, problems or not: a layout without a source, or a box without area, shows
    nothing.

    Raises Undrawable for a scene no side of which may be that long (or that has no pixel), and
    for more than 64 boxes with something to show; ValueError for lists that are not parallel or
    a scale that is not above 0 or makes a side over 8,640 pixels; OSError for a picture whose
    file is broken.
    """
    canvas = Image.new("RGB", _canvas_size(rules.scene, scale), BACKGROUND)
    whole = Box(0, 0, *canvas.size)
    seen = [
        (drawable, place, visible)
        for drawable, place in _placed(rules, sources, logos, Fraction(scale))
        if (visible := place.clipped(whole))
    ]
    if len(seen) > MOST_BOXES:
        raise Undrawable(f"The scene shows {len(seen)} boxes; at most {MOST_BOXES} can be drawn.")
    for drawable, place, visible in seen:
        window = Box(visible.x - place.x, visible.y - place.y, visible.w, visible.h)
        part = drawable.drawn((place.w, place.h), window)
        canvas.paste(part, (visible.x, visible.y), part if part.mode == "RGBA" else None)
    return canvas


def _canvas_size(scene: Scene, scale: float) -> Size:
    if not (1 <= scene.width <= SCENE_SIDE.max and 1 <= scene.height <= SCENE_SIDE.max):
        raise Undrawable(
            f"The scene is {scene.width} × {scene.height} pixels; "
            f"each side must be 1 to {SCENE_SIDE.max} to be drawn."
        )
    if not 0 < scale <= LARGEST_SIDE / max(scene.width, scene.height):
        raise ValueError(
            f"scale {scale} must be above 0 and make no side longer than {LARGEST_SIDE} pixels"
        )
    exact = Fraction(scale)
    return max(1, _edge(scene.width, exact)), max(1, _edge(scene.height, exact))


def _placed(
    rules: MixedRules,
    sources: Sequence[Drawable | None],
    logos: Sequence[Drawable | None],
    scale: Fraction,
) -> Iterator[Item]:
    """What is drawn and where, in the canvas's pixels, bottom to top."""
    for drawable, box in (*_layouts(rules, sources), *_logos(rules, logos)):
        if box.area:
            place = letterbox(*drawable.size, box)
            yield drawable, place if scale == 1 else _scaled(place, scale)


def _layouts(rules: MixedRules, pictures: Sequence[Drawable | None]) -> Iterator[Item]:
    shown: dict[int, Drawable] = {}
    for source, picture in zip(rules.sources, pictures, strict=True):
        shown.setdefault(source.layer, picture or placeholder(source))
    for layout in sorted(rules.scene.layouts, key=lambda layout: layout.layer):
        if layout.layer in shown:
            yield shown[layout.layer], layout.box


def _logos(rules: MixedRules, pictures: Sequence[Drawable | None]) -> Iterator[Item]:
    numbered = enumerate(zip(rules.logos or (), pictures, strict=True), start=1)
    for number, (logo, picture) in numbered:
        yield picture or Placeholder(f"Logo {number}"), logo.box


def _scaled(place: Box, scale: Fraction) -> Box:
    """Each edge rounded on its own, so that neighbours stay neighbours."""
    x, y = _edge(place.x, scale), _edge(place.y, scale)
    return Box(x, y, _edge(place.right, scale) - x, _edge(place.bottom, scale) - y)


def _edge(at: int, scale: Fraction) -> int:
    return floor(at * scale + Fraction(1, 2))
