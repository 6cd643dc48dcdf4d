"""Queries that Django writes once: for one that is asked many times a second, writing it takes
longer than answering it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any
from uuid import UUID

from django.db import connection, models

Rows = Callable[[UUID], models.QuerySet[Any, Any]]
# Stands for the key in what is written.
ANY = UUID("5a4f8c0e-7d0b-4f6e-9b39-0d1c2e3f4a5b")


def asked(rows: Rows, key: UUID) -> list[tuple[Any, ...]]:
    """What `rows` of that key finds, a values_list(), with values as the database has them. Nothing
    else that `rows` says may be another next time.
    """
    sql, values, place = written(rows, connection.vendor)
    with connection.cursor() as cursor:
        cursor.execute(sql, [stored(key) if value == place else value for value in values])
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


@cache
def written(rows: Rows, vendor: str) -> tuple[str, tuple[Any, ...], Any]:
    """As SQL, what goes into it, and which of that is the key."""
    del vendor  # another one is written otherwise
    sql, values = rows(ANY).query.get_compiler(connection=connection).as_sql()
    return sql, tuple(values), stored(ANY)


def stored(key: UUID) -> Any:
    return models.UUIDField().get_db_prep_value(key, connection)
