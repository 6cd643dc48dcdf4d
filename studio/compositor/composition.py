"""What of a document is seen and where, before anything is drawn.

Every picture lies where `geometry.letterbox` puts its true size; nothing is drawn in the bars
beside it, so what is below shows there. A box that passes an edge of the scene is clipped.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from hashlib import sha256
from typing import Protocol

from PIL import Image

from studio.compositor.manifest import Appearances, Manifest
from studio.compositor.pixels import Size
from studio.compositor.placeholder import Placeholder, placeholder
from studio.rules.document import MixedRules, Scene
from studio.rules.geometry import Box, letterbox
from studio.rules.limits import BOX_SIDE, SCENE_SIDE

LARGEST_SIDE = 4 * SCENE_SIDE.max  # of the picture, in pixels: bounds the memory one render takes
MOST_BOXES = 64  # five times what the API takes: bounds the work a document can ask for


class Undrawable(ValueError):
    """The document asks for more than a picture can be made of; the message is a sentence."""


class Drawable(Protocol):
    """A picture or a card: a true size, and a window of it at any size.

    Those of one `name` look alike. `effort` is what drawing it costs beside others: the bytes
    that are to be decoded.
    """

    @property
    def size(self) -> Size: ...

    @property
    def name(self) -> Hashable: ...

    @property
    def effort(self) -> int: ...

    def drawn(self, size: Size, window: Box) -> Image.Image: ...


Appearance = tuple[Hashable, Size, Box]
"""All that an item's pixels depend on: the drawable's name, its size there, and the window."""

Shown = tuple[Drawable, Box]
Ratio = tuple[int, int]  # A factor exactly: floats would round an edge here up and there down.


@dataclass(frozen=True, slots=True)
class Item:
    """A drawable, the box all of it fills, and the part of that box that is drawn."""

    drawable: Drawable
    place: Box
    part: Box

    @property
    def appearance(self) -> Appearance:
        x, y = self.part.x - self.place.x, self.part.y - self.place.y
        window = Box(x, y, self.part.w, self.part.h)
        return self.drawable.name, (self.place.w, self.place.h), window

    def drawn(self) -> Image.Image:
        """The pixels of the part: RGB, or RGBA where there is alpha. Raises OSError."""
        _name, size, window = self.appearance
        return self.drawable.drawn(size, window)


@dataclass(frozen=True)
class Composition:
    """The picture's size in pixels and its items, bottom to top."""

    size: Size
    items: tuple[Item, ...]

    @property
    def box(self) -> Box:
        return Box(0, 0, *self.size)

    @property
    def appearances(self) -> Appearances:
        """With the size, all that the picture depends on."""
        return [(item.appearance, item.part) for item in self.items]

    @property
    def digest(self) -> str:
        """32 hexadecimal digits, others where anything is seen that looks otherwise."""
        return _digest(self.manifest)[:32]

    @cached_property
    def manifest(self) -> Manifest:
        """The same so briefly that it can be sent along."""
        appearances = ((_digest_of(item.appearance), item.part) for item in self.items)
        return Manifest(self.size, tuple(appearances))


def compose(
    rules: MixedRules,
    *,
    sources: Sequence[Drawable | None],
    logos: Sequence[Drawable | None],
    scale: float = 1.0,
) -> Composition:
    """The scene at `scale` times its size.

    `sources` and `logos` are parallel to the document's own lists: pictures, or placeholders of
    another size than that of the labelled card of 16:9 which is drawn for None. Layouts lie
    by layer, those of one layer in list order, then the logos in list order. Any well-shaped
    document can be composed, problems or not: a layout without a source, or a box without area,
    shows nothing.

    Raises Undrawable for a scene no side of which may be that long (or that has no pixel), and
    for more than 64 boxes with something to show; ValueError for lists that are not parallel or
    a scale that is not above 0 or makes a side over 8,640 pixels.
    """
    size = _picture_size(rules.scene, scale)
    whole = Box(0, 0, *size)
    items = tuple(
        Item(drawable, place, _part(place, visible))
        for drawable, place in _placed(rules, sources, logos, scale.as_integer_ratio())
        if (visible := place.clipped(whole))
    )
    if len(items) > MOST_BOXES:
        raise Undrawable(f"The scene shows {len(items)} boxes; at most {MOST_BOXES} can be drawn.")
    return Composition(size, items)


def _digest(value: object) -> str:
    return sha256(str(value).encode()).hexdigest()


@lru_cache(4096)
def _digest_of(appearance: Appearance) -> str:
    return _digest(appearance)[:16]


def _part(place: Box, visible: Box) -> Box:
    """All of a place that a box may have: past an edge it looks as it did. Else what is seen."""
    return place if max(place.w, place.h) <= BOX_SIDE.max else visible


def _picture_size(scene: Scene, scale: float) -> Size:
    if not (1 <= scene.width <= SCENE_SIDE.max and 1 <= scene.height <= SCENE_SIDE.max):
        raise Undrawable(
            f"The scene is {scene.width} × {scene.height} pixels; "
            f"each side must be 1 to {SCENE_SIDE.max} to be drawn."
        )
    if not 0 < scale <= LARGEST_SIDE / max(scene.width, scene.height):
        raise ValueError(
            f"scale {scale} must be above 0 and make no side longer than {LARGEST_SIDE} pixels"
        )
    exact = scale.as_integer_ratio()
    return max(1, _edge(scene.width, exact)), max(1, _edge(scene.height, exact))


def _placed(
    rules: MixedRules,
    sources: Sequence[Drawable | None],
    logos: Sequence[Drawable | None],
    scale: Ratio,
) -> Iterator[Shown]:
    """What is drawn and where, in the picture's pixels, bottom to top."""
    for drawable, box in (*_layouts(rules, sources), *_logos(rules, logos)):
        if box.area:
            place = letterbox(*drawable.size, box)
            yield drawable, _scaled(place, scale)


def _layouts(rules: MixedRules, pictures: Sequence[Drawable | None]) -> Iterator[Shown]:
    shown: dict[int, Drawable] = {}
    for source, picture in zip(rules.sources, pictures, strict=True):
        shown.setdefault(source.layer, picture or placeholder(source))
    for layout in sorted(rules.scene.layouts, key=lambda layout: layout.layer):
        if layout.layer in shown:
            yield shown[layout.layer], layout.box


def _logos(rules: MixedRules, pictures: Sequence[Drawable | None]) -> Iterator[Shown]:
    numbered = enumerate(zip(rules.logos or (), pictures, strict=True), start=1)
    for number, (logo, picture) in numbered:
        yield picture or Placeholder(f"Logo {number}"), logo.box


def _scaled(place: Box, scale: Ratio) -> Box:
    """Each edge rounded on its own, so that neighbours stay neighbours."""
    if scale == (1, 1):
        return place
    x, y = _edge(place.x, scale), _edge(place.y, scale)
    return Box(x, y, _edge(place.right, scale) - x, _edge(place.bottom, scale) - y)


def _edge(at: int, scale: Ratio) -> int:
    times, by = scale
    return (2 * at * times + by) // (2 * by)
