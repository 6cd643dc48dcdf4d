"""How long one piece of work waits to write into SQLite; elsewhere nothing is changed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DEFAULT_DB_ALIAS, connections

from studio.sqlite.base import DatabaseWrapper


@contextmanager
def patience(seconds: float) -> Iterator[None]:
    own = connections[DEFAULT_DB_ALIAS]
    if not isinstance(own, DatabaseWrapper):
        yield
        return
    own.ensure_connection()
    try:
        own.be_patient(seconds)
        yield
    finally:
        own.be_patient()
