"""Writes that a page makes in passing, and is shown as well without.

That somebody looks is worth a row, but not a wait: while the database is locked, its disk is full
or can only be read, what there is to see is still shown.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import InternalError, OperationalError

from studio.sqlite.patience import patience

logger = logging.getLogger(__name__)

# How long SQLite's lock is waited for, in seconds.
WAIT = 0.1


@contextmanager
def in_passing(what: str) -> Iterator[None]:
    """Gives up a write that the database does not take at once."""
    try:
        with patience(WAIT):
            yield
    except (OperationalError, InternalError) as error:
        # PostgreSQL calls a database that can only be read an internal error.
        logger.warning("not written that %s: %s", what, str(error).strip())
