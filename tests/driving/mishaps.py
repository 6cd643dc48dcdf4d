"""What a studio meets from outside: each is in place within its `with` block, and over with its
end.
"""

from __future__ import annotations

import os
import signal
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass

from tests.driving.cluster import Cluster
from tests.driving.disks import filled
from tests.driving.processes import WHOLE, RunningStudio


@dataclass(frozen=True)
class Scene:
    """`cluster` is the studio's PostgreSQL, None with SQLite; `is_small` tells whether its data
    folder has a small disk of its own.
    """

    studio: RunningStudio
    cluster: Cluster | None = None
    is_small: bool = False


@contextmanager
def restarted(scene: Scene) -> Iterator[None]:
    assert scene.cluster
    scene.cluster.restart()
    yield


@contextmanager
def stopped(scene: Scene) -> Iterator[None]:
    """PostgreSQL is away."""
    assert scene.cluster
    scene.cluster.stop()
    try:
        yield
    finally:
        scene.cluster.start()


@contextmanager
def locked(scene: Scene) -> Iterator[None]:
    """Another program writes, and takes its time."""
    file = scene.studio.data / "studio.sqlite3"
    with closing(sqlite3.connect(file, timeout=20, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


@contextmanager
def full(scene: Scene) -> Iterator[None]:
    """Not one byte more fits on the disk."""
    with filled(scene.studio.data):
        yield


@contextmanager
def killed(scene: Scene, names: tuple[str, ...]) -> Iterator[None]:
    for pid in filter(None, map(scene.studio.child, names)):
        os.kill(pid, signal.SIGKILL)
    yield


@contextmanager
def suspended(scene: Scene, name: str) -> Iterator[None]:
    pid = scene.studio.child(name)
    # Who is killed meanwhile, as the supervisor does with who hangs, does not go on.
    if pid:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGSTOP)
    yield
    if pid:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGCONT)


@contextmanager
def ended(scene: Scene) -> Iterator[None]:
    """The supervisor is killed, and somebody starts the studio again."""
    process = scene.studio.processes[WHOLE]
    process.kill()
    process.wait()
    # What it tells of is no more.
    (scene.studio.data / "processes.json").unlink()
    scene.studio.begin()
    yield
