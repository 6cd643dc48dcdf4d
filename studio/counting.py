"""What a process of the studio has done, counted for who watches over it: requests, jobs, calls to
the cloud, waits for a turn there.

Each process counts in its memory, and a moment later in a file of its own below STUDIO_DATA, which
is there whole or not at all; processes/metrics.py reads them all. Files that are mapped, as
prometheus_client has them for several processes, would end each of them once the disk is full.
Nothing is counted by a process that has not begun to, as commands never do.
"""

from __future__ import annotations

import json
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from django.conf import settings
from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    disable_created_metrics,
)

from studio.files import write_whole

# Seconds until what was counted is in the file.
SOON = 2.0

# Since when each is counted, nobody asks.
disable_created_metrics()  # type: ignore[no-untyped-call]
REGISTRY = CollectorRegistry()
REQUESTS = Counter(
    "mixstudio_requests",
    "Requests answered, by the name of their address.",
    ["view", "status"],
    registry=REGISTRY,
)
REQUEST_SECONDS = Histogram(
    "mixstudio_request_seconds",
    "From a request's head to the head of its answer.",
    ["view"],
    buckets=(0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
    registry=REGISTRY,
)
JOB_SECONDS = Histogram(
    "mixstudio_job_seconds",
    "Jobs that workers have done.",
    ["job", "outcome"],
    buckets=(0.1, 0.5, 1, 5, 15, 60),
    registry=REGISTRY,
)
CLOUD_SECONDS = Histogram(
    "mixstudio_cloud_call_seconds",
    "Calls to a cloud: ok, refused, unknown (sent without a clear answer), unreachable (not sent).",
    ["action", "outcome"],
    buckets=(0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20),
    registry=REGISTRY,
)
TURN_SECONDS = Histogram(
    "mixstudio_turn_seconds",
    "Waits for a turn to ask a cloud: taken, or given up because it was too long.",
    ["rank", "outcome"],
    buckets=(0.05, 0.15, 0.3, 1, 5, 15),
    registry=REGISTRY,
)
TURNS_WAITING = Gauge(
    "mixstudio_turns_waiting",
    "Who waits for a turn to ask a cloud at this moment.",
    ["rank"],
    registry=REGISTRY,
)
OUTCOMES = ("ok", "refused", "unknown", "unreachable")


class Book:
    """This process's file; None of one that does not count."""

    def __init__(self) -> None:
        self.file: Path | None = None
        self.counted = threading.Event()
        self.keeper = threading.Thread(target=self.keep, name="counting", daemon=True)

    def begin(self, file: Path) -> None:
        """One thread for good: who counts later must not fail where none is to be had."""
        self.file = file
        self.write()
        if not self.keeper.ident:
            self.keeper.start()

    def keep(self) -> None:
        """Writes a moment after something was counted, once for all that is counted until then."""
        while self.counted.wait():
            time.sleep(SOON)
            self.counted.clear()
            self.write()

    def write(self) -> None:
        """A full disk is told by others."""
        if file := self.file:
            with suppress(OSError):
                write_whole(file, json.dumps(list(families())).encode())


BOOK = Book()


def families() -> Iterator[list[Any]]:
    """Each with its name, what it means, its type and its samples: name, labels, value."""
    for family in REGISTRY.collect():
        samples = [[each.name, each.labels, each.value] for each in family.samples]
        yield [family.name, family.documentation, family.type, samples]


def folder() -> Path:
    return Path(settings.DATA, "metrics")


def clear() -> None:
    """A studio begins: what an earlier one has counted is over."""
    shutil.rmtree(folder(), ignore_errors=True)


def begin(process: str) -> None:
    """From now on this process counts, where the settings say so; its predecessor is over."""
    if settings.METRICS_TOKEN:
        with suppress(OSError):
            folder().mkdir(mode=0o700, parents=True, exist_ok=True)
        BOOK.begin(folder() / f"{process}.json")


def request(view: str, status: int, seconds: float) -> None:
    if BOOK.file:
        REQUESTS.labels(view, str(status)).inc()
        REQUEST_SECONDS.labels(view).observe(seconds)
        BOOK.counted.set()


def job(name: str, outcome: str, seconds: float) -> None:
    if BOOK.file:
        JOB_SECONDS.labels(name, outcome).observe(seconds)
        BOOK.counted.set()


def cloud_call(action: str, outcome: str, seconds: float) -> None:
    """The first failure has a zero before it: who watches sees it rise."""
    if BOOK.file:
        rows = {each: CLOUD_SECONDS.labels(action, each) for each in OUTCOMES}
        rows[outcome].observe(seconds)
        BOOK.counted.set()


@contextmanager
def turn(rank: str) -> Iterator[None]:
    """Somebody waits for a turn within; what is raised is taken for giving up."""
    if not BOOK.file:
        yield
        return
    began, outcome = time.monotonic(), "given_up"
    TURNS_WAITING.labels(rank).inc()
    try:
        yield
        outcome = "taken"
    finally:
        TURNS_WAITING.labels(rank).dec()
        TURN_SECONDS.labels(rank, outcome).observe(time.monotonic() - began)
        BOOK.counted.set()
