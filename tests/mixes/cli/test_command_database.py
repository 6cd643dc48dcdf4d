"""`manage.py mix` whose database is locked, damaged or gone: a sentence, and exit code 7."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, OperationalError, connection

from studio.mixes.models import Operation
from studio.sqlite.patience import patience
from studio.volcengine.errors import UnknownOutcome
from studio.volcengine.sandbox.server import SandboxServer
from tests.driving.outputs import captured
from tests.driving.processes import RunningStudio
from tests.mixes.cli.running import Ran
from tests.mixes.conftest import names_at

NO_DATABASE = 7


def raising(error: Exception) -> Any:
    def fail(*_arguments: object, **_named: object) -> None:
        raise error

    return fail


@contextmanager
def locked() -> Iterator[None]:
    if connection.vendor != "sqlite":
        with connection.execute_wrapper(raising(OperationalError("locked"))):
            yield
        return
    with patience(0.05), closing(sqlite3.connect(connection.settings_dict["NAME"])) as other:
        other.execute("BEGIN IMMEDIATE")
        yield


@pytest.mark.django_db(transaction=True)
def test_a_push_that_meets_a_lock_has_sent_nothing_and_says_so(
    sandbox: SandboxServer, show: Path
) -> None:
    with locked():
        for arguments in ([], ["--json"]):
            ran = Ran("push", show, *arguments)
            assert ran.code == NO_DATABASE
            assert "holds the lock" in ran.err
            assert "Nothing was sent." in ran.err
            if arguments:
                assert ran.json["state"] == "no_database"
                assert ran.json["error"]["code"] == "no_database"
            else:
                assert ran.out == ""
    assert names_at() == []
    assert not Operation.objects.exists()


@pytest.mark.django_db
def test_what_was_sent_and_could_not_be_written_down_is_unknown(
    sandbox: SandboxServer, show: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    damaged = DatabaseError("database disk image is malformed")
    monkeypatch.setattr(Operation, "accept", raising(damaged))
    ran = Ran("push", show, "--json")
    assert (ran.code, ran.json["state"], ran.json["error"]["code"]) == (4, "unknown", "no_database")
    assert ran.json["name"].startswith("show-")
    assert len(names_at()) == 1


@pytest.mark.django_db
def test_what_was_not_sent_is_told_so(
    sandbox: SandboxServer, show: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Operation, "begin_sending", raising(DatabaseError("malformed")))
    ran = Ran("push", show)
    assert (ran.code, "Nothing was sent." in ran.err) == (NO_DATABASE, True)
    assert names_at() == []


@pytest.mark.django_db
def test_an_inquiry_that_cannot_be_written_down_leaves_it_unknown(
    sandbox: SandboxServer, show: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Operation, "send", raising(UnknownOutcome("dropped")))
    monkeypatch.setattr("studio.mixes.models.Push.send", raising(UnknownOutcome("dropped")))
    monkeypatch.setattr("studio.mixes.models.Push.inquire", raising(OperationalError("locked")))
    assert Ran("push", show).code == 4


@pytest.mark.parametrize(
    "arguments",
    [
        ["tasks"],
        ["show", "t-1"],
        ["watch", "t-1"],
        ["stop", "t-1"],
        ["take", "t-1"],
        ["diff", "t-1"],
    ],
)
def test_each_act_has_the_sentence(
    arguments: list[str], show: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("studio.mixes.cli.air.prepare", raising(OperationalError("locked")))
    monkeypatch.setattr("studio.mixes.cli.comparing.prepare", raising(OperationalError("locked")))
    ran = Ran(*arguments, *([show] if arguments[0] in ("take", "diff") else []), "--json")
    assert (ran.code, ran.json["error"]["code"]) == (NO_DATABASE, "no_database")
    assert ("Nothing was sent." in ran.err) == (arguments[0] in ("stop", "take"))


@pytest.mark.parametrize("command", [["mix", "tasks"], ["open"]])
def test_a_damaged_database_is_told_by_a_real_process(command: list[str], tmp_path: Path) -> None:
    (tmp_path / "studio.sqlite3").write_bytes(b"no database " * 999)
    environment = RunningStudio(tmp_path, port=1).all_environment
    ended, out, err = captured("utf-8")(command, environment)
    assert (ended, out) == (NO_DATABASE, b"")
    assert "is damaged" in err
    assert len(err.strip().splitlines()) == 1


def test_a_data_folder_that_cannot_be_made_is_told() -> None:
    environment = RunningStudio(Path("/proc/studio"), port=1).all_environment
    ended, _out, err = captured("utf-8")(["mix", "tasks"], environment)
    assert (ended, "Traceback" in err) == (NO_DATABASE, False)
