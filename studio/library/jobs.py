"""Background work of the library: each job is one line that calls a model method."""

from __future__ import annotations

from uuid import UUID

from django_tasks import task

from studio.library import models


@task(queue_name="media")
def fetch_frame(pk: str) -> None:
    models.Frame.objects.get(pk=UUID(pk)).fetch()
