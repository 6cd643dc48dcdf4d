"""The list of clouds, line by line."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count

from studio.accounts.models import Workspace
from studio.mixes.clouds.connections import CloudShown, Connection
from studio.mixes.models import MixTask
from studio.mixes.words.connections import tested, why_silent


@dataclass(frozen=True, kw_only=True, slots=True)
class ConnectionRow:
    """One connection. `silent` says why it can't be asked, "" where it can; `on_air` counts tasks
    that the cloud has not ended. What is `own` of the studio, the sandbox and what the environment
    has keys for, is not changed in pages.
    """

    connection: Connection
    cloud: CloudShown
    host: str
    silent: str
    tested: str
    is_well: bool
    on_air: int
    is_own: bool


def rows(workspace: Workspace) -> list[ConnectionRow]:
    living = MixTask.objects.filter(cloud__workspace=workspace).known().order_by()
    counted = dict(living.values_list("cloud").annotate(Count("pk")))
    return [row(one, counted.get(one.pk, 0)) for one in Connection.objects.of(workspace)]


def row(connection: Connection, on_air: int) -> ConnectionRow:
    return ConnectionRow(
        connection=connection,
        cloud=connection.described(),
        host=connection.url.partition("://")[2],
        silent=why_silent(connection),
        tested=tested(connection.tested) if connection.tested_at else "",
        is_well=not connection.tested,
        on_air=on_air,
        is_own=is_own(connection),
    )


def is_own(connection: Connection) -> bool:
    """Whether its keys are the environment's or the sandbox's."""
    return connection.is_sandbox or (connection.from_environment and connection.keys is not None)
