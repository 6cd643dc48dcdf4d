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
from studio.waking import Listener, folder, ring, wake
from tests.builders import Cast, template

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
