"""The spans of one process, told to an OpenTelemetry collector (spans.py); loaded where there is
one. The SDK keeps some thousands of them in memory, drops what is more, and sends from a thread of
its own: a collector that is away holds up nobody.
"""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from opentelemetry import trace
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.semconv.attributes.error_attributes import ERROR_TYPE
from opentelemetry.trace import Link, SpanKind, Status, StatusCode
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

# Seconds that a collector is given for what it is sent, and at the end for all that is left: with
# what web.py gives answers under way, less than the supervisor waits.
SECONDS = 5.0
LAST_SECONDS = 1.5
CONTEXT = TraceContextTextMapPropagator()

Said = dict[str, str | int]


class Collector:
    def __init__(self, url: str, process: str) -> None:
        """By its address without `/v1/traces`."""
        named = {
            "service.name": "mix-studio",
            "service.instance.id": f"{socket.gethostname()}/{process}",
        }
        self.provider = TracerProvider(resource=Resource.create(named), shutdown_on_exit=False)
        exporter = OTLPSpanExporter(f"{url}/v1/traces", timeout=SECONDS)
        self.provider.add_span_processor(BatchSpanProcessor(exporter))
        self.tracer = self.provider.get_tracer("studio")

    @contextmanager
    def span(self, name: str, kind: str, parent: str, said: Said) -> Iterator[None]:
        """One of what is done within: with a parent elsewhere it is linked to where it is done."""
        here = trace.get_current_span().get_span_context()
        with self.tracer.start_as_current_span(
            name,
            context=CONTEXT.extract({"traceparent": parent}) if parent else None,
            kind=SpanKind[kind],
            links=[Link(here)] if parent and here.is_valid else [],
            # An exception's sentence may quote anything.
            record_exception=False,
            set_status_on_exception=False,
        ) as made:
            try:
                yield
            except BaseException as fault:
                said[ERROR_TYPE] = type(fault).__name__
                raise
            finally:
                finish(made, said)

    def past(self, name: str, kind: str, seconds: float, said: Said) -> None:
        now = time.time_ns()
        began = now - int(seconds * 1e9)
        made = self.tracer.start_span(name, kind=SpanKind[kind], start_time=began)
        finish(made, said)
        made.end(now)

    def traceparent(self) -> str:
        """Of the span that is current; "" where there is none."""
        carried: dict[str, str] = {}
        CONTEXT.inject(carried)
        return carried.get("traceparent", "")

    def end(self) -> None:
        """The SDK would wait for half a minute."""
        ending = threading.Thread(target=self.provider.shutdown, daemon=True)
        ending.start()
        ending.join(LAST_SECONDS)


def finish(made: trace.Span, said: Said) -> None:
    made.set_attributes({name: value for name, value in said.items() if value != ""})
    if ERROR_TYPE in said:
        made.set_status(Status(StatusCode.ERROR))
