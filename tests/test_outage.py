"""What is waited out, and what is a fault of ours: those that the databases really raise."""

from __future__ import annotations

import errno
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Never

import pytest
from django.db import connection, transaction
from django.db.utils import ConnectionHandler
from django.test import Client

from studio.accounts.models import Workspace
from studio.insisting import insist
from studio.library.models import Frame
from studio.outage import is_outage
from studio.pages.failures import WithoutRows
from studio.passing import in_passing
from studio.processes import clock, health
from studio.processes.workers import Rounds
from tests.builders import Cast

pytestmark = pytest.mark.django_db
SECRET = "live-stream-CANARY"


def twice() -> None:
    """IntegrityError."""
    workspace = Workspace.objects.create(name="W")
    with transaction.atomic():
        Workspace.objects.create(pk=workspace.pk)


def without_a_workspace() -> None:
    """IntegrityError, of which PostgreSQL quotes the whole row."""
    with transaction.atomic():
        Frame.objects.create(url=SECRET, digest="a", kind="pic")


def too_much() -> None:
    """DataError, on SQLite OverflowError."""
    with transaction.atomic():
        Frame.objects.filter(failures__gt=0).update(width=2**70)


def of_no_table() -> None:
    """ProgrammingError, on SQLite OperationalError."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM no_such_table")


def unreadable() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELEKT 1")


JSON = {"accept": "application/json"}
OURS = [twice, without_a_workspace, too_much, of_no_table, unreadable]


def raised(do: Callable[[], None]) -> Exception:
    with pytest.raises(Exception) as caught:  # noqa: PT011  # of whatever kind
        do()
    return caught.value


@pytest.mark.parametrize("ours", OURS)
def test_no_waiting_mends_a_fault_of_ours(ours: Callable[[], None]) -> None:
    assert not is_outage(raised(ours))


@pytest.mark.parametrize("ours", OURS)
def test_a_fault_of_ours_is_a_500_that_is_told_whole_once(
    cast: Cast,
    ours: Callable[[], None],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(health, "findings", ours)
    answer = Client(raise_request_exception=False).get("/readyz")
    assert answer.status_code == 500
    assert "saved as soon as it is back" not in answer.text
    (told,) = [record for record in caplog.records if record.name == "django.request"]
    assert told.exc_info
    assert WithoutRows().filter(told)
    assert ours.__name__ in caplog.handler.format(told)
    assert SECRET not in caplog.handler.format(told)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("ours", OURS)
def test_a_fault_of_ours_is_told_by_who_works_and_holds_up_nothing_else(
    ours: Callable[[], None], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    made: list[str] = []
    sweeps = (clock.Sweep(ours), clock.Sweep(lambda: made.append("the next sweep")))
    monkeypatch.setattr(clock, "SWEEPS", sweeps)
    rounds = Rounds(("clock",), clock.tick)
    rounds.once()
    assert made == ["the next sweep"]

    def do() -> float:
        ours()
        return 0.0

    rounds.do = do
    rounds.stopped.set()
    rounds.once()
    assert all(record.exc_info for record in caplog.records if "studio.processes" in record.name)
    assert len([record for record in caplog.records if record.exc_info]) == 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("ours", OURS)
def test_a_fault_of_ours_is_neither_insisted_on_nor_passed_over(ours: Callable[[], None]) -> None:
    assert not is_outage(raised(lambda: insist(ours)))

    def passing() -> None:
        with in_passing("x"):
            ours()

    assert not is_outage(raised(passing))


def refused(number: int) -> Callable[[], Never]:
    def fail() -> Never:
        raise OSError(number, "the disk")

    return fail


@pytest.mark.parametrize(
    ("number", "says"),
    [
        (errno.ENOSPC, "is full"),
        (errno.EDQUOT, "is full"),
        (errno.EROFS, "can only be read"),
        (errno.EIO, "holds the studio’s data fails"),
        (errno.EACCES, "is not allowed to"),
        (errno.EPERM, "is not allowed to"),
    ],
)
def test_a_disk_that_takes_nothing_is_told(
    cast: Cast, number: int, says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "findings", refused(number))
    answer = Client(raise_request_exception=False).get("/readyz", headers=JSON)
    assert (answer.status_code, answer["Retry-After"]) == (503, "2")
    assert says in answer.json()["message"]
    with in_passing("x"):
        refused(number)()


def test_what_is_no_more_there_is_no_outage() -> None:
    assert not is_outage(raised(refused(errno.ENOENT)))


def test_a_damaged_database_is_no_fault_of_ours(tmp_path: Path) -> None:
    damaged = tmp_path / "damaged.sqlite3"
    damaged.write_bytes(b"not a database " * 1000)
    settings = {"ENGINE": "django.db.backends.sqlite3", "NAME": str(damaged)}
    with closing(ConnectionHandler({"default": settings})["default"]) as database:
        assert is_outage(raised(lambda: database.cursor().execute("SELECT * FROM sqlite_master")))
