"""How many requests came at once."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable


def most_in_a_second(arrivals: Iterable[float]) -> int:
    """The most requests that came within any second."""
    times = sorted(arrivals)
    return max((bisect_left(times, at + 1) - i for i, at in enumerate(times)), default=0)
