"""What every page tells of the studio's health, which is noted for them now and then."""

from __future__ import annotations

import contextlib
import math

from django.conf import settings

from studio.processes import beats, health, notes, storage
from studio.processes.beats import SILENT_FOR
from studio.waking import NET

# Nobody on this host has noted for so many seconds what is well.
NOTED_FOR = 2 * NET
# Seconds between two looks whether anybody does.
LOOK_EVERY = storage.ASK_EVERY if settings.STORAGE else NET


def note() -> None:
    """Writes down what is not well, for every page to tell; the clock does so while it works."""
    found = [health.check_database(), health.check_disk()]
    if found[0].is_well:
        found += [
            health.check_jobs(),
            health.check_clock(),
            *health.check_stored(),
            *health.check_several(),
        ]
    with contextlib.suppress(OSError):
        notes.write("health", [each.name for each in found if not each.is_well])


def note_instead() -> None:
    """The same for a host that has no clock, or one that hangs; and what its storage says, where
    nobody here asks.
    """
    if notes.age("health") > NOTED_FOR:
        note()
    if settings.STORAGE and is_unasked():
        with contextlib.suppress(OSError):
            storage.keep()


def is_unasked() -> bool:
    """Whether nobody here has asked the storage of late, or is tidying it."""
    return notes.age(storage.NAME) > storage.ASK_EVERY / 2 and beats.is_silent(storage.NAME)


def noted() -> list[str]:
    """What was not well when it was noted last, by its label; and the clock, where it notes nothing
    any more.
    """
    names = [name for name in notes.read("health") or () if name in health.LABELS]
    if SILENT_FOR < notes.age("health") < math.inf and "clock" not in names:
        names.append("clock")
    return [str(health.LABELS[name]) for name in names]
