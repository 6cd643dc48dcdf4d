"""Writes that a page makes in passing, and is shown as well without.

That somebody looks is worth a row, but not a wait: while the database is locked, its disk is full
or can only be read, what there is to see is still shown. So it is with a file that saves drawing.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import Error

from studio.outage import is_outage
from studio.sqlite.patience import patience

logger = logging.getLogger(__name__)

# How long SQLite's lock is waited for, in seconds.
WAIT = 0.1


@contextmanager
def in_passing(what: str) -> Iterator[None]:
    """Gives up a write that the database, or the disk, does not take at once."""
    try:
        with patience(WAIT):
            yield
    except (Error, OSError) as error:
        if not is_outage(error):
            raise
        logger.warning("not written that %s: %s", what, str(error).strip())
