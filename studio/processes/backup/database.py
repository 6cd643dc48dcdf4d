"""The database as a whole: one moment of it, its size, its migrations."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader

Migrations = list[tuple[str, str]]


@contextmanager
def one_moment() -> Iterator[None]:
    """All that is read within is of one moment; nobody who writes waits for it."""
    connection.ensure_connection()
    if connection.vendor == "sqlite":
        # The studio's own transactions are to write, and take the lock as they begin.
        wrapper: Any = connection
        usual, wrapper.transaction_mode = wrapper.transaction_mode, "DEFERRED"
        try:
            with transaction.atomic():
                yield
        finally:
            wrapper.transaction_mode = usual
    else:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield


def file() -> Path | None:
    """Where SQLite's lies; None of PostgreSQL."""
    return Path(connection.settings_dict["NAME"]) if connection.vendor == "sqlite" else None


def files() -> list[Path]:
    """SQLite's, with those it writes beside it."""
    main = file()
    return [main.with_name(main.name + end) for end in ("", "-wal", "-shm")] if main else []


def size() -> int:
    """In bytes."""
    query = "SELECT pg_database_size(current_database())"
    if connection.vendor == "sqlite":
        query = "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"
    with connection.cursor() as cursor:
        cursor.execute(query)
        return int(cursor.fetchone()[0])


def is_sound() -> bool:
    """Whether SQLite finds nothing wrong with its file; PostgreSQL says so by itself."""
    if connection.vendor != "sqlite":
        return True
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        found = cursor.fetchall()
        cursor.execute("PRAGMA foreign_key_check")
        return (found, cursor.fetchall()) == ([("ok",)], [])


def applied(loader: MigrationLoader) -> Migrations:
    """The migrations of our apps that it has."""
    rows = loader.applied_migrations
    return sorted((app, name) for app, name in rows if app in loader.migrated_apps)


def unknown(loader: MigrationLoader, migrations: Migrations) -> Migrations:
    """Those that this version of the program does not have."""
    return [one for one in migrations if one not in loader.disk_migrations]


def as_of(migrations: Migrations) -> MigrationLoader:
    """The graph that Django would have in a database with these: a squashed migration takes the
    place of those that it replaces, unless only some of them are there.
    """
    loader = MigrationLoader(None, replace_migrations=False)
    for key, squashed in loader.replacements.items():
        there = [one in migrations for one in squashed.replaces]
        if all(there) or not any(there):
            loader.graph.remove_replaced_nodes(key, squashed.replaces)
        else:
            loader.graph.remove_replacement_node(key, squashed.replaces)
    return loader


def nodes(loader: MigrationLoader, migrations: Migrations) -> Migrations:
    """What its graph has for these, which may name a squashed one, what it replaces, or both."""
    there = set(migrations)
    there |= {key for key, one in loader.replacements.items() if there.issuperset(one.replaces)}
    return sorted(there & loader.graph.nodes.keys())
