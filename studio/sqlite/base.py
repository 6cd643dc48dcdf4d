"""Django's SQLite, which also makes the folder its file lies in, and whose writers take turns.

Settings may not write (`mix validate` runs without any data folder), so the folder comes
into being with the first connection.
"""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from pathlib import Path
from typing import Any

from django.db import OperationalError
from django.db.backends.sqlite3 import base

# The turn of a process: one of its threads is in a transaction.
_turn = threading.Lock()


class DatabaseWrapper(base.DatabaseWrapper):
    """While a thread is in a transaction, the others of its process wait for their turn to begin
    theirs, but for those that only read. Without it all of them look whether SQLite's lock is free,
    ever more seldom: it lies idle while they sleep, and who is unlucky never finds it free.
    """

    # Django's own, of which its stubs don't tell.
    transaction_mode: str | None
    # Seconds for which one waits to write, where that is not as usual.
    patience: float | None = None
    # The turn that this one has.
    turn: threading.Lock | None = None

    def get_new_connection(self, conn_params: dict[str, Any]) -> sqlite3.Connection:
        if not conn_params.get("uri") or not str(conn_params["database"]).startswith("file:"):
            make_folder(Path(conn_params["database"]).parent)
        connection: sqlite3.Connection = super().get_new_connection(conn_params)
        return connection

    def be_patient(self, seconds: float | None = None) -> None:
        """Waits so long to write from now on; None is as usual."""
        self.patience = seconds
        self.wait_for_lock(self.longest)

    @property
    def longest(self) -> float:
        usual: float = self.settings_dict["OPTIONS"]["timeout"]
        return usual if self.patience is None else self.patience

    def wait_for_lock(self, seconds: float) -> None:
        """Of a connection that is gone by now nothing is left to set."""
        if self.connection is not None:
            with self.wrap_database_errors:
                self.connection.execute(f"PRAGMA busy_timeout={round(seconds * 1000)}")

    def _start_transaction_under_autocommit(self) -> None:
        waited = 0.0 if self.transaction_mode == "DEFERRED" else self.take_turn()
        try:
            if waited:
                # What is left for the lock, which another process may have.
                self.wait_for_lock(max(0.0, self.longest - waited))
            super()._start_transaction_under_autocommit()  # type: ignore[misc]  # the stubs leave it out
        except BaseException:
            self.end_turn()
            raise
        finally:
            if waited:
                self.wait_for_lock(self.longest)

    def _set_autocommit(self, autocommit: bool) -> None:  # noqa: FBT001  # as Django calls it
        """Turned on, which Django does last, it ends whatever there was, however that went."""
        try:
            super()._set_autocommit(autocommit)  # type: ignore[misc]  # the stubs leave it out
        finally:
            if autocommit:
                self.end_turn()

    def take_turn(self) -> float:
        """Returns after how many seconds it was had."""
        turn, began = _turn, time.monotonic()
        if turn.acquire(blocking=False):
            self.turn = turn
            return 0.0
        if not turn.acquire(timeout=self.longest):
            raise OperationalError("database is locked")
        self.turn = turn
        return time.monotonic() - began

    def end_turn(self) -> None:
        turn, self.turn = self.turn, None
        if turn:
            turn.release()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]  # the stubs leave it out
        finally:
            self.end_turn()


def forget_turn() -> None:
    """In a process that was forked: no thread of its own has it."""
    global _turn  # noqa: PLW0603  # the parent's may be taken for good
    _turn = threading.Lock()


os.register_at_fork(after_in_child=forget_turn)


def make_folder(folder: Path) -> None:
    """Raises what SQLite does where it can't open its file."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise sqlite3.OperationalError(f"unable to open database file: {error.strerror}") from None
