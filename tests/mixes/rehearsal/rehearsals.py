"""A sandbox's folder as its server leaves it, without the server."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime, timedelta

import time_machine
from django.conf import settings

from studio.volcengine.sandbox.tasks import Tasks
from tests import builders


def task_at_sandbox(name: str) -> str:
    """The id of a task of that name that has run for a while."""
    settings.SANDBOX.mkdir(mode=0o700, parents=True, exist_ok=True)
    a_while_ago = datetime.now(UTC) - timedelta(seconds=30)
    with time_machine.travel(a_while_ago), closing(Tasks(settings.SANDBOX, speed=1)) as tasks:
        return str(tasks.create(name, builders.document())["TaskID"])
