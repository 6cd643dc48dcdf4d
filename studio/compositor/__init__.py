"""A document and pictures in, one picture out. Pillow, and nothing of Django.

Where things lie is `composition.py`, how they are laid down `rendering.py`; what is kept between
two pictures, `easel.py`. A typical change is one of the three, then `make bench`.
"""

from studio.compositor.composition import Composition, Undrawable, compose
from studio.compositor.easel import Easel
from studio.compositor.encoding import Format, encode
from studio.compositor.images import image_cache
from studio.compositor.manifest import Manifest
from studio.compositor.marking import MARKS, Mark, mark
from studio.compositor.picture import Picture, load
from studio.compositor.placeholder import Placeholder, placeholder
from studio.compositor.rendering import paint, render
from studio.compositor.tiles import Tile, tiles

__all__ = [
    "MARKS",
    "Composition",
    "Easel",
    "Format",
    "Manifest",
    "Mark",
    "Picture",
    "Placeholder",
    "Tile",
    "Undrawable",
    "compose",
    "encode",
    "image_cache",
    "load",
    "mark",
    "paint",
    "placeholder",
    "render",
    "tiles",
]
