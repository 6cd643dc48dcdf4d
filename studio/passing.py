"""Writes that a page makes in passing, and is shown as well without.

That somebody looks is worth a row, but not a wait: while the database is locked, its disk is full
or can only be read, what there is to see is still shown.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import InternalError, OperationalError, connection

logger = logging.getLogger(__name__)

# How long SQLite's lock is waited for, in milliseconds.
WAIT = 100


@contextmanager
def in_passing(what: str) -> Iterator[None]:
    """Gives up a write that the database does not take at once."""
    try:
        with hastily():
            yield
    except (OperationalError, InternalError) as error:
        # PostgreSQL calls a database that can only be read an internal error.
        logger.warning("not written that %s: %s", what, str(error).strip())


@contextmanager
def hastily() -> Iterator[None]:
    if connection.vendor != "sqlite":
        yield
        return
    connection.ensure_connection()
    usual = connection.settings_dict["OPTIONS"].get("timeout", 5.0) * 1000
    connection.connection.execute(f"PRAGMA busy_timeout={WAIT}")
    try:
        yield
    finally:
        connection.connection.execute(f"PRAGMA busy_timeout={usual:.0f}")
