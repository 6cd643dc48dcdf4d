"""Background work of the library: each job is one line that calls a model method.

Models queue jobs and so import this module; it asks for the model by name.

Live streams have a queue and a worker of their own: one that stays silent until its time is up
holds up no picture.
"""

from __future__ import annotations

from collections.abc import Container
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import QuerySet
from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from studio.elapsed import long_ago

PICTURES, STREAMS = "media", "streams"
# The places in a queue; the highest goes first.
ASKED_FOR, ANEW, FAILING = 0, -10, -20


@task(queue_name=PICTURES)
def fetch_frame(pk: str) -> None:
    apps.get_model("library", "Frame").objects.fetch(UUID(pk))


class WorkerDied(Exception):
    """Whoever ran the job is gone; what it was for is seen to by whoever owns it."""


def bury_unheld(held: Container[str], *, longer_than: timedelta) -> int:
    """Marks the fetches as failed whose workers died over them: they run, and hold no frame; how
    many those were. One that has just begun may not hold its frame yet.
    """
    fetches = running(longer_than=longer_than).filter(task_path=fetch_frame.module_path)
    rows = fetches.values_list("pk", "args_kwargs")
    return bury(fetches.filter(pk__in=[pk for pk, args in rows if args["args"][0] not in held]))


def running(*, longer_than: timedelta) -> QuerySet[DBTaskResult[Any, Any]]:
    """The jobs of any kind that were begun so long ago and never ended."""
    begun = long_ago("started_at", longer_than)
    return DBTaskResult.objects.filter(begun, status=TaskResultStatus.RUNNING)


def bury(dead: QuerySet[DBTaskResult[Any, Any]]) -> int:
    """Marks these as failed, because their workers died; how many those were."""
    return dead.update(
        status=TaskResultStatus.FAILED,
        finished_at=timezone.now(),
        exception_class_path=f"{WorkerDied.__module__}.{WorkerDied.__qualname__}",
    )


def waiting() -> frozenset[str]:
    """The frames that a job waits for, by key."""
    rows = DBTaskResult.objects.filter(
        status=TaskResultStatus.READY, task_path=fetch_frame.module_path
    )
    return frozenset(args["args"][0] for args in rows.values_list("args_kwargs", flat=True))
