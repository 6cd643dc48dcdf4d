"""Threads that work: those of a queue take its jobs, the clock sweeps what is due.

Each waits out a database that is away, and looks again as soon as it is back.
"""

from __future__ import annotations

import logging
import signal
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db import close_old_connections
from django.db.models import Min
from django.utils import timezone
from django.utils.crypto import get_random_string
from django_tasks import TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult, get_date_max

from studio import counting, spans
from studio.outage import is_outage
from studio.processes.beats import beat
from studio.processes.hosts import Telling
from studio.spans import Kind
from studio.waking import NET, Listener

logger = logging.getLogger(__name__)

# Seconds until a database that is away is asked again.
AGAIN = 1.0
# How long a signal may go unheard, in seconds.
HEARD = 1.0


@dataclass
class Rounds:
    """Something done again and again: when one of its names is called, and else when it says.

    `do` does all there is to do, and returns the seconds until there may be more. Between two
    rounds lie `rest` seconds, whoever calls.
    """

    names: tuple[str, ...]
    do: Callable[[], float] = field(default=lambda: NET)
    rest: float = 0.0
    woken: threading.Event = field(default_factory=threading.Event)
    stopped: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        while not self.stopped.is_set():
            self.woken.clear()
            left = self.once()
            if not self.stopped.wait(self.rest):
                self.woken.wait(left)

    def once(self) -> float:
        """One round; the seconds until the next."""
        close_old_connections()
        beat(self.names[0])
        try:
            return self.do()
        except Exception as fault:
            if is_outage(fault):
                logger.warning("%s: the database: %s", self.names[0], type(fault).__name__)
            else:
                # A fault of ours in one round is told, and ends neither the next one nor the
                # process, which others share: a stop goes through here.
                logger.exception("%s", self.names[0])
            self.stopped.wait(AGAIN)
            return 0.0
        finally:
            close_old_connections()

    def stop(self) -> None:
        self.stopped.set()
        self.woken.set()


class OneThread(Worker):
    """django-tasks-db's worker without its signals: it ends with the jobs, or once it is told."""

    def __init__(self, stopped: threading.Event, queue: str) -> None:
        super().__init__(
            queue_names=[queue],
            interval=0,
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=get_random_string(32),
            excluded_queue_names=[],
        )
        self.stopped, self.queue = stopped, queue

    def run_task(self, db_task_result: DBTaskResult[Any, Any]) -> None:
        beat(self.queue)
        began = time.monotonic()
        name = db_task_result.task_path.rpartition(".")[2]
        about = {"mixstudio.job": name, "mixstudio.queue": self.queue}
        with spans.span(f"job {name}", Kind.CONSUMER, about) as said:
            super().run_task(db_task_result)
            if db_task_result.exception_class_path:
                said[spans.ERROR] = db_task_result.exception_class_path
        counting.job(name, db_task_result.status.lower(), time.monotonic() - began)

    @property
    def running(self) -> bool:
        return not self.stopped.is_set()

    @running.setter
    def running(self, value: bool) -> None:
        """The base begins with True."""


def until_next(queue: str) -> float:
    """Seconds until a job of the queue is due that is not yet; NET at most."""
    waiting = DBTaskResult.objects.filter(status=TaskResultStatus.READY, queue_name=queue)
    first = waiting.exclude(run_after=get_date_max()).aggregate(first=Min("run_after"))["first"]
    if first is None:
        return NET
    left: timedelta = first - timezone.now()
    return min(NET, max(0.0, left.total_seconds()))


def queue(name: str) -> Rounds:
    """A thread that takes a queue's jobs, the highest priority first."""
    rounds = Rounds((name,))
    worker = OneThread(rounds.stopped, name)

    def do() -> float:
        worker.run()
        return until_next(name)

    rounds.do = do
    return rounds


def told_to_end() -> threading.Event:
    """Set once a signal tells the process to end: for `wait_for`, in the main thread."""
    told = threading.Event()
    for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(sign, lambda *_: told.set())
    return told


def wait_for(told: threading.Event) -> None:
    """Wakes now and then: Python hears a signal in its main thread alone, and one that came just
    before that slept, or that another thread was given, wakes nobody.
    """
    while not told.wait(HEARD):
        pass


def work(*all_rounds: Rounds) -> None:
    """Runs these, a thread each, until the process is told to end; raises what one of them did."""
    told = told_to_end()
    listener = Listener(
        [(name, each.woken) for each in all_rounds for name in each.names],
        telling=Telling(each.names[0] for each in all_rounds),
    )
    listener.start()
    with ThreadPoolExecutor(len(all_rounds)) as threads:
        running = [threads.submit(rounds.run) for rounds in all_rounds]
        for future in running:
            future.add_done_callback(lambda _: told.set())
        wait_for(told)
        for rounds in all_rounds:
            rounds.stop()
    listener.stop()
    for future in running:
        future.result()
