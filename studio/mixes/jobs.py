"""What workers do for tasks: one line each. The queue is a wake-up, the row is the truth.

Models wake jobs and so import this module; it asks for the model by name.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import Q
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult, get_date_max

from studio.elapsed import astray

# How far ahead an operation is put off at most.
PUT_OFF = timedelta(seconds=30)


@task(queue_name="cloud")
def carry_out(operation: str) -> None:
    operations().carry_out(operation)


@task(queue_name="cloud")
def inquire(operation: str) -> None:
    operations().inquire(operation)


def awaited() -> set[str]:
    """The operations that a job waits in the queue for, now or a little later."""
    at_once = Q(run_after=get_date_max())
    waiting = DBTaskResult.objects.filter(
        task_path=carry_out.module_path, status=TaskResultStatus.READY
    ).filter(~astray("run_after", PUT_OFF) | at_once)
    return {job["args"][0] for job in waiting.values_list("args_kwargs", flat=True)}


def wake(operation: UUID, priority: int, when: datetime | None = None) -> None:
    """Have a worker carry the operation out, now or at `when`; the highest priority goes first."""
    carry_out.using(priority=priority, run_after=when).enqueue(str(operation))


def operations() -> Any:
    """The operations' manager."""
    return apps.get_model("mixes", "Operation").objects
