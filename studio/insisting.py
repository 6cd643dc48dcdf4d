"""Writes that nobody else can make up for: they are tried until the database takes them."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import TypeVar

from django.db import Error, connection

from studio.outage import is_outage

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
        except Error as error:
            is_late = time.monotonic() > latest
            if connection.in_atomic_block or is_late or not is_outage(error):
                raise
            logger.warning("waiting for the database: %s", type(error).__name__)
            connection.close()
            time.sleep(AGAIN)
