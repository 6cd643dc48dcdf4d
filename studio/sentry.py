"""What goes wrong, told to the Sentry that SENTRY_DSN names: what this process logs as an error.

What leaves the studio is put together here, of what is known to hold no secret: the log's line
without addresses; of an exception its type and where in the program it was raised, never its
sentence, which may quote anything, nor what the variables were. That is in the log, under the id of
the request that is told, too. Without a Sentry, and in commands, nothing of it is loaded.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from traceback import walk_tb
from types import CodeType
from typing import Any

from django.conf import settings

from studio import tracing
from studio.rules.redaction import masked
from studio.version import version

# Seconds that a Sentry is given at the end for what it was not told yet.
LAST_SECONDS = 1.0
# Frames of a traceback, the innermost.
MOST_FRAMES = 50
# Causes of a cause that are told.
MOST_CAUSES = 5
# Of a Sentry that is away it would be told itself; what strangers try is turned away, and no fault.
LEFT_OUT = ("sentry_sdk", "opentelemetry", "urllib3", "django.security")
# Whose lines are known to hold no secret. What a library writes of a fault may quote it.
OURS = ("studio", "django", "django_tasks")


def load() -> None:
    """What tells it, where it is to be told."""
    if settings.SENTRY_KEY:
        import sentry_sdk  # noqa: F401, PLC0415  # who has none spares it


@contextmanager
def told_by(process: str) -> Iterator[None]:
    """What goes wrong within is told; so is what ends it."""
    if not settings.SENTRY_KEY:
        yield
        return
    from sentry_sdk import Client  # noqa: PLC0415  # who has none spares it

    # Of what the SDK would find out and send by itself, nothing.
    client = Client(
        settings.SENTRY_KEY,
        default_integrations=False,
        auto_enabling_integrations=False,
        auto_session_tracking=False,
        send_client_reports=False,
        server_name="",
        release=version(),
    )
    teller = Teller(client, process)
    root = logging.getLogger()
    root.addHandler(teller)
    try:
        yield
    except Exception as fault:
        teller.send({"exception": {"values": raised(fault)}, "level": "fatal"}, process)
        raise
    finally:
        root.removeHandler(teller)
        client.close(LAST_SECONDS)


class Teller(logging.Handler):
    def __init__(self, client: Any, process: str) -> None:
        super().__init__(logging.ERROR)
        self.client, self.process = client, process

    def emit(self, record: logging.LogRecord) -> None:
        """As any handler, it fails nobody who logs."""
        if record.name.startswith(LEFT_OUT):
            return
        try:
            self.send(event_of(record), record.name)
        except Exception:  # noqa: BLE001  # as the handlers of the standard library do
            self.handleError(record)

    def send(self, event: dict[str, Any], name: str) -> None:
        tags = {"process": self.process, "request": tracing.current()}
        self.client.capture_event(event | {"logger": name, "tags": tags})


def event_of(record: logging.LogRecord) -> dict[str, Any]:
    is_ours = record.name.partition(".")[0] in OURS
    event: dict[str, Any] = {
        "level": "fatal" if record.levelno > logging.ERROR else "error",
        "message": masked(line_of(record), ()) if is_ours else record.name,
    }
    fault = record.exc_info[1] if record.exc_info else None
    return event | ({"exception": {"values": raised(fault)}} if fault else {})


def line_of(record: logging.LogRecord) -> str:
    """The line that is logged, without the sentence of an exception in it."""
    args = record.args
    if isinstance(args, tuple):
        args = tuple(type(one).__name__ if isinstance(one, BaseException) else one for one in args)
    return str(record.msg) % args if args else str(record.msg)


def raised(fault: BaseException | None) -> list[dict[str, Any]]:
    """The exception with what led to it, the first one first."""
    told: list[dict[str, Any]] = []
    while fault and len(told) < MOST_CAUSES:
        kind, walked = type(fault), walk_tb(fault.__traceback__)
        frames = [frame_of(frame.f_code, frame.f_globals, line) for frame, line in walked]
        told.append(
            {
                "type": kind.__qualname__,
                "module": kind.__module__,
                "stacktrace": {"frames": frames[-MOST_FRAMES:]},
            }
        )
        fault = fault.__cause__ or (None if fault.__suppress_context__ else fault.__context__)
    return told[::-1]


def frame_of(code: CodeType, names: Mapping[str, Any], line: int) -> dict[str, Any]:
    """Where it was: a place in the program, of which the computer's folders are none."""
    module = str(names.get("__name__", ""))
    return {
        "module": module,
        "filename": Path(code.co_filename).name,
        "function": code.co_qualname,
        "lineno": line,
        "in_app": module.partition(".")[0] == "studio",
    }
