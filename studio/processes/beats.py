"""Signs of life: what works leaves a file's time behind at every round, and others look at it.

A process that hangs, or is stopped, says nothing of that itself.
"""

from __future__ import annotations

import contextlib
import math
import time
from pathlib import Path

from django.conf import settings

from studio.elapsed import CLOCKS_APART
from studio.waking import NET

# Nobody who works is silent for longer: a job or a sweep of the clock takes a minute at most, and
# where there is none a round comes every NET seconds.
SILENT_FOR = 75 + NET


def beat(name: str) -> None:
    """`name` works; a disk that can't be written is told by others."""
    with contextlib.suppress(OSError):
        path(name).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path(name).touch(mode=0o600)


def is_silent(name: str) -> bool:
    """Whether nothing has been heard of it for too long, or never."""
    return age(name) > SILENT_FOR


def age(name: str) -> float:
    """Seconds since it was heard last; endless where it never was."""
    try:
        found = time.time() - path(name).stat().st_mtime
    except OSError:
        return math.inf
    # Later than now by more than clocks differ by: the clock was set back since.
    return max(0.0, found) if found >= -CLOCKS_APART.total_seconds() else math.inf


def path(name: str) -> Path:
    return Path(settings.DATA, "beats", name)
