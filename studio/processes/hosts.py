"""Who works at which host, as all of them see it who share a PostgreSQL.

Each process that works tells of itself every few seconds, on the connection by which it hears that
it is called, and takes that back as it ends. Who falls silent without a word is missed: it was
killed, or hangs, or its host is cut off. Beside SQLite there is one host, which needs no more than
its own signs of life (beats.py).
"""

from __future__ import annotations

import json
import math
import socket
from collections.abc import Collection, Iterable
from datetime import timedelta
from multiprocessing import current_process
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.models import Case, DurationField, ExpressionWrapper, F, QuerySet, When
from django.db.models.functions import Now
from django.utils.crypto import get_random_string

from studio.keyfiles import kept
from studio.processes import beats
from studio.processes.beats import SILENT_FOR
from studio.processes.models import HostProcess
from studio.waking import NET, Execute

# Seconds between two words of a process, and until it is missed: all have to tell it within ten.
EVERY = 2.0
MISSED = timedelta(seconds=7)
# A host believes its own for longer, in seconds: one that is started anew tells of itself again.
OWN = 2 * NET
# Somebody took that host away.
FORGOTTEN = timedelta(days=1)

TELL = """
INSERT INTO processes_hostprocess (host, name, process, works, heard_at)
VALUES (%s, %s, %s, %s, now())
ON CONFLICT (host, process)
DO UPDATE SET name = EXCLUDED.name, works = EXCLUDED.works, heard_at = EXCLUDED.heard_at
"""
LEAVE = "DELETE FROM processes_hostprocess WHERE host = %s AND process = %s"


class Telling:
    """What this process tells of its work at those names (studio/waking.py: Telling)."""

    every = EVERY

    def __init__(self, names: Iterable[str]) -> None:
        self.names = sorted(names)

    def tell(self, execute: Execute) -> None:
        ages = {name: age for name in self.names if (age := beats.age(name)) <= SILENT_FOR}
        process = current_process().name
        execute(TELL, [this_host(), socket.gethostname(), process, json.dumps(ages)])

    def leave(self, execute: Execute) -> None:
        execute(LEAVE, [this_host(), current_process().name])


def this_host() -> str:
    """Its key, drawn once for its data folder: one computer may be several. Raises OSError."""
    return kept(Path(settings.DATA, "host"), lambda: get_random_string(32))


def are_several() -> bool:
    """Whether there may be others: SQLite is one host's."""
    return connection.vendor == "postgresql"


def heard() -> QuerySet[HostProcess]:
    """Those that have told of themselves of late."""
    return HostProcess.objects.filter(heard_at__gte=Now() - MISSED)


def missed() -> QuerySet[HostProcess]:
    """Those that have not, and never said that they end."""
    return HostProcess.objects.filter(heard_at__lt=Now() - MISSED)


def ages(names: Collection[str]) -> dict[str, float]:
    """For each of these that somebody works at, at any host: since when its latest round began, in
    seconds.
    """
    own = {name: beats.age(name) for name in names}
    found = {name: age for name, age in own.items() if age <= OWN}
    ago = ExpressionWrapper(Now() - F("heard_at"), DurationField())
    for works, told in heard().values_list("works", ago):
        for name in works.keys() & own.keys():
            found[name] = min(found.get(name, math.inf), works[name] + told.total_seconds())
    return found


def silent(names: Collection[str]) -> list[str]:
    """Those of them that nobody works at, at any host."""
    if are_several():
        seen = ages(names)
        return [name for name in names if name not in seen]
    return [name for name in names if beats.is_silent(name)]


def processes() -> list[HostProcess]:
    """All that told of themselves and have not ended, with whether each `is_missed`."""
    if not are_several():
        return []
    is_missed = Case(When(heard_at__lt=Now() - MISSED, then=True), default=False)
    found = HostProcess.objects.annotate(is_missed=is_missed)
    return list(found.order_by("name", "host", "process"))


def take_back() -> None:
    """Nothing of what this host told holds: it starts, or has ended."""
    if are_several():
        HostProcess.objects.filter(host=this_host()).delete()


def forget(after: timedelta = FORGOTTEN) -> int:
    """Those that have been missed for so long; returns how many hosts they were."""
    if not are_several():
        return 0
    gone = HostProcess.objects.filter(heard_at__lt=Now() - after)
    hosts = len(set(gone.values_list("host", flat=True)))
    gone.delete()
    return hosts
