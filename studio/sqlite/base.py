"""Django's SQLite, which also makes the folder its file lies in.

Settings may not write (`mix validate` runs without any data folder), so the folder comes
into being with the first connection.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from django.db.backends.sqlite3 import base


class DatabaseWrapper(base.DatabaseWrapper):
    def get_new_connection(self, conn_params: dict[str, Any]) -> sqlite3.Connection:
        if not conn_params.get("uri") or not str(conn_params["database"]).startswith("file:"):
            make_folder(Path(conn_params["database"]).parent)
        connection: sqlite3.Connection = super().get_new_connection(conn_params)
        return connection


def make_folder(folder: Path) -> None:
    """Raises what SQLite does where it can't open its file."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise sqlite3.OperationalError(f"unable to open database file: {error.strerror}") from None
