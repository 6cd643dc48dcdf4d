"""Transactions of a process take turns at SQLite: none sleeps while it could write."""

from __future__ import annotations

import os
import statistics
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, connections
from pytest_django import DjangoDbBlocker

from studio.sqlite.base import DatabaseWrapper

pytestmark = pytest.mark.sqlite
Connect = Callable[[], DatabaseWrapper]


@pytest.fixture
def connect(tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[Connect]:
    """Connections to a database of its own, which may be used by any thread."""
    made: list[DatabaseWrapper] = []

    def connect() -> DatabaseWrapper:
        usual = connections["default"].settings_dict
        options = {"transaction_mode": "IMMEDIATE", "timeout": 0.2}
        own: dict[str, Any] = usual | {"NAME": str(tmp_path / "db.sqlite3"), "OPTIONS": options}
        made.append(DatabaseWrapper(own, "default"))
        made[-1].inc_thread_sharing()
        return made[-1]

    with django_db_blocker.unblock():
        yield connect
        for one in made:
            one.close()


def begin(one: DatabaseWrapper) -> None:
    one.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)


def end(one: DatabaseWrapper) -> None:
    one.commit()
    one.set_autocommit(True)


def roll_back(one: DatabaseWrapper) -> None:
    one.rollback()
    one.set_autocommit(True)


def test_the_next_begins_at_once_when_one_has_ended(connect: Connect) -> None:
    """SQLite's own look comes up to a tenth of a second later, once it has waited as long."""
    first, second = connect(), connect()
    second.be_patient(10)
    begun: list[float] = []

    def write() -> None:
        begin(second)
        begun.append(time.monotonic())
        end(second)

    late: list[float] = []
    for _round in range(7):
        begin(first)
        thread = threading.Thread(target=write)
        thread.start()
        time.sleep(0.3)
        assert len(begun) == len(late)
        ended = time.monotonic()
        end(first)
        thread.join()
        late.append(begun[-1] - ended)
    assert statistics.median(late) < 0.03


@pytest.mark.parametrize("ending", [end, roll_back, DatabaseWrapper.close])
def test_however_one_ends_the_next_has_its_turn(
    connect: Connect, ending: Callable[[DatabaseWrapper], None]
) -> None:
    first, second = connect(), connect()
    begin(first)
    ending(first)
    begin(second)
    end(second)


def test_who_waits_for_too_long_is_told_what_sqlite_says(connect: Connect) -> None:
    first, second = connect(), connect()
    begin(first)
    with pytest.raises(OperationalError, match="database is locked"):
        begin(second)
    end(first)
    begin(second)
    end(second)


def test_another_process_is_waited_for_by_one_thread_and_for_no_longer(connect: Connect) -> None:
    """The lock is had elsewhere: who meets it gives the turn back."""
    stranger, first, second = connect(), connect(), connect()
    with stranger.cursor() as cursor:
        cursor.execute("BEGIN IMMEDIATE")
    for one in (first, second):
        with pytest.raises(OperationalError, match="database is locked"):
            begin(one)
    with stranger.cursor() as cursor:
        cursor.execute("COMMIT")
    begin(second)
    end(second)


def test_who_only_reads_keeps_nobody_waiting(connect: Connect) -> None:
    reader, writer = connect(), connect()
    reader.ensure_connection()
    reader.transaction_mode = "DEFERRED"
    begin(reader)
    begin(writer)
    end(writer)
    end(reader)


def test_a_transaction_that_was_ended_otherwise_has_no_turn_left(connect: Connect) -> None:
    first, second = connect(), connect()
    begin(first)
    first.set_autocommit(True)
    begin(second)
    end(second)


def test_a_forked_process_waits_for_nobody_of_its_parent(connect: Connect) -> None:
    begin(first := connect())
    child = os.fork()
    if child == 0:
        waited = 1.0
        try:
            # No connection is taken along: only whether there is a turn to be had.
            waited = connect().take_turn()
        finally:
            os._exit(waited > 0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    end(first)
