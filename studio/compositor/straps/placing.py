"""Where a strap lies in a scene unless somebody says otherwise."""

from __future__ import annotations

from studio.compositor.pixels import Size
from studio.compositor.straps.style import Align
from studio.rules.geometry import Box
from studio.rules.limits import SAFE_AREAS

SAFE = SAFE_AREAS["graphics"]


def placed(picture: Size, canvas: Size, align: Align) -> Box:
    """At the foot of the area that is safe for graphics; the twin of `placedStrap` in
    static/editor/document/straps.js.
    """
    # Halves up, as browsers round.
    left, foot = (int(side * SAFE + 0.5) for side in canvas)
    room = canvas[0] - 2 * left - picture[0]
    x = left + {"left": 0, "centre": room // 2, "right": room}[align]
    return Box(x, canvas[1] - foot - picture[1], *picture)
