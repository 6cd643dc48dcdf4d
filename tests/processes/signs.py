"""Signs of life that a test gives in a worker's place."""

from __future__ import annotations

import os
import time

from studio.processes import beats, hosts
from studio.processes.models import HostProcess


def give(name: str, seconds: float = 0.0, host: str = "") -> None:
    """Somebody works at that, at this host or another; its last round began so many seconds ago."""
    if not host:
        beats.beat(name)
        then = time.time() - seconds
        os.utime(beats.path(name), (then, then))
    if hosts.are_several():
        found = {"host": host or hosts.this_host(), "name": host, "process": name}
        HostProcess.objects.filter(**found).delete()
        HostProcess.objects.create(
            **found, works={name: seconds} if seconds <= beats.SILENT_FOR else {}
        )


def hang(name: str) -> None:
    """Whoever works at it here makes no round any more."""
    give(name, beats.SILENT_FOR + 1)
