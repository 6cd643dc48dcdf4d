"""A document and pictures in, one picture out. Pillow, and nothing of Django."""

from studio.compositor.cache import Cache, image_cache
from studio.compositor.encoding import Format, encode
from studio.compositor.picture import Picture, load
from studio.compositor.placeholder import Placeholder, placeholder
from studio.compositor.rendering import Undrawable, render

__all__ = [
    "Cache",
    "Format",
    "Picture",
    "Placeholder",
    "Undrawable",
    "encode",
    "image_cache",
    "load",
    "placeholder",
    "render",
]
