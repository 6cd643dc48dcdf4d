"""The command line's own database, where no server has made one yet."""

from __future__ import annotations

from io import StringIO

from django.core.management import call_command
from django.db import connection


def prepare() -> None:
    """Make the embedded database's tables at its first use.

    A script's first `mix push` on a fresh data folder works; any other database is the
    operator's to migrate.
    """
    if connection.vendor == "sqlite" and not connection.introspection.table_names():
        call_command("migrate", verbosity=0, stdout=StringIO())
