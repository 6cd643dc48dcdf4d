"""A sandbox's folder as its server leaves it, without the server."""

from __future__ import annotations

from contextlib import closing

from django.conf import settings

from studio.volcengine.sandbox.tasks import Tasks
from tests import builders


def task_at_sandbox(name: str) -> str:
    """The id of a new task of that name."""
    settings.SANDBOX.mkdir(mode=0o700, parents=True, exist_ok=True)
    with closing(Tasks(settings.SANDBOX, speed=1000)) as tasks:
        return str(tasks.create(name, builders.document())["TaskID"])
