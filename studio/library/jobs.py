"""Background work of the library: each job is one line that calls a model method. And what jobs of
any kind need.

Models queue jobs and so import this module; it asks for the model by name.

Live streams have a queue and a worker of their own: one that stays silent until its time is up
holds up no picture.
"""

from __future__ import annotations

from collections.abc import Collection, Container, Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import QuerySet
from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks.base import Task
from django_tasks_db.models import DBTaskResult, get_date_max

from studio import waking
from studio.elapsed import is_lately, long_ago

Job = DBTaskResult[Any, Any]
PICTURES, STREAMS = "media", "streams"
# The places in a queue; the highest goes first. A page of many pictures keeps nobody waiting who
# works at one.
ASKED_FOR, LISTED, ANEW, FAILING = 0, -5, -10, -20


@task(queue_name=PICTURES)
def fetch_frame(pk: str) -> None:
    apps.get_model("library", "Frame").objects.fetch(UUID(pk))


def once_each(job: Task[[str], None], asked: Mapping[UUID, str]) -> dict[UUID, Job]:
    """The job of each key, with what it is for: put into its queue unless it was there before, also
    where that is over by now. All jobs are forgotten in a day.
    """
    there = of_keys(asked)
    new = [
        Job(
            id=key,
            args_kwargs={"args": [argument], "kwargs": {}},
            priority=job.priority,
            task_path=job.module_path,
            queue_name=job.queue_name,
            backend_name=job.backend,
            run_after=get_date_max(),
        )
        for key, argument in asked.items()
        if key not in there
    ]
    if new:
        # Somebody else may ask at the same moment.
        DBTaskResult.objects.bulk_create(new, ignore_conflicts=True)
        waking.wake(job.queue_name)
    return there | {one.pk: one for one in new}


class WorkerDied(Exception):
    """Whoever ran the job is gone; what it was for is seen to by whoever owns it."""


def bury_unheld(held: Container[str], *, longer_than: timedelta) -> int:
    """Marks the fetches as failed whose workers died over them: they run, and hold no frame; how
    many those were. One that has just begun may not hold its frame yet.
    """
    fetches = running(longer_than=longer_than).filter(task_path=fetch_frame.module_path)
    rows = fetches.values_list("pk", "args_kwargs")
    return bury(fetches.filter(pk__in=[pk for pk, args in rows if args["args"][0] not in held]))


def running(*, longer_than: timedelta) -> QuerySet[Job]:
    """The jobs of any kind that were begun so long ago and never ended."""
    begun = long_ago("started_at", longer_than)
    return DBTaskResult.objects.filter(begun, status=TaskResultStatus.RUNNING)


def bury(dead: QuerySet[Job]) -> int:
    """Marks these as failed, because their workers died; how many those were."""
    return dead.update(
        status=TaskResultStatus.FAILED,
        finished_at=timezone.now(),
        exception_class_path=f"{WorkerDied.__module__}.{WorkerDied.__qualname__}",
    )


def of_keys(keys: Collection[UUID]) -> dict[UUID, Job]:
    """Those there are."""
    return DBTaskResult.objects.in_bulk(keys)


def is_under_way(job: Job, patience: timedelta) -> bool:
    """Whether it waits or runs, and was asked for no longer ago than that."""
    is_over = job.status in (TaskResultStatus.SUCCESSFUL, TaskResultStatus.FAILED)
    return not is_over and is_lately(job.enqueued_at, patience)


def waiting() -> frozenset[str]:
    """The frames that a job waits for, by key."""
    rows = DBTaskResult.objects.filter(
        status=TaskResultStatus.READY, task_path=fetch_frame.module_path
    )
    return frozenset(args["args"][0] for args in rows.values_list("args_kwargs", flat=True))
