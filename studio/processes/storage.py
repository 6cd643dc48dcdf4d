"""Asks the storage of pictures (STORAGE_URL) all the time, in a thread of its own, and tidies it.

It may take seconds to say that it does not answer: whoever tells of it (health.py) reads what was
noted here.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from studio.library import tidying
from studio.library.stores import uploads
from studio.outage import StorageAway, StorageTaken
from studio.processes import notes
from studio.processes.beats import beat
from studio.waking import NET

logger = logging.getLogger(__name__)

# Of its signs of life, and of the note.
NAME = "storage"
FAULTS = {kind.__name__: kind for kind in (StorageAway, StorageTaken)}
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
    return NET


def keep() -> StorageAway | None:
    """The same as `fault`, noted for who does not ask. Raises OSError where it can't be."""
    found = fault()
    notes.write(NAME, type(found).__name__ if found else "")
    return found


def fault() -> StorageAway | None:
    """Why no picture can be kept there: it is asked."""
    try:
        uploads().claim()
    except StorageAway as found:
        return found
    return None


def noted() -> StorageAway | None:
    """The same, as it was noted last."""
    kind = FAULTS.get(str(notes.read(NAME)))
    return kind() if kind else None
