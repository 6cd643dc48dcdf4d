"""What is in a studio's database, in its folder, and in a backup of it."""

from __future__ import annotations

import json
import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg

from studio.processes.backup.archive import opened

# What only the databases themselves know, and what no backup holds.
NOT_OURS = {"sqlite_sequence", "django_migrations"}
LEFT_OUT = {
    "django_session",
    "usersessions_usersession",
    "accounts_signinlink",
    "accounts_invitation",
    "accounts_guess",
    "accounts_counted",
    "django_tasks_database_dbtaskresult",
    "processes_hostprocess",
}
# What is not as it was: what waited to be sent, and that this is told.
SETTLED = {"mixes_operation", "audit_entry"}


def rows_of_sqlite(file: Path, told: Callable[[Any], str]) -> dict[str, list[Any]]:
    with closing(sqlite3.connect(file)) as database:
        names = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        return {
            name: sorted(map(told, database.execute(f"SELECT * FROM {name}")))
            for (name,) in names
            if name not in NOT_OURS | LEFT_OUT
        }


def rows_of_postgresql(url: str) -> dict[str, list[Any]]:
    with psycopg.connect(url) as database:
        names = database.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        found = {}
        for (name,) in names.fetchall():
            if name not in NOT_OURS | LEFT_OUT:
                with database.cursor().copy(f"COPY {name} TO STDOUT") as copy:
                    found[name] = sorted(b"".join(bytes(part) for part in copy).splitlines())
        return found


def in_one_order(row: tuple[Any, ...]) -> str:
    """PostgreSQL keeps what a document says, and not in which order."""
    documents = (isinstance(value, str) and value.startswith("{") for value in row)
    return repr(
        [
            json.dumps(json.loads(value), sort_keys=True) if is_document else value
            for value, is_document in zip(row, documents, strict=True)
        ]
    )


def table(file: Path, label: str) -> list[dict[str, Any]]:
    """A backup's rows of a model that has a document."""
    with opened(file) as archive:
        names = archive.manifest.tables[label].columns
        rows = [dict(zip(names, json.loads(line), strict=True)) for line in archive.rows(label)]
    return [
        row | {name: json.loads(row[name]) for name in ("rules",) if name in row} for row in rows
    ]


def read(file: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(file) as members:
        return {name: members.read(name) for name in members.namelist()}


def listing(folder: Path) -> dict[str, bytes]:
    """Every file below a folder but the lock, which is left lying by whoever looked."""
    there = {str(path.relative_to(folder)): path.read_bytes() for path in files(folder)}
    return {name: data for name, data in there.items() if name != "lock"}


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]
