"""Workers as they really run: what is silent holds up nobody else."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.conf import settings
from django.core.management import call_command
from pytest_django import Settings

from studio.library.models import Frame, Kind, State, Wanted
from studio.processes import parts
from tests.builders import cast
from tests.picture_server import PictureServer

# Far less than a silent stream takes.
SOON = 6.0


@contextmanager
def silent() -> Iterator[str]:
    """The pair of a server that lets everybody in and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"127.0.0.1:{server.getsockname()[1]}"


def work(queue: str) -> None:
    """What the worker of that queue does until nothing is left."""
    call_command("db_worker", queue_name=queue, batch=True, startup_delay=False, verbosity=0)


def seconds(call: Callable[[], None]) -> float:
    start = time.monotonic()
    call()
    return time.monotonic() - start


@pytest.mark.django_db(transaction=True)
def test_a_silent_stream_holds_up_no_picture(pictures: PictureServer, settings: Settings) -> None:
    with silent() as pair:
        settings.FETCH_ALLOW = [*settings.FETCH_ALLOW, pair]
        urls = [Wanted(f"http://{pair}/{n}.flv", Kind.LIVE) for n in range(4)]
        wanted = [*urls, Wanted(pictures.url("host.png"), Kind.PICTURE)]
        there = Frame.objects.ask(cast().workspace, wanted)
        assert seconds(lambda: work("media")) < SOON
    picture = there[wanted[-1]]
    picture.refresh_from_db()
    assert picture.state == State.READY
    assert Frame.objects.filter(state=State.PENDING).count() == len(urls)


def test_every_queue_has_a_worker() -> None:
    assert set(settings.TASKS["default"]["QUEUES"]) <= set(parts.PARTS)
