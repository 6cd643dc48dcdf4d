"""What else goes wrong in a studio beside kills: each kind again and again, also at once."""

from __future__ import annotations

import random
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from functools import partial

from bench.air.victims import WEB
from tests.driving.clock import LIBRARY, MISSING, Clock
from tests.driving.mishaps import Scene, full, locked, stopped, suspended

Span = tuple[float, float]
# The shortest and longest time until each comes first, that it lasts, and until it comes again.
FIRST_SECONDS: Span = (1.0, 6.0)
LAST_SECONDS: Span = (0.5, 3.0)
AWAY_SECONDS: Span = (6.0, 24.0)
# That each lasts in a run that is over sooner: one after another they were a third of it.
BRIEF_LAST_SECONDS: Span = (0.5, 1.5)


@dataclass
class Mishap:
    """`strikes` puts it in place; `impossible` tells why it can't be."""

    name: str
    strikes: Callable[[], AbstractContextManager[None]]
    chance: random.Random
    lasts: Span = LAST_SECONDS
    impossible: str = ""
    times: int = 0

    def live(self, over: threading.Event) -> None:
        away = FIRST_SECONDS
        while not self.impossible and not over.wait(self.chance.uniform(*away)):
            # On a full disk nobody can hold a lock.
            with suppress(sqlite3.OperationalError), self.strikes():
                self.times += 1
                over.wait(self.chance.uniform(*self.lasts))
                away = AWAY_SECONDS


def mishaps_of(scene: Scene, clock: Clock, seed: int, lasts: Span) -> list[Mishap]:
    children = random.Random(f"{seed} children")
    strikes: dict[str, Callable[[], AbstractContextManager[None]]] = {
        "database away": partial(stopped if scene.cluster else locked, scene),
        "disk full": partial(full, scene),
        "clock set back": partial(set_back, clock),
        "child suspended": lambda: suspended(scene, children.choice((*WEB, "cloud"))),
    }
    impossible = {
        "disk full": "" if scene.is_small else "to make a small disk takes root",
        "clock set back": "" if LIBRARY else MISSING,
    }
    return [
        Mishap(name, each, random.Random(f"{seed} {name}"), lasts, impossible.get(name, ""))
        for name, each in strikes.items()
    ]


@contextmanager
def set_back(clock: Clock) -> Iterator[None]:
    """By an hour; then somebody sets it right."""
    clock.set("-1h")
    yield
    clock.set("+0")
