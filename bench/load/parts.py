"""What each part of a running studio takes of its computer, engines and generator apart."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from bench.idle import cpu_seconds, family, memory_mib
from tests.driving.cluster import Cluster

GENERATOR, SANDBOX = "generator", "sandbox"
# What is not the studio's: who asks, and the cloud's stand-in.
APART = (GENERATOR, SANDBOX)
# The processes of each part, by its name.
Pids = Mapping[str, list[int]]


@dataclass
class Parts:
    """`cores` is what each took of a core, `mib` what it held at the end."""

    cores: dict[str, float] = field(default_factory=dict)
    mib: dict[str, float] = field(default_factory=dict)
    transactions_a_second: float | None = None
    connections: int | None = None

    @property
    def studio_cores(self) -> float:
        """The studio's own, with its engines'."""
        return sum(share for name, share in self.cores.items() if name not in APART)


def of_cluster(cluster: Cluster) -> list[int]:
    first = (cluster.folder / "postmaster.pid").read_text().split()[0]
    return family(int(first))


@contextmanager
def parts_of(pids: Pids, database: Cluster | None, seconds: float) -> Iterator[Parts]:
    """Filled when the block, which takes so long, ends."""
    parts, found = Parts(), {**pids, GENERATOR: [os.getpid()]}
    before = {name: own(name, those) for name, those in found.items()}
    activity = database.activity() if database else None
    yield parts
    for name, those in found.items():
        parts.cores[name] = round((own(name, those) - before[name]) / seconds, 3)
        parts.mib[name] = round(memory_mib(those), 1)
    if database and activity:
        parts.connections, transactions = database.activity()
        parts.transactions_a_second = round((transactions - activity[1]) / seconds, 1)


def own(name: str, those: list[int]) -> float:
    """CPU seconds; those of the supervisor's children that run are not its own."""
    return sum(os.times()[:2]) if name == GENERATOR else cpu_seconds(those)
