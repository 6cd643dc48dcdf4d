"""How long one piece of work waits for SQLite's lock; elsewhere nothing is changed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def patience(seconds: float) -> Iterator[None]:
    if connection.vendor != "sqlite":
        yield
        return
    connection.ensure_connection()
    usual = connection.settings_dict["OPTIONS"]["timeout"]
    set_patience(seconds)
    try:
        yield
    finally:
        set_patience(usual)


def set_patience(seconds: float) -> None:
    """Of a connection that is gone by now nothing is left to set."""
    if connection.connection is not None:
        with connection.wrap_database_errors:
            connection.connection.execute(f"PRAGMA busy_timeout={round(seconds * 1000)}")
