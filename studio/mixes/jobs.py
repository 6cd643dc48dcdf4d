"""What workers do for tasks: one line each. The queue is a wake-up, the row is the truth."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from studio.mixes.models import Kind, Operation

# What viewers see comes first.
PRIORITY = {Kind.STOP: 90, Kind.TAKE: 50, Kind.PUSH: 10}


@task(queue_name="cloud")
def carry_out(operation: str) -> None:
    Operation.objects.carry_out(operation)


@task(queue_name="cloud")
def look(operation: str) -> None:
    Operation.objects.look(operation)


def awaited() -> set[str]:
    """The operations that a job waits in the queue for, now or later."""
    waiting = DBTaskResult.objects.filter(
        task_path=carry_out.module_path, status=TaskResultStatus.READY
    )
    return {job["args"][0] for job in waiting.values_list("args_kwargs", flat=True)}


def wake(operation: UUID, kind: str, when: datetime | None = None) -> None:
    """Have a worker carry the operation out, now or at `when`."""
    carry_out.using(priority=PRIORITY[Kind(kind)], run_after=when).enqueue(str(operation))
