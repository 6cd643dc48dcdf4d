"""Images that are kept between two pictures."""

from __future__ import annotations

from PIL import Image

from studio.cache import Cache

BYTES_PER_PIXEL = 4  # Pillow keeps RGB as wide as RGBA.

Images = Cache[Image.Image]


def image_cache(budget: int) -> Images:
    """A cache of images, which nobody may change: threads share them."""
    return Cache(budget, lambda image: image.width * image.height * BYTES_PER_PIXEL)
