"""The tasks of the sandbox, and what the contract says of their lives.

    pending → prepare → runing (the service's spelling) → prestop → done

A status is computed from timestamps whenever it is asked for, so nothing has to happen on
time and a restart changes nothing. Sources drop only when a rehearsal says so (`accidents`);
not played are pictures, sound, and the money.
"""

from __future__ import annotations

import json
import os
import secrets
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path

from studio.rules import codec
from studio.rules.checks import clamped
from studio.rules.document import Json, MixedRules, Source

# Seconds. A task can be watched 5 to 10 s after Create and ends after 3 days at the latest
# (docs/6469/1271154); the rest is the sandbox's guess.
PENDING = 1.0
PREPARE = 5.0
PRESTOP = 2.0
APPLY = 1.0
LONGEST_LIFE = 3 * 24 * 60 * 60.0
# How long a task outlives the last of its sources (the same page).
SOURCELESS = 60.0

# What it says of what goes wrong; which codes and words the service has is documented nowhere.
NOT_APPLIED: dict[str, Json] = {
    "LastOperationErrCode": 5001,
    "LastOperationErrMsg": "the new layout could not be started",
}
SOURCES_FAIL: dict[str, Json] = {"TaskErrCode": 6001, "TaskErrMsg": "no data from source"}

FIRST_OPERATION = 1
MAX_PAGE_SIZE = 100

FILE_NAME = "tasks.sqlite3"
_BEIJING = timezone(timedelta(hours=8))
_TABLES = """
CREATE TABLE IF NOT EXISTS tasks (
    task_id TEXT PRIMARY KEY, name TEXT NOT NULL, created REAL NOT NULL, stopped REAL
);
CREATE TABLE IF NOT EXISTS operations (
    task_id TEXT NOT NULL REFERENCES tasks, number INTEGER NOT NULL,
    accepted REAL NOT NULL, rules TEXT NOT NULL, PRIMARY KEY (task_id, number)
);
CREATE TABLE IF NOT EXISTS failures (
    task_id TEXT NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (task_id, number)
);
CREATE TABLE IF NOT EXISTS losses (
    task_id TEXT NOT NULL, source TEXT NOT NULL, PRIMARY KEY (task_id, source)
);
CREATE TABLE IF NOT EXISTS deaths (task_id TEXT PRIMARY KEY, at REAL NOT NULL);
CREATE TABLE IF NOT EXISTS pace (only_row INTEGER PRIMARY KEY, speed REAL NOT NULL);
"""
TASKS = "SELECT tasks.*, deaths.at FROM tasks LEFT JOIN deaths USING (task_id)"
_SUCCEEDED = """
    FROM operations WHERE task_id = ?
    AND NOT EXISTS (SELECT * FROM failures
        WHERE failures.task_id = operations.task_id AND failures.number = operations.number)
"""


class Abnormal(Exception):
    """The action does not accept the request: `Result.Code` 400."""


@dataclass(frozen=True, slots=True)
class Task:
    """One row. Times are seconds since the epoch.

    `stopped` is when Delete was asked, `dies` when it ends by an accident.
    """

    task_id: str
    name: str
    created: float
    stopped: float | None
    dies: float | None

    def end(self, speed: float) -> float:
        """When it begins to stop: asked, by an accident, or worn out."""
        ends = [self.created + LONGEST_LIFE / speed, self.stopped, self.dies]
        return min(end for end in ends if end is not None)

    def gone(self, speed: float) -> float:
        """When it is done."""
        return self.end(speed) + PRESTOP / speed

    def status(self, now: float, speed: float) -> str:
        if now >= self.end(speed):
            return "done" if now >= self.gone(speed) else "prestop"
        age = (now - self.created) * speed
        if age < PENDING:
            return "pending"
        return "prepare" if age < PENDING + PREPARE else "runing"


class Tasks:
    """All tasks of one data directory. Any thread may use it, and any process.

    `speed` makes every delay that many times shorter; without one it is the server's last.
    """

    def __init__(self, data_dir: Path, speed: float | None = None) -> None:
        self._lock = threading.Lock()
        path = data_dir / FILE_NAME
        # The rules hold stream keys: for the owner's eyes only, from the first byte.
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        self._database = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self._database.executescript(_TABLES)
        self._speed = self._pace(speed)

    def _pace(self, speed: float | None) -> float:
        if speed is None:
            row = self._database.execute("SELECT speed FROM pace").fetchone()
            return row[0] if row else 1.0
        self._database.execute("INSERT OR REPLACE INTO pace VALUES (0, ?)", (speed,))
        return speed

    def close(self) -> None:
        with self._lock:
            self._database.close()

    def create(self, name: str, rules: MixedRules) -> dict[str, Json]:
        with self._transaction() as (database, now):
            rows = database.execute(f"{TASKS} WHERE name = ?", (name,))
            if any(self._status(Task(*row), now) != "done" for row in rows):
                raise Abnormal(f"task name [{name}] already exists")
            task_id = secrets.token_hex(8)
            database.execute("INSERT INTO tasks VALUES (?, ?, ?, NULL)", (task_id, name, now))
            _add_operation(database, task_id, FIRST_OPERATION, now, rules)
        return {"TaskID": task_id}

    def update(self, task_id: str, rules: MixedRules, *, fails: bool = False) -> dict[str, Json]:
        """Only a running task, and only with the Output it began with, Callback aside.

        One that `fails` is accepted like any other and never applied.
        """
        with self._transaction() as (database, now):
            task = task_in(database, task_id)
            if self._status(task, now) != "runing":
                raise Abnormal(f"task [{task_id}] is not running")
            began_with = codec.read_rules(json.loads(rule_in(database, task_id)))
            if began_with.without_callback().output != rules.without_callback().output:
                raise Abnormal("Output can not be changed")
            number = number_in(database, task_id) + 1
            _add_operation(database, task_id, number, now, rules)
            if fails:
                database.execute("INSERT INTO failures VALUES (?, ?)", (task_id, number))
            self._reckon(database, task_id, now)
        return {"OptID": number}

    def delete(self, task_id: str) -> str:
        with self._transaction() as (database, now):
            task = task_in(database, task_id)
            if self._status(task, now) == "done":
                raise Abnormal(f"task [{task_id}] is already done")
            database.execute(
                "UPDATE tasks SET stopped = coalesce(stopped, ?) WHERE task_id = ?", (now, task_id)
            )
        return (
            f"kill task [{task_id}] success,"
            f"mesos id is [live_sandbox_{task_id}_000000000000001],rowsAffect [0]"
        )

    def list(self, page: int, page_size: int) -> dict[str, Json]:
        """Ended tasks too, the newest first."""
        if page < 1:
            raise Abnormal("Page must be 1 or more")
        if not 1 <= page_size <= MAX_PAGE_SIZE:
            raise Abnormal(f"PageSize must be 1 to {MAX_PAGE_SIZE}")
        with self._transaction() as (database, now):
            (count,) = database.execute("SELECT count(*) FROM tasks").fetchone()
            rows = database.execute(
                f"{TASKS} ORDER BY created DESC, tasks.rowid DESC LIMIT ? OFFSET ?",
                (page_size, (page - 1) * page_size),
            ).fetchall()
            result: list[Json] = [self._listed(database, Task(*row), now) for row in rows]
        return {"Count": count, "Result": result}

    def detail(self, task_id: str) -> dict[str, Json]:
        with self._transaction() as (database, now):
            task = task_in(database, task_id)
            applied = self._applied(database, task_id, now)
            number, rule = number_in(database, task_id), rule_in(database, task_id)
            troubles = _troubles(database, task_id, number)
        return {
            "LastOperationIndex": number,
            "LastSuccessOperationIndex": applied,
            "Rule": rule,
            "Status": self._status(task, now),
            "TaskID": task_id,
            **troubles,
        }

    def _status(self, task: Task, now: float) -> str:
        return task.status(now, self._speed)

    def _listed(self, database: sqlite3.Connection, task: Task, now: float) -> dict[str, Json]:
        (accepted,) = database.execute(
            "SELECT max(accepted) FROM operations WHERE task_id = ?", (task.task_id,)
        ).fetchone()
        status = self._status(task, now)
        ended = status in ("prestop", "done")
        row: dict[str, Json] = {
            "Name": task.name,
            "Status": status,
            "TaskID": task.task_id,
            "CreatedAt": _moment(task.created),
            "UpdatedAt": _moment(task.end(self._speed) if ended else accepted),
        }
        if status == "done":
            row["StoppedAt"] = _moment(task.gone(self._speed))
        return row

    def _applied(self, database: sqlite3.Connection, task_id: str, now: float) -> int:
        """The number of the operation applied last; 0 before the first is."""
        query = f"SELECT coalesce(max(number), 0) {_SUCCEEDED} AND accepted <= ?"
        (number,) = database.execute(query, (task_id, now - APPLY / self._speed)).fetchone()
        return int(number)

    def _reckon(self, database: sqlite3.Connection, task_id: str, now: float) -> None:
        """A task whose sources are all lost has its end before it; any other has none."""
        if len(lost_in(database, task_id)) == len(sources_in(database, task_id)):
            dies = now + SOURCELESS / self._speed
            database.execute("INSERT OR IGNORE INTO deaths VALUES (?, ?)", (task_id, dies))
        else:
            database.execute("DELETE FROM deaths WHERE task_id = ?", (task_id,))

    @contextmanager
    def _transaction(self) -> Iterator[tuple[sqlite3.Connection, float]]:
        """Alone with the file: a rehearsal's page writes to it too, from another process."""
        with self._lock, self._database:
            self._database.execute("BEGIN IMMEDIATE")
            yield self._database, time.time()


def task_in(database: sqlite3.Connection, task_id: str) -> Task:
    row = database.execute(f"{TASKS} WHERE task_id = ?", (task_id,)).fetchone()
    if row is None:
        raise Abnormal(f"task [{task_id}] does not exist")
    return Task(*row)


def number_in(database: sqlite3.Connection, task_id: str) -> int:
    """The number of the operation accepted last."""
    query = "SELECT max(number) FROM operations WHERE task_id = ?"
    (number,) = database.execute(query, (task_id,)).fetchone()
    return int(number)


def rule_in(database: sqlite3.Connection, task_id: str) -> str:
    """The rules accepted last, of those that did not fail."""
    query = f"SELECT rules {_SUCCEEDED} ORDER BY number DESC"
    (rules,) = database.execute(query, (task_id,)).fetchone()
    return str(rules)


def sources_in(database: sqlite3.Connection, task_id: str) -> tuple[Source, ...]:
    return codec.read_rules(json.loads(rule_in(database, task_id))).sources


def lost_in(database: sqlite3.Connection, task_id: str) -> list[str]:
    """Those of its sources that have dropped."""
    lost = database.execute("SELECT source FROM losses WHERE task_id = ?", (task_id,))
    names = {name for (name,) in lost}
    return [source.id for source in sources_in(database, task_id) if source.id in names]


def _troubles(database: sqlite3.Connection, task_id: str, number: int) -> dict[str, Json]:
    """What a Detail says of what goes wrong, and nothing while nothing does."""
    query = "SELECT 1 FROM failures WHERE (task_id, number) = (?, ?)"
    has_failed = database.execute(query, (task_id, number)).fetchone()
    lost = lost_in(database, task_id)
    return {
        **(NOT_APPLIED if has_failed else {}),
        **(SOURCES_FAIL | {"TaskErrSrcIDs": ",".join(lost)} if lost else {}),
    }


def _add_operation(
    database: sqlite3.Connection, task_id: str, number: int, now: float, rules: MixedRules
) -> None:
    """Kept as the service keeps them: what it clamps is clamped."""
    text = json.dumps(codec.write(clamped(rules)), ensure_ascii=False)
    database.execute("INSERT INTO operations VALUES (?, ?, ?, ?)", (task_id, number, now, text))


def _moment(seconds: float) -> dict[str, Json]:
    moment = datetime.fromtimestamp(seconds, _BEIJING)
    return {"Time": moment.isoformat(timespec="seconds")}
