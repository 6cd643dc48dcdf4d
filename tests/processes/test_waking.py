"""Who waits for work is woken when there is some, on either database."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import transaction

from studio.editor import thumbnails
from studio.library.models import Frame, Kind, Wanted
from studio.processes import beats, hosts
from studio.processes.models import HostProcess
from studio.waking import Execute, Listener, folder, ring, wake
from tests.builders import Cast, template
from tests.driving.processes import wait_for

SOON = 5.0
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def called(data: Path) -> Iterator[dict[str, threading.Event]]:
    """Set when somebody calls that name; whoever begins to listen is called once himself."""
    events = {"cloud": threading.Event(), "media": threading.Event()}
    listener = Listener(list(events.items()))
    listener.start()
    for event in events.values():
        assert event.wait(SOON)
        event.clear()
    yield events
    listener.stop()
    assert not list(folder().glob("*"))


def test_a_name_that_is_called_wakes_those_who_listen_for_it(
    called: dict[str, threading.Event],
) -> None:
    wake("cloud")
    assert called["cloud"].wait(SOON)
    assert not called["media"].is_set()


def test_nobody_is_woken_for_what_is_not_committed(called: dict[str, threading.Event]) -> None:
    with transaction.atomic():
        wake("cloud")
        assert not called["cloud"].wait(0.2)
    assert called["cloud"].wait(SOON)


class Quickly(hosts.Telling):
    """As a process tells of itself."""

    every = 0.05


def test_who_works_beside_others_tells_of_it_and_hears_all_calls_meanwhile(data: Path) -> None:
    """On PostgreSQL, by the connection on which it listens; SQLite has no others."""
    called = threading.Event()
    listener = Listener([("clock", called)], telling=Quickly(["clock", "cloud"]))
    listener.start()
    beats.beat("clock")
    for _time in range(20):
        assert called.wait(SOON)
        called.clear()
        wake("clock")
    told = {"clock"} if hosts.are_several() else set()
    assert works() == told
    beats.beat("cloud")
    told |= {"cloud"} if told else set()
    wait_for(lambda: works() == told, "it is told, too")
    listener.stop()
    wait_for(lambda: not HostProcess.objects.exists(), "it has taken that back")


def works() -> set[str]:
    """What all processes have told that they work at."""
    return {name for row in HostProcess.objects.all() for name in row.works}


class Failing(Quickly):
    """The table is not there yet."""

    def tell(self, execute: Execute) -> None:
        execute("INSERT INTO of_a_later_version VALUES (1)", [])


def test_who_can_tell_nothing_hears_calls_all_the_same(
    data: Path, caplog: pytest.LogCaptureFixture
) -> None:
    called = threading.Event()
    listener = Listener([("clock", called)], telling=Failing(["clock"]))
    listener.start()
    assert called.wait(SOON)
    for _time in range(3):
        called.clear()
        # Neither woken by a connection that is made anew.
        assert not called.wait(2 * Quickly.every)
        wake("clock")
        assert called.wait(SOON)
    listener.stop()
    says = "the other hosts could not be told: UndefinedTable"
    assert (says in caplog.messages) == hosts.are_several()


def test_a_job_wakes_the_worker_of_its_queue(
    called: dict[str, threading.Event], cast: Cast
) -> None:
    Frame.objects.ask(cast.workspace, [Wanted("https://example.com/a.png", Kind.PICTURE)])
    assert called["media"].wait(SOON)
    assert not called["cloud"].is_set()


def test_a_page_of_thumbnails_wakes_those_who_draw_them(
    called: dict[str, threading.Event], cast: Cast
) -> None:
    thumbnails.ask([thumbnails.thumbnail_of(template(cast.workspace))])
    assert called["media"].wait(SOON)
    assert not called["cloud"].is_set()


def test_the_pipe_of_a_process_that_was_killed_goes(data: Path) -> None:
    folder().mkdir(parents=True)
    left = folder() / "cloud.99999"

    os.mkfifo(left)
    ring("cloud")
    assert not left.exists()


@pytest.mark.sqlite
def test_a_process_beside_sqlite_does_not_wait_for_the_library_of_postgresql() -> None:
    """A third of the time it takes to start, and of the pages of memory that it has to itself."""
    started = "import django, sys; django.setup(); print('psycopg' in sys.modules)"
    told = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    ran = subprocess.run([sys.executable, "-c", started], env=told, capture_output=True, check=True)
    assert ran.stdout == b"False\n"
