"""All that a database holds, as text."""

from __future__ import annotations

from django.db import connection


def dump() -> str:
    """Every row of every table, as the database itself has it."""
    with connection.cursor() as cursor:
        found = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # our own names
            found += [repr(row) for row in cursor.fetchall()]
    return "\n".join(found)
