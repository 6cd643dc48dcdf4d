"""The command line's own database, where no server has made one yet."""

from __future__ import annotations

from io import StringIO

from django.core.management import call_command
from django.db import connection

from studio.sqlite.emptied import is_empty, refuse_emptied


def prepare() -> None:
    """Make the embedded database's tables at its first use. Raises Emptied where a studio was.

    A script's first `mix push` on a fresh data folder works; any other database is the
    operator's to migrate.
    """
    refuse_emptied()
    if connection.vendor == "sqlite" and is_empty():
        call_command("migrate", verbosity=0, stdout=StringIO())
