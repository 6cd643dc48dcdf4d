"""What the studio's rows and the cloud's tasks say of each other's pushes when all is quiet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Mapping
from typing import Any

from bench.air.clicks import Click
from bench.air.cloud import CREATE, FaultyCloud, Wish
from studio.mixes.models import Kind, Operation, Push, State
from studio.mixes.models.record import freeze
from studio.mixes.models.states import MOVING
from studio.rules import checks, codec


def verdict(clicks: list[Click], cloud: FaultyCloud) -> dict[str, Any]:
    """The counts of a run; see `bench.air` for those that are to be 0."""
    rows = {row.key: row for row in Push.objects.select_related("task")}
    tasks = cloud.tasks.all()
    return {
        "clicks": len(clicks),
        "acknowledged": sum(bool(click.task) for click in clicks),
        "rows": len(rows),
        "tasks": len(tasks),
        "duplicates": duplicates(tasks),
        "orphans": len(orphans(list(rows.values()), tasks)),
        "lost": sum(
            is_lost(click, rows.get(click.key), cloud.writes) for click in clicks if click.task
        ),
        "sent_again": sum(
            len(bodies) - 1 > cloud.turned_away[wished]
            for wished, bodies in cloud.writes.items()
            if wished.action == CREATE
        ),
        "unsettled": len(unsettled(list(rows.values()), tasks)),
        "unfinished": sum(end_of(row) in UNFINISHED for row in rows.values()),
        "ends": dict(Counter(end_of(row) for row in rows.values())),
    }


Body = dict[str, Any]
UNFINISHED = {*MOVING, "accepted"}


def end_of(row: Operation) -> str:
    """The word for where an operation has ended."""
    if row.state != State.ACCEPTED:
        return row.state
    if row.kind != Kind.PUSH:
        return end_of_change(row)
    words = {"runing": "running", "done": "done"}
    return words.get(row.task.status, "accepted")


def end_of_change(row: Operation) -> str:
    """Of an accepted take or stop: an ended task, or a later version, has the last word."""
    if row.is_applied:
        return "applied"
    if row.task.is_over:
        return "ended"
    is_superseded = row.version is not None and row.version < row.task.applied_version
    return "superseded" if is_superseded else "accepted"


def duplicates(tasks: list[dict[str, Any]]) -> int:
    """Tasks beyond the first of one click (`push-017-…`)."""
    of_click = Counter(task["Name"].rsplit("-", 1)[0] for task in tasks)
    return sum(count - 1 for count in of_click.values())


def orphans(rows: list[Operation], tasks: list[dict[str, Any]]) -> list[str]:
    """Tasks that run, and bill, without a row that has them or still asks for them."""
    known = {row.task.task_id for row in rows if row.state == State.ACCEPTED}
    asked = {row.task.name for row in rows if row.state in (*MOVING, State.UNKNOWN)}
    return [
        task["TaskID"]
        for task in tasks
        if task["TaskID"] not in known and task["Name"] not in asked
    ]


def unsettled(rows: list[Operation], tasks: list[dict[str, Any]]) -> list[Operation]:
    """Rows that do not know yet of the task the cloud has for them."""
    shown = {task["Name"] for task in tasks}
    return [row for row in rows if row.state == State.UNKNOWN and row.task.name in shown]


def is_lost(click: Click, row: Operation | None, got: Mapping[Wish, list[Body]]) -> bool:
    """Whether an acknowledged click has no row, or another body than was clicked or sent.

    `got` is what the cloud was sent for each wish.
    """
    if row is None or str(row.task.pk) != click.task:
        return True
    written = codec.write(checks.clamped(click.template.rules))
    asked = freeze({"Name": row.task.name, "MixedRules": written})
    kept = {"body": row.body, "body_hash": row.body_hash}
    sent = got.get(Wish(CREATE, row.task.name), ())
    return asked != kept or any(body != row.body for body in sent)


def never(times: Mapping[str, int], impossible: Container[str]) -> list[str]:
    """What could have happened around the studio, and did not: the run was not as hard as said."""
    return [name for name, often in times.items() if not often and name not in impossible]
