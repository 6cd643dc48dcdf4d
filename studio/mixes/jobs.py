"""What workers do for tasks: one line each. The queue is a wake-up, the row is the truth."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django_tasks import task

from studio.mixes.models import Kind, Operation

# What viewers see comes first.
PRIORITY = {Kind.STOP: 90, Kind.TAKE: 50, Kind.PUSH: 10}


@task(queue_name="cloud")
def carry_out(operation: str) -> None:
    Operation.objects.carry_out(operation)


@task(queue_name="cloud")
def look(operation: str) -> None:
    Operation.objects.look(operation)


def wake(operation: UUID, kind: str, when: datetime | None = None) -> None:
    """Have a worker carry the operation out, now or at `when`."""
    carry_out.using(priority=PRIORITY[Kind(kind)], run_after=when).enqueue(str(operation))
