"""What each part of a running studio takes of its computer, engines and generator apart."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from bench.idle import Side, cpu_seconds, family, memory_mib
from tests.driving.processes import WHOLE

GENERATOR, POSTGRESQL, SUPERVISOR = "generator", "postgresql", "supervisor"
CHILDREN = ("web-1", "web-2", "cloud", "media", "sandbox")
# What is not the studio's: who asks, and the cloud's stand-in.
APART = (GENERATOR, "sandbox")


@dataclass
class Parts:
    """`cores` is what each took of a core, `mib` what it held at the end."""

    cores: dict[str, float] = field(default_factory=dict)
    mib: dict[str, float] = field(default_factory=dict)
    transactions_a_second: float | None = None
    connections: int | None = None

    @property
    def studio_cores(self) -> float:
        """The studio's own, with its database's."""
        return sum(share for name, share in self.cores.items() if name not in APART)


def pids(side: Side) -> dict[str, list[int]]:
    whole = side.studio.processes[WHOLE].pid
    found = {name: family(side.studio.child(name)) for name in CHILDREN}
    found |= {SUPERVISOR: [whole], GENERATOR: [os.getpid()]}
    if side.database:
        first = (side.database.folder / "postmaster.pid").read_text().split()[0]
        found[POSTGRESQL] = family(int(first))
    return found


@contextmanager
def parts_of(side: Side, seconds: float) -> Iterator[Parts]:
    """Filled when the block, which takes so long, ends."""
    parts, found = Parts(), pids(side)
    before = {name: own(name, those) for name, those in found.items()}
    activity = side.database.activity() if side.database else None
    yield parts
    for name, those in found.items():
        parts.cores[name] = round((own(name, those) - before[name]) / seconds, 3)
        parts.mib[name] = round(memory_mib(those), 1)
    if side.database and activity:
        parts.connections, transactions = side.database.activity()
        parts.transactions_a_second = round((transactions - activity[1]) / seconds, 1)


def own(name: str, those: list[int]) -> float:
    """CPU seconds; those of the supervisor's children that run are not its own."""
    return sum(os.times()[:2]) if name == GENERATOR else cpu_seconds(those)
