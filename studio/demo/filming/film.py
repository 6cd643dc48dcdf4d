"""What a film is: its pictures and its sound, which begin again where they end."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import pi, sin

from PIL import Image

# In seconds. At this rate of samples it is a whole number of the pieces that AAC comes in, so that
# sound and pictures begin again at the same moment.
LENGTH = 8
SAMPLE_RATE = 48_000
SMOOTHING = 4


@dataclass(frozen=True, kw_only=True, slots=True)
class Film:
    """`picture` and `sound` are asked for a time from 0 up to 1, when they are at the beginning
    again; a sample of sound is from -1 to 1.
    """

    size: tuple[int, int]
    rate: int
    picture: Callable[[float], Image.Image]
    sound: Callable[[float], float]

    def pictures(self) -> Iterator[Image.Image]:
        """Drawn as they are asked for: all of a film at once are half a gigabyte."""
        count = LENGTH * self.rate
        return (self.picture(number / count) for number in range(count))

    def samples(self) -> array[float]:
        """Swelling from silence and back to it: nobody hears where it begins again."""
        count = LENGTH * SAMPLE_RATE
        times = (number / count for number in range(count))
        return array("f", (sin(pi * time) ** 2 * self.sound(time) for time in times))


def smooth(width: int, height: int, draw: Callable[[Image.Image], None]) -> Image.Image:
    """A picture to be pasted, drawn by `draw` on one SMOOTHING times as wide and high."""
    large = Image.new("RGBA", (width * SMOOTHING, height * SMOOTHING))
    draw(large)
    return large.reduce(SMOOTHING)
