"""For migrations: the rows of a column that holds secrets from now on, sealed, or in clear again.

What is sealed already stays so: where it was interrupted, it goes on.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from studio.rules.redaction import is_sealed, is_secret
from studio.sealing.batches import Change
from studio.sealing.fields import opened, place_of, sealed
from studio.sealing.values import seal, unseal


def place(row: Any, within: str) -> str:
    """As `SealedField.place`, of a row as a migration knows it."""
    if not within:
        return place_of(row._meta.label_lower, row.pk)
    owner = row._meta.get_field(within)
    return place_of(owner.related_model._meta.label_lower, getattr(row, owner.attname))


def sealing(columns: Sequence[str], within: str = "") -> Change:
    """Columns of JSON."""
    return lambda row: changed(
        row, {name: sealed(getattr(row, name), place(row, within)) for name in columns}
    )


def opening(columns: Sequence[str], within: str = "") -> Change:
    return lambda row: changed(
        row, {name: opened(getattr(row, name), place(row, within)) for name in columns}
    )


def changed(row: Any, values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value != getattr(row, name)}


def sealed_address(row: Any, url: str) -> str:
    return seal(url, place(row, "")) if is_secret(url, fetched=True) else url


def opened_address(row: Any, url: str) -> str:
    return unseal(url, place(row, "")) if is_sealed(url) else url


def leave_nothing(schema_editor: BaseDatabaseSchemaEditor) -> None:
    """What was in clear is overwritten: SQLite else only calls its place free."""
    if schema_editor.connection.vendor == "sqlite":
        with schema_editor.connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete = ON")


def leave_nothing_behind(schema_editor: BaseDatabaseSchemaEditor) -> None:
    """As `leave_nothing`, of what was in clear and went long ago."""
    connection = schema_editor.connection
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
