"""What the supervisor knows of its children, for every other process to read."""

from __future__ import annotations

import logging
import time
from datetime import UTC, datetime
from typing import NamedTuple

from studio.processes import notes
from studio.processes.supervisor import Child

logger = logging.getLogger(__name__)

NAME = "processes"


class Process(NamedTuple):
    """A child as it was at the last change: `ends` counts how often it has ended, `last_end` is how
    (`SIGKILL`, `exit 1`), at `ended_at` (seconds of the epoch).
    """

    name: str
    pid: int
    ends: int
    last_end: str
    ended_at: float

    @property
    def ended(self) -> datetime:
        return datetime.fromtimestamp(self.ended_at, UTC)


def note(children: list[Child]) -> None:
    """A disk that is full is told by others."""
    now, monotonic = time.time(), time.monotonic()
    rows = [
        Process(each.name, each.pid, each.ends, each.last_end, now - (monotonic - each.ended_at))
        for each in children
    ]
    try:
        notes.write(NAME, [row._asdict() for row in rows])
    except OSError as error:
        logger.warning("the processes' states could not be written: %s", error.strerror)


def read() -> list[Process]:
    """The children of the studio that runs on this data folder; none where nothing was written."""
    return [Process(**row) for row in notes.read(NAME) or ()]


def forget() -> None:
    """Nothing runs there any more."""
    notes.path(NAME).unlink(missing_ok=True)
