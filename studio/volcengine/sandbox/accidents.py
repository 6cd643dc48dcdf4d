"""What happens to tasks of the sandbox in a rehearsal: sources lost, an early end, other people.

A rehearsal's page works on the same file as the server, from its own process.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from studio.rules import codec
from studio.rules.document import MixedRules
from studio.rules.geometry import Box
from studio.rules.limits import BOX_SIDE
from studio.volcengine.sandbox.tasks import (
    FILE_NAME,
    PRESTOP,
    TASKS,
    Abnormal,
    Task,
    Tasks,
    lost_in,
    number_in,
    sources_in,
    task_in,
)

OVER = ("prestop", "done")


@dataclass(frozen=True, kw_only=True, slots=True)
class Truth:
    """A task as it truly stands, whatever the sandbox is told to answer.

    `accepted` and `applied` are versions; `ends_in` is seconds until a task that has lost all
    its sources ends.
    """

    task_id: str
    name: str
    status: str
    accepted: int
    applied: int
    sources: tuple[str, ...]
    lost: frozenset[str]
    ends_in: float | None

    @property
    def is_over(self) -> bool:
        return self.status in OVER


def has_started(data_dir: Path) -> bool:
    """Whether a sandbox has ever been started there."""
    return (data_dir / FILE_NAME).exists()


def open_tasks(data_dir: Path) -> closing[Accidents]:
    """The tasks of the sandbox that was started there, at its speed."""
    return closing(Accidents(data_dir))


class Accidents(Tasks):
    """The same tasks, with what the API has no action for. Raises Abnormal for an ended task."""

    def truth(self, known: Collection[str]) -> list[Truth]:
        """The tasks of these names or ids, the newest first."""
        with self._transaction() as (database, now):
            rows = database.execute(f"{TASKS} ORDER BY created DESC, tasks.rowid DESC").fetchall()
            tasks = [Task(*row) for row in rows]
            return [
                self._truth(database, task, now)
                for task in tasks
                if task.name in known or task.task_id in known
            ]

    def lose(self, task_id: str, source: str = "") -> None:
        """A source drops, or all of them: then the task ends after a minute."""
        with self._living(task_id) as (database, now):
            names = [row.id for row in sources_in(database, task_id)]
            for name in [source] if source in names else names:
                database.execute("INSERT OR IGNORE INTO losses VALUES (?, ?)", (task_id, name))
            self._reckon(database, task_id, now)

    def bring_back(self, task_id: str) -> None:
        """Its sources come again."""
        with self._living(task_id) as (database, now):
            database.execute("DELETE FROM losses WHERE task_id = ?", (task_id,))
            self._reckon(database, task_id, now)

    def end(self, task_id: str) -> None:
        """It is over, this moment, and nobody asked for it."""
        with self._living(task_id) as (database, now):
            at = now - PRESTOP / self._speed
            database.execute("INSERT OR REPLACE INTO deaths VALUES (?, ?)", (task_id, at))

    def update_elsewhere(self, task_id: str) -> None:
        """Somebody else puts another document on air."""
        rules = codec.read_rules(json.loads(str(self.detail(task_id)["Rule"])))
        self.update(task_id, somebody_elses(rules))

    @contextmanager
    def _living(self, task_id: str) -> Iterator[tuple[sqlite3.Connection, float]]:
        with self._transaction() as (database, now):
            if self._status(task_in(database, task_id), now) in OVER:
                raise Abnormal(f"task [{task_id}] is already done")
            yield database, now

    def _truth(self, database: sqlite3.Connection, task: Task, now: float) -> Truth:
        sources = tuple(row.id for row in sources_in(database, task.task_id))
        status = self._status(task, now)
        is_dying = task.dies is not None and status not in OVER
        return Truth(
            task_id=task.task_id,
            name=task.name,
            status=status,
            accepted=number_in(database, task.task_id),
            applied=self._applied(database, task.task_id, now),
            sources=sources,
            lost=frozenset(lost_in(database, task.task_id)),
            ends_in=task.dies - now if is_dying and task.dies is not None else None,
        )


def somebody_elses(rules: MixedRules) -> MixedRules:
    """The same document with its last box a quarter of the scene, in an upper corner."""
    scene = rules.scene
    *others, last = scene.layouts
    w, h = max(BOX_SIDE.min, scene.width // 2), max(BOX_SIDE.min, scene.height // 2)
    x = 0 if last.box.x else max(0, scene.width - w)
    moved = replace(last, box=Box(x, 0, w, h))
    return replace(rules, scene=replace(scene, layouts=(*others, moved)))
