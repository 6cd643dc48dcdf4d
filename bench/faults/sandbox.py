"""What the sandbox has, from its own file, past every process."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from bench.faults.editors import first_box
from studio.volcengine.sandbox.tasks import FILE_NAME

QUERY = """
SELECT tasks.task_id, tasks.name, tasks.stopped, operations.rules
FROM tasks JOIN operations USING (task_id) ORDER BY tasks.created, operations.number
"""


@dataclass
class Task:
    """`looks` are where the first box lay, operation by operation; `stopped` is seconds of the
    epoch, None while nobody asked for its end.
    """

    name: str
    stopped: float | None
    looks: list[int]


def tasks_at(data: Path) -> dict[str, Task]:
    """The tasks by their ids."""
    found: dict[str, Task] = {}
    with closing(opened(data)) as database:
        for task_id, name, stopped, rules in database.execute(QUERY):
            task = found.setdefault(task_id, Task(name, stopped, []))
            task.looks.append(first_box(json.loads(rules))["X"])
    return found


def opened(data: Path) -> sqlite3.Connection:
    """To read alone."""
    file = f"file:{data / 'sandbox' / FILE_NAME}?mode=ro"
    return sqlite3.connect(file, uri=True, timeout=20)
