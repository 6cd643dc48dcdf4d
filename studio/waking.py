"""Wakes those who wait for work, in whichever process they are.

The truth lies in the database; a call is only worth that nobody has to look all the time. On
PostgreSQL it is a NOTIFY, which comes with the commit. Beside SQLite it is a byte in a named
pipe of the data folder, one pipe for each process that listens. A call that is lost costs `NET`
seconds at most: that often everybody looks without being called.
"""

from __future__ import annotations

import errno
import logging
import os
import selectors
import threading
from collections.abc import Callable, Collection, Generator, Sequence
from contextlib import ExitStack, closing, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, Error, connection, connections, transaction

if TYPE_CHECKING:
    import psycopg

logger = logging.getLogger(__name__)

NET = 10.0
CHANNEL = "mix_studio_{}"
# How long a listener that lost its connection waits before it tries again.
PAUSE = 1.0
# What of Django's parameters of a connection is not libpq's.
DJANGOS_OWN = frozenset({"cursor_factory", "context", "prepare_threshold", "pool"})
# How calls are heard: it is told names, and tells each that is called for as long as that lasts.
Heard = Callable[[Collection[str]], Generator[str, None, None]]
# Has PostgreSQL do something by itself, with those values.
Execute = Callable[[str, Sequence[Any]], object]


class Telling(Protocol):
    """What a process says of itself in PostgreSQL for as long as it listens there."""

    # Seconds from one time to the next.
    every: float

    def tell(self, execute: Execute) -> None: ...

    def leave(self, execute: Execute) -> None:
        """It ends."""


def wake(name: str) -> None:
    """Wake those who listen for `name`, once what was written so far is committed."""
    if connection.vendor == "postgresql":
        # Sent by the commit itself.
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify(%s, '')", [CHANNEL.format(name)])
    else:
        transaction.on_commit(lambda: ring(name))


def ring(name: str) -> None:
    """A byte into each pipe of that name; who listened there no longer, loses it."""
    for path in folder().glob(f"{name}.*"):
        try:
            end = os.open(path, os.O_WRONLY | os.O_NONBLOCK)
        except OSError as error:
            if error.errno == errno.ENXIO:
                # Nobody has it open for reading: its process was killed.
                path.unlink(missing_ok=True)
            continue
        with suppress(OSError):
            # A full pipe wakes as well as one byte more.
            os.write(end, b"\0")
        os.close(end)


def folder() -> Path:
    return Path(settings.DATA, "wakes")


class Listener(threading.Thread):
    """Sets the events that stand beside a name whenever that is called, until it is stopped.

    Calls are those of `wake`, unless they are `heard` another way. Its process can be `telling` of
    itself meanwhile, which beside SQLite nobody asks.
    """

    def __init__(
        self,
        events: Collection[tuple[str, threading.Event]],
        heard: Heard | None = None,
        telling: Telling | None = None,
    ) -> None:
        super().__init__(name="listener", daemon=True)
        self.events = events
        self.heard = heard or way(telling)
        self.names = {name for name, _event in events}
        self.stopped = threading.Event()

    def run(self) -> None:
        while not self.stopped.is_set():
            with suppress(Error, OSError), closing(self.heard(self.names)) as heard:
                for name in heard:
                    if self.stopped.is_set():
                        return
                    self.call(name)
            # What was called meanwhile nobody heard.
            self.stopped.wait(PAUSE)
            for name in self.names:
                self.call(name)

    def call(self, name: str) -> None:
        for called, event in self.events:
            if called == name:
                event.set()

    def stop(self) -> None:
        """Waits until it holds nothing any more; called by `wake`, like those it wakes."""
        self.stopped.set()
        with suppress(Error):
            wake(next(iter(self.names)))
        self.join(PAUSE)


def way(telling: Telling | None) -> Heard:
    return partial(notified, telling=telling) if connection.vendor == "postgresql" else rung


def notified(names: Collection[str], telling: Telling | None) -> Generator[str, None, None]:
    """The names that PostgreSQL is told of, for as long as the connection lasts."""
    import psycopg  # noqa: PLC0415  # a third of what a process beside SQLite takes to start

    database = connections[DEFAULT_DB_ALIAS]
    parameters = database.get_connection_params()
    keep: dict[str, Any] = {
        "keepalives_idle": 10,
        "keepalives_interval": 5,
        "keepalives_count": 2,
    }
    plain = {key: value for key, value in parameters.items() if key not in DJANGOS_OWN}
    with (
        database.wrap_database_errors,
        psycopg.connect(**plain | keep, autocommit=True) as heard,
    ):
        for name in names:
            heard.execute(f"LISTEN {CHANNEL.format(name)}")
        yield from names
        with ExitStack() as ends:
            if telling:
                ends.callback(leave, telling, heard.execute)
            while True:
                if telling:
                    tell(telling, heard)
                # What comes between two of them is kept for the next.
                with closing(heard.notifies(timeout=telling.every if telling else None)) as calls:
                    for call in calls:
                        yield call.channel.removeprefix(CHANNEL.format(""))


def tell(telling: Telling, heard: psycopg.Connection[Any]) -> None:
    """Calls are heard on, whatever becomes of that: the table may not be there yet, or be read
    only.
    """
    import psycopg  # noqa: PLC0415  # as above

    try:
        telling.tell(heard.execute)
    except (psycopg.Error, OSError) as error:
        if heard.closed:
            raise
        logger.warning("the other hosts could not be told: %s", type(error).__name__)


def leave(telling: Telling, execute: Execute) -> None:
    """Where PostgreSQL is away, whoever asks it then misses the process."""
    import psycopg  # noqa: PLC0415  # as above

    with suppress(psycopg.Error, OSError):
        telling.leave(execute)


def rung(names: Collection[str]) -> Generator[str, None, None]:
    """The names whose pipe was written into; they are this process' own."""
    folder().mkdir(parents=True, exist_ok=True)
    with selectors.DefaultSelector() as selector, ExitStack() as ends:
        for name in names:
            path = folder() / f"{name}.{os.getpid()}"
            path.unlink(missing_ok=True)
            os.mkfifo(path, 0o600)
            ends.callback(path.unlink, missing_ok=True)
            # For writing, too: else it is at its end whenever nobody else has it open.
            end = os.open(path, os.O_RDWR | os.O_NONBLOCK)
            ends.callback(os.close, end)
            selector.register(end, selectors.EVENT_READ, name)
        yield from names
        while True:
            for key, _ready in selector.select():
                os.read(key.fd, 4096)
                yield key.data
