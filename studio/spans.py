"""Spans, as OpenTelemetry has them: what a process does, for whom and for how long. A push is one
trace from the click to the cloud's answer: an operation keeps where it was asked for (`traced_in`).

A span says the program's own words: no address, no body, no sentence of an exception. Where there
is no collector (OTEL_EXPORTER_OTLP_ENDPOINT), and in commands, none is made and nothing is loaded.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from enum import Enum
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from studio.collector import Collector

# As W3C's Trace Context writes it, which is how another process goes on with a trace.
LONGEST = 55
# What failed, by a word; a span that says it is one of something that failed.
ERROR = "error.type"

Said = dict[str, str | int]


class Kind(Enum):
    """In OpenTelemetry's words. The first two begin a trace where none is gone on with; the others
    are told within another span alone: the clock asks every few seconds, and nobody asked it to.
    """

    SERVER = "SERVER"
    CONSUMER = "CONSUMER"
    INTERNAL = "INTERNAL"
    CLIENT = "CLIENT"


class Here:
    """This process; without a collector it makes no spans."""

    collector: Collector | None = None


def load() -> None:
    """What makes spans, where they are wanted."""
    if settings.COLLECTOR:
        from studio import collector  # noqa: F401, PLC0415  # who has none spares it


@contextmanager
def told_by(process: str) -> Iterator[None]:
    """What this process does within is told; at the end it waits a moment until it has been."""
    if not settings.COLLECTOR:
        yield
        return
    from studio.collector import Collector  # noqa: PLC0415  # who has none spares it

    Here.collector = Collector(settings.COLLECTOR, process)
    try:
        yield
    finally:
        ending, Here.collector = Here.collector, None
        ending.end()


@contextmanager
def span(name: str, kind: Kind, about: Mapping[str, str | int], parent: str = "") -> Iterator[Said]:
    """What is done within is one span; what is put into the dictionary meanwhile is said of it.

    With a `parent`, as `traceparent` gives it, it goes on with that trace.
    """
    said: Said = dict(about)
    if not (collector := Here.collector) or is_left_out(collector, kind):
        yield said
        return
    with collector.span(name, kind.value, parent, said):
        yield said


def past(name: str, kind: Kind, seconds: float, about: Mapping[str, str | int]) -> None:
    """A span of what took so long and is over."""
    if (collector := Here.collector) and not is_left_out(collector, kind):
        collector.past(name, kind.value, seconds, dict(about))


def is_left_out(collector: Collector, kind: Kind) -> bool:
    return kind in (Kind.INTERNAL, Kind.CLIENT) and not collector.traceparent()


def traceparent() -> str:
    """Where in a trace this is; "" where nothing is told."""
    collector = Here.collector
    return collector.traceparent() if collector else ""
