"""What was made before, kept as long as there is room for it."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

from PIL import Image

Value = TypeVar("Value")
BYTES_PER_PIXEL = 4  # Pillow keeps RGB as wide as RGBA.


class Cache(Generic[Value]):
    """Keeps what was used last within `budget`, by the weight `weigh` gives; both in bytes.

    Safe among threads. None of them waits while another one makes something, so that two may
    make the same; either's is right.
    """

    def __init__(self, budget: int, weigh: Callable[[Value], int]) -> None:
        self.budget = budget
        self._weigh = weigh
        self._lock = Lock()
        self._kept: OrderedDict[Hashable, tuple[Value, int]] = OrderedDict()
        self._weight = 0

    @property
    def weight(self) -> int:
        with self._lock:
            return self._weight

    def get(self, key: Hashable) -> Value | None:
        with self._lock:
            if key not in self._kept:
                return None
            self._kept.move_to_end(key)
            return self._kept[key][0]

    def put(self, key: Hashable, value: Value) -> Value:
        """The value, kept from now on with the weight it has now, unless it is over the budget."""
        weight = self._weigh(value)
        with self._lock:
            self._weight -= self._kept.pop(key, (value, 0))[1]
            if weight <= self.budget:
                self._kept[key] = value, weight
                self._weight += weight
            while self._weight > self.budget:
                self._weight -= self._kept.popitem(last=False)[1][1]
        return value

    def made(self, key: Hashable, make: Callable[[], Value]) -> Value:
        """The value kept under the key, made now if there is none."""
        value = self.get(key)
        return self.put(key, make()) if value is None else value


Images = Cache[Image.Image]


def image_cache(budget: int) -> Images:
    """A cache of images, which nobody may change: threads share them."""
    return Cache(budget, lambda image: image.width * image.height * BYTES_PER_PIXEL)
