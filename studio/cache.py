"""What was made before, kept as long as there is room for it."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from contextlib import suppress
from threading import Lock, Timer
from typing import Generic, NamedTuple, TypeVar

Value = TypeVar("Value")
# Seconds for which what nobody uses is kept: longer than a person looks away from a page, and
# a studio that nobody uses gives its memory back.
UNUSED = 60.0


class Item(NamedTuple, Generic[Value]):
    """A value, what it weighed when it was put, and when it was used last, by the steady clock."""

    value: Value
    weight: int
    used: float


class Cache(Generic[Value]):
    """Keeps what was used last within `budget`, by what `weigh` gives; both in bytes or pieces.

    What was not used for `unused` seconds is forgotten. Safe among threads. None of them waits
    while another one makes something, so that two may make the same; either's is right.
    """

    def __init__(self, budget: int, weigh: Callable[[Value], int], unused: float = UNUSED) -> None:
        self.budget = budget
        self.unused = unused
        self._weigh = weigh
        self._lock = Lock()
        self._kept: OrderedDict[Hashable, Item[Value]] = OrderedDict()
        self._weight = 0
        self._forgets: Timer | None = None

    @property
    def weight(self) -> int:
        with self._lock:
            return self._weight

    def get(self, key: Hashable) -> Value | None:
        with self._lock:
            kept = self._kept.get(key)
            if kept is None:
                return None
            self._kept[key] = kept._replace(used=time.monotonic())
            self._kept.move_to_end(key)
            return kept.value

    def put(self, key: Hashable, value: Value) -> Value:
        """The value, kept from now on with the weight it has now, unless it is over the budget."""
        weight = self._weigh(value)
        with self._lock:
            if key in self._kept:
                self._weight -= self._kept.pop(key).weight
            if weight <= self.budget:
                self._kept[key] = Item(value, weight, time.monotonic())
                self._weight += weight
            while self._weight > self.budget:
                self._drop_first()
            self._forget_later()
        return value

    def _drop_first(self) -> None:
        """That which was used longest ago."""
        self._weight -= self._kept.popitem(last=False)[1].weight

    def _forget_later(self) -> None:
        """A thread that waits, as long as there is something to forget."""
        if self._forgets is None and self._kept:
            left = self._first().used + self.unused - time.monotonic()
            timer = Timer(max(0.0, left), self._forget)
            timer.daemon = True
            # Where there is no thread to be had, the next one that is put tries again.
            with suppress(RuntimeError):
                timer.start()
                self._forgets = timer

    def _forget(self) -> None:
        with self._lock:
            while self._kept and self._first().used <= time.monotonic() - self.unused:
                self._drop_first()
            self._forgets = None
            self._forget_later()

    def _first(self) -> Item[Value]:
        return next(iter(self._kept.values()))

    def made(self, key: Hashable, make: Callable[[], Value]) -> Value:
        """The value kept under the key, made now if there is none."""
        value = self.get(key)
        return self.put(key, make()) if value is None else value
