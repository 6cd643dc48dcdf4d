"""Asks the storage of pictures (STORAGE_URL) all the time, in a thread of its own, and tidies it.

It may take seconds to say that it does not answer: whoever tells of it (health.py) reads what was
noted here.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from uuid import UUID

from studio.library import tidying
from studio.library.models import Mark
from studio.library.stores import uploads
from studio.outage import StorageAway, StorageTaken
from studio.processes import notes
from studio.processes.beats import beat

logger = logging.getLogger(__name__)

# Of its signs of life, and of the note.
NAME = "storage"
FAULTS = {kind.__name__: kind for kind in (StorageAway, StorageTaken)}
# Seconds between two questions, and after which one that is not answered is told: what is away is
# to be red within ten.
ASK_EVERY = LATE = 4.0
# No question takes longer, with all that is tried anew: who asked for longer was ended meanwhile.
LONGEST = 60.0
# A storage may have each question paid.
TIDY_EVERY = 600.0


class Tidied:
    """When it is due again, by the monotonic clock."""

    due = 0.0


def ask(is_ending: Callable[[], bool]) -> float:
    """One round; the seconds until the next. Raises OSError where the note can't be written."""

    def ends() -> bool:
        beat(NAME)
        return is_ending()

    if not keep() and time.monotonic() >= Tidied.due:
        Tidied.due = time.monotonic() + TIDY_EVERY
        try:
            tidying.tidy(ends)
        except StorageAway as error:
            logger.warning("tidying: %s", type(error).__name__)
            keep()
    return ASK_EVERY


def keep() -> StorageAway | None:
    """What is wrong with it, noted for who does not ask; and while there is no answer, since when
    it is waited for. Raises OSError where it can't be noted.
    """
    # A database that is away is no fault of the storage, nor asked while the storage is waited for.
    ours = Mark.objects.own()
    name, since = said()
    write(name, since if waited(since) is not None else time.time())
    try:
        found = fault(ours)
        name = type(found).__name__ if found else ""
    finally:
        write(name)
    return found


def write(name: str, since: float | None = None) -> None:
    notes.write(NAME, {"fault": name, "since": since})


def said() -> tuple[str, float | None]:
    """The fault that was noted last, "" for none, and since when an answer is waited for."""
    found = notes.read(NAME)
    if not isinstance(found, dict):
        return "", None
    since = found.get("since")
    return str(found.get("fault", "")), since if isinstance(since, int | float) else None


def waited(since: float | None) -> float | None:
    """The seconds that somebody has waited; None where nobody does, or the clock was set since."""
    seconds = time.time() - since if since else -1.0
    return seconds if 0 <= seconds <= LONGEST else None


def fault(ours: UUID | None = None) -> StorageAway | None:
    """Why no picture can be kept there: it is asked, as the studio with this mark."""
    try:
        uploads().claim(ours)
    except StorageAway as found:
        return found
    return None


def noted() -> StorageAway | None:
    """The same, as it was noted last; one that has not answered for too long is away."""
    name, since = said()
    if (waited(since) or 0.0) > LATE:
        return StorageAway()
    kind = FAULTS.get(name)
    return kind() if kind else None
