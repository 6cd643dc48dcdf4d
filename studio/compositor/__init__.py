"""A document and pictures in, one picture out. Pillow, and nothing of Django."""

from studio.compositor.encoding import Format, encode
from studio.compositor.marking import MARKS, Mark, mark
from studio.compositor.picture import Picture, load
from studio.compositor.placeholder import Placeholder, placeholder
from studio.compositor.rendering import Undrawable, render

__all__ = [
    "MARKS",
    "Format",
    "Mark",
    "Picture",
    "Placeholder",
    "Undrawable",
    "encode",
    "load",
    "mark",
    "placeholder",
    "render",
]
