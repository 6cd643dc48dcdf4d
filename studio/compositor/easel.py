"""A picture that is drawn again and again as its document changes.

An easel keeps its last picture's file, and draws and encodes anew only where the next one differs.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from threading import Lock

from studio.compositor.composition import Composition
from studio.compositor.encoding import QUALITY
from studio.compositor.images import Images
from studio.compositor.manifest import Appearances, differences
from studio.compositor.rendering import paint
from studio.compositor.splicing import Spliced
from studio.rules.geometry import Box

# From this share of the picture on, all of it is drawn: many parts cost more than one whole.
MOST_SPLICED = 0.5


@dataclass(frozen=True, slots=True)
class Last:
    """The picture drawn last: what of, and its file. Neither pixels nor sources are held on to."""

    appearances: Appearances
    jpeg: Spliced


class Easel:
    """Draws compositions that follow one another as JPEGs. Safe among threads.

    What is scaled for them is kept in `images`, which other easels may share.
    """

    def __init__(self, images: Images, quality: int = QUALITY) -> None:
        self._images = images
        self._quality = quality
        self._lock = Lock()
        self._last: Last | None = None

    @property
    def weight(self) -> int:
        """Bytes kept for the last picture: its file once whole and once apart."""
        last = self._last  # Others may be drawing.
        return 2 * len(last.jpeg.file) if last else 0

    def draw(self, composition: Composition) -> bytes:
        """The composition as a baseline JPEG 4:2:0 with restart intervals.

        Its pixels are those `paint` gives. Raises OSError for a picture whose file is broken;
        then the easel is as good as before.
        """
        with self._lock:
            last = self._last
            if last is None or last.jpeg.size != composition.size:
                return self._draw_all(composition)
            appearances = composition.appearances
            boxes = differences(last.appearances, appearances)
            seen = (box.clipped(composition.box) for box in boxes)
            changed = joined(last.jpeg.grown(box) for box in seen if box)
            if sum(box.area for box in changed) > MOST_SPLICED * composition.box.area:
                return self._draw_all(composition)
            if changed:
                self._splice(last, composition, appearances, changed)
            return last.jpeg.file

    def _draw_all(self, composition: Composition) -> bytes:
        image = paint(composition, images=self._images)
        jpeg = Spliced(image, self._quality)
        self._last = Last(composition.appearances, jpeg)
        return jpeg.file

    def _splice(
        self, last: Last, composition: Composition, appearances: Appearances, changed: list[Box]
    ) -> None:
        parts = [(paint(composition, box, self._images), box) for box in changed]
        self._last = None  # Should anything fail from here on, all of it is drawn next time.
        last.jpeg.lay(parts)
        self._last = Last(appearances, last.jpeg)


def joined(boxes: Iterable[Box]) -> list[Box]:
    """The boxes, those that overlap as one box around them: none overlaps another."""
    apart: list[Box] = []
    waiting = list(boxes)
    while waiting:
        box = waiting.pop()
        other = next((other for other in apart if other.clipped(box)), None)
        if other is None:
            apart.append(box)
        else:
            apart.remove(other)
            waiting.append(box.joined(other))
    return apart
