"""A composition drawn, bottom to top.

What is not drawn yet is decoded and scaled in two threads (Pillow lets go of Python's lock
meanwhile) and laid down as it comes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

from PIL import Image

from studio.compositor.composition import Composition, Drawable, Item, compose
from studio.compositor.images import Images
from studio.rules.document import MixedRules
from studio.rules.geometry import Box

BACKGROUND = (0, 0, 0)
THREADS = 2
# Pixels that may wait to be laid down. What they are scaled from comes on top, two at a time.
AHEAD = 12_000_000


def render(
    rules: MixedRules,
    *,
    sources: Sequence[Drawable | None],
    logos: Sequence[Drawable | None],
    scale: float = 1.0,
) -> Image.Image:
    """The scene as an RGB image of `scale` times its size, opaque black where nothing lies.

    Takes and raises what `compose` does, and raises OSError for a picture whose file is broken.
    """
    composition = compose(rules, sources=sources, logos=logos, scale=scale)
    return paint(composition)


def paint(
    composition: Composition, box: Box | None = None, images: Images | None = None
) -> Image.Image:
    """What is seen in that box of the picture, or in all of it, as an RGB image.

    With `images`, what was drawn before is taken from there, and what is drawn is kept there.
    Raises OSError for a picture whose file is broken.
    """
    box = box or composition.box
    seen = [item for item in composition.items if item.part.clipped(box)]
    canvas = None
    for item, image in _kept(seen, images) or _drawn(seen, images):
        part = _clipped(image, item.part, box)
        if canvas is None and part.mode == "RGB" and item.part.contains(box):
            canvas = part if part is not image else image.copy()  # others draw with it, too
        else:
            canvas = canvas or Image.new("RGB", (box.w, box.h), BACKGROUND)
            at = max(0, item.part.x - box.x), max(0, item.part.y - box.y)
            canvas.paste(part, at, part if part.mode == "RGBA" else None)
        del image  # Its room is wanted while the next one is waited for.
    return canvas or Image.new("RGB", (box.w, box.h), BACKGROUND)


def _clipped(image: Image.Image, part: Box, box: Box) -> Image.Image:
    """What of an item's part lies in the box: laying it down converts all that is given."""
    if box.contains(part):
        return image
    x, y = box.x - part.x, box.y - part.y
    return image.crop((max(0, x), max(0, y), min(part.w, x + box.w), min(part.h, y + box.h)))


def _kept(items: list[Item], images: Images | None) -> list[tuple[Item, Image.Image]]:
    """Each item with its pixels if all were drawn before: two threads would cost more than that."""
    if images is None:
        return []
    kept = [(item, image) for item in items if (image := images.get(item.appearance))]
    return kept if len(kept) == len(items) else []


def _drawn(items: list[Item], images: Images | None) -> Iterator[tuple[Item, Image.Image]]:
    """Each item with its pixels, in order; what takes longest is begun first."""
    with ThreadPoolExecutor(THREADS) as pool:
        for batch in _batches(items):
            hardest = sorted(enumerate(batch), key=lambda pair: -pair[1].drawable.effort)
            coming = {n: _coming(item, images, pool) for n, item in hardest}
            for n, item in enumerate(batch):
                yield item, coming.pop(n)()


def _coming(
    item: Item, images: Images | None, pool: ThreadPoolExecutor
) -> Callable[[], Image.Image]:
    """Gives the item's pixels once they are there, and starts drawing them unless they are."""
    if images is None:
        return pool.submit(item.drawn).result
    there = images.get(item.appearance)
    if there is not None:
        return lambda: there
    return pool.submit(lambda: images.put(item.appearance, item.drawn())).result


def _batches(items: list[Item]) -> Iterator[list[Item]]:
    """The items in turn, as many at a time as may wait."""
    batch: list[Item] = []
    pixels = 0
    for item in items:
        pixels += item.part.area
        if batch and pixels > AHEAD:
            yield batch
            batch, pixels = [], item.part.area
        batch.append(item)
    yield batch
