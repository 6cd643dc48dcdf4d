"""Background work of the library: each job is one line that calls a model method.

Models queue jobs and so import this module; it asks for the model by name.

Live streams have a queue and a worker of their own: one that stays silent until its time is up
holds up no picture.
"""

from __future__ import annotations

from uuid import UUID

from django.apps import apps
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

PICTURES, STREAMS = "media", "streams"
# The places in a queue; the highest goes first.
ASKED_FOR, ANEW, FAILING = 0, -10, -20


@task(queue_name=PICTURES)
def fetch_frame(pk: str) -> None:
    apps.get_model("library", "Frame").objects.fetch(UUID(pk))


def waiting() -> frozenset[str]:
    """The frames that a job waits for, by key."""
    rows = DBTaskResult.objects.filter(
        status=TaskResultStatus.READY, task_path=fetch_frame.module_path
    )
    return frozenset(args["args"][0] for args in rows.values_list("args_kwargs", flat=True))
