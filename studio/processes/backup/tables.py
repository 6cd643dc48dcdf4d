"""The database's rows as lines of JSON, the same from every database, and back.

Each value is what Django's field says it is: a time to the microsecond, a NULL, a truth value. A
document stays the very text that the database has of it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import Any
from uuid import UUID

from django.apps.registry import Apps
from django.core.exceptions import ValidationError
from django.core.management.color import no_style
from django.db import DataError, IntegrityError, connection, models
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from studio.processes.backup.archive import (
    DAMAGED,
    Archive,
    Hashed,
    Table,
    Unfit,
    Writer,
    table_name,
)

Model = type[models.Model]
Column = models.Field[Any, Any]

# Nobody is signed in or let in by a backup, and nothing is done again by one: rows tell what is
# to do.
LEFT_OUT = frozenset(
    {
        "sessions.session",
        "usersessions.usersession",
        "accounts.signinlink",
        "accounts.invitation",
        "accounts.guess",
        "django_tasks_database.dbtaskresult",
        "processes.hostprocess",
    }
)
ROWS_AT_ONCE = 100
# What reading a line that is no row can end with.
MALFORMED = (ValueError, TypeError, KeyError, ArithmeticError, RecursionError, ValidationError)


def kept(apps: Apps) -> dict[str, Model]:
    """The models whose rows a backup holds, by label."""
    tables = (model for model in apps.get_models(include_auto_created=True) if is_table(model))
    found = {model._meta.label_lower: model for model in tables}
    return {label: found[label] for label in sorted(found.keys() - LEFT_OUT)}


def is_table(model: Model) -> bool:
    return model._meta.managed and not model._meta.proxy


def columns_of(model: Model) -> list[Column]:
    return list(model._meta.local_concrete_fields)


def name_of(column: Column) -> str:
    assert column.column is not None
    return column.column


def write(writer: Writer, model: Model) -> Table:
    """Writes all rows of a model, in the order of their keys."""
    columns = columns_of(model)
    values = [
        Cast(column.attname, models.TextField()) if is_document(column) else column.attname
        for column in columns
    ]
    rows = model._base_manager.order_by("pk").values_list(*values)
    with writer.member(table_name(model._meta.label_lower)) as member:
        count = write_rows(member, rows.iterator(chunk_size=ROWS_AT_ONCE))
    return Table([name_of(column) for column in columns], count)


def write_rows(member: Hashed, rows: Iterable[tuple[Any, ...]]) -> int:
    """How many those were."""
    count = 0
    for row in rows:
        text = json.dumps(row, default=plain, ensure_ascii=False, separators=(",", ":"))
        member.write(f"{text}\n".encode())
        count += 1
    return count


def plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    raise TypeError(f"no way to write a {type(value).__name__}")


def is_document(column: Column) -> bool:
    return isinstance(column, models.JSONField)


def load(archive: Archive, apps: Apps) -> None:
    """Fills the empty tables of these models. Raises Unfit."""
    tables = kept(apps)
    if tables.keys() != archive.manifest.tables.keys():
        raise Unfit(DAMAGED)
    for label, model in tables.items():
        try:
            load_rows(model, archive.manifest.tables[label], archive.rows(label))
        except (DataError, IntegrityError, *MALFORMED):
            # Only where: what the cause says holds what the rows hold.
            raise Unfit(_("The rows of {table} can’t be read.").format(table=label)) from None
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(tables.values())):
            cursor.execute(statement)


def load_rows(model: Model, table: Table, lines: Iterable[bytes]) -> None:
    """Raises one of MALFORMED, or what the database says, where the lines are no such rows."""
    columns = {name_of(column): column for column in columns_of(model)}
    if sorted(table.columns) != sorted(columns):
        raise ValueError
    fields = [columns[name] for name in table.columns]
    rows = (values_of(json.loads(line), fields) for line in lines)
    count = 0
    with connection.cursor() as cursor:
        for batch in batches(rows):
            cursor.executemany(insertion(model, fields), batch)
            count += len(batch)
    if count != table.rows:
        raise ValueError


def insertion(model: Model, fields: list[Column]) -> str:
    quoted = connection.ops.quote_name
    names = ", ".join(quoted(name_of(field)) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    return " ".join(("INSERT INTO", quoted(model._meta.db_table), f"({names}) VALUES ({places})"))


def values_of(row: Any, fields: list[Column]) -> list[Any]:
    """A row's values as the database takes them."""
    if not isinstance(row, list) or len(row) != len(fields):
        raise ValueError
    return [value_of(value, field) for value, field in zip(row, fields, strict=True)]


def value_of(value: Any, field: Column) -> Any:
    if not isinstance(value, str | None if is_document(field) else str | int | float | None):
        raise TypeError
    if is_document(field):
        return value
    return field.get_db_prep_save(field.to_python(value), connection)


def batches(rows: Iterator[list[Any]]) -> Iterator[list[list[Any]]]:
    while batch := list(islice(rows, ROWS_AT_ONCE)):
        yield batch
