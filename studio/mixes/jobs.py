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
from django_tasks.base import Task
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
    return waiting(carry_out)


def to_be_inquired() -> set[str]:
    """The unknown outcomes that a job waits in the queue to inquire about."""
    return waiting(inquire)


def waiting(job: Task[[str], None]) -> set[str]:
    """Those that such a job waits for; one that a killed worker had begun waits no more."""
    at_once = Q(run_after=get_date_max())
    jobs = DBTaskResult.objects.filter(task_path=job.module_path, status=TaskResultStatus.READY)
    due = jobs.filter(~astray("run_after", PUT_OFF) | at_once)
    return {each["args"][0] for each in due.values_list("args_kwargs", flat=True)}


def wake(operation: UUID, priority: int, when: datetime | None = None) -> None:
    """Have a worker carry the operation out, now or at `when`; the highest priority goes first."""
    carry_out.using(priority=priority, run_after=when).enqueue(str(operation))


def operations() -> Any:
    """The operations' manager."""
    return apps.get_model("mixes", "Operation").objects
