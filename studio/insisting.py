"""Writes that nobody else can make up for: they are tried until the database takes them."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import TypeVar

from django.db import InterfaceError, InternalError, OperationalError, connection

logger = logging.getLogger(__name__)
T = TypeVar("T")

# How long a database that is away is waited for, and how often it is asked.
PATIENCE = 600.0
AGAIN = 0.5


def insist(do: Callable[[], T]) -> T:
    """What `do` returns, called again while the database is away.

    It may have been taken although no answer came: `do` has to bear being done twice. Within a
    transaction it is called once, as all that came before would be lost.
    """
    latest = time.monotonic() + PATIENCE
    while True:
        try:
            return do()
        except (OperationalError, InterfaceError, InternalError) as error:
            # PostgreSQL calls a database that can only be read an internal error.
            if connection.in_atomic_block or time.monotonic() > latest:
                raise
            logger.warning("waiting for the database: %s", type(error).__name__)
            connection.close()
            time.sleep(AGAIN)
