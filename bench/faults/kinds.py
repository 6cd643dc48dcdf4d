"""Which faults come, for how long, and what a studio may truly say meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Generic, TypeVar

from tests.driving.mishaps import Scene, ended, full, killed, locked, restarted, suspended
from tests.driving.processes import RunningStudio

CHILDREN = ("web-1", "web-2", "cloud", "media", "sandbox")


# What meets it: a studio on one host, or on several.
Struck = TypeVar("Struck")


@dataclass(frozen=True)
class Fault(Generic[Struck]):
    """`strikes` puts it in place for `seconds`; `truths` are the sentences that are true then."""

    name: str
    strikes: Callable[[Struck], AbstractContextManager[None]]
    seconds: float = 0.0
    truths: frozenset[str] = frozenset({"database"})


def faults_of(scene: Scene) -> list[Fault[Scene]]:
    """One after the other, as a bad day has them."""
    if scene.cluster:
        database = [Fault(f"PostgreSQL restarted ({n})", restarted) for n in (1, 2, 3)]
    else:
        database = [Fault("write lock held", locked, 30)]
    disk = [Fault("disk full", full, 20, frozenset({"disk"}))] if scene.is_small else []
    kills = [Fault(f"{name} killed", partial(killed, names=(name,))) for name in CHILDREN]
    pauses = [
        Fault(f"{name} suspended", partial(suspended, name=name), 20) for name in ("cloud", "web-1")
    ]
    return [*database, *disk, *kills, *pauses, Fault("all killed, started again", ended)]


def short_faults(scene: Scene) -> list[Fault[Scene]]:
    """Of the cheap kinds one each."""
    return [
        Fault("write lock held", locked, 3),
        *([Fault("disk full", full, 2, frozenset({"disk"}))] if scene.is_small else []),
        Fault("all children killed", partial(killed, names=CHILDREN)),
        Fault("cloud suspended", partial(suspended, name="cloud"), 2),
        Fault("web-1 suspended", partial(suspended, name="web-1"), 2),
    ]


def not_running(studio: RunningStudio) -> list[str]:
    """The children that are not there at this moment."""
    if not (studio.data / "processes.json").exists():
        return list(CHILDREN)
    return [child.name for child in studio.children() if not child.pid or not lives(child.pid)]


def lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZXT"
    except OSError:
        return False
