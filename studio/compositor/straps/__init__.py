"""Words and a style in, the picture of a strap out: a name and a line, drawn to lie above a scene.

A typical change: a shape gets its word in `style.py`, how it is painted in `drawing.py`.
"""

from studio.compositor.straps.contrast import ENOUGH, contrast
from studio.compositor.straps.drawing import Lacking, TooLong, Unwritable, draw, usual_size
from studio.compositor.straps.fonts import Family, is_at_hand
from studio.compositor.straps.placing import placed
from studio.compositor.straps.style import ALIGNS, SHAPES, Style, Words

__all__ = [
    "ALIGNS",
    "ENOUGH",
    "SHAPES",
    "Family",
    "Lacking",
    "Style",
    "TooLong",
    "Unwritable",
    "Words",
    "contrast",
    "draw",
    "is_at_hand",
    "placed",
    "usual_size",
]
