"""Signs of life: what works leaves a file's time behind at every round, and others look at it.

A process that hangs, or is stopped, says nothing of that itself.
"""

from __future__ import annotations

import contextlib
import time
from pathlib import Path

from django.conf import settings

from studio.waking import NET

# Nobody who works is silent for longer: a round at least every NET seconds, and what it does then.
SILENT_FOR = 3 * NET


def beat(name: str) -> None:
    """`name` works; a disk that can't be written is told by others."""
    with contextlib.suppress(OSError):
        path(name).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path(name).touch(mode=0o600)


def is_silent(name: str) -> bool:
    """Whether nothing has been heard of it for too long, or never."""
    try:
        return time.time() - path(name).stat().st_mtime > SILENT_FOR
    except OSError:
        return True


def was_heard(name: str) -> bool:
    """Whether it has ever worked on this data folder."""
    return path(name).exists()


def path(name: str) -> Path:
    return Path(settings.DATA, "beats", name)
