"""From the click on *Stop* to its arrival at the cloud, while the workers are full of pictures.

    python -m bench.faults.stops [--database sqlite|postgresql] [--stops 40] [--json FILE]

A real studio as `make run` starts it. 200 pictures that come as slowly as may be and 20 streams
that stay silent are queued, which is hours of work for those who fetch them. Then tasks are pushed
to the sandbox, and one after the other is stopped over HTTP. The sandbox's own file tells when each
stop came there. Fails if one in twenty takes longer than 0.3 s, or if the queue was empty.
"""

from __future__ import annotations

import argparse
import math
import os
import random
import statistics
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from bench.faults.__main__ import POSTGRESQL, SQLITE, running
from bench.faults.asking import Asker, Ledger
from bench.faults.crew import Crew
from bench.faults.sandbox import opened
from bench.machine import machine, tell
from tests.driving.processes import RunningStudio, wait_for
from tests.driving.visitor import Visitor

PICTURES, STREAMS = 200, 20
GOAL_SECONDS = 0.3
# Between two stops.
THINK_SECONDS = (0.3, 0.9)
LOOK_SECONDS = 0.05
ASK = """
from studio.accounts.models import Workspace
from studio.library.models import Frame, Kind, Wanted
pictures = [Wanted(f"{origin}/{{n}}.jpg", Kind.PICTURE) for n in range({pictures})]
streams = [Wanted(f"{origin}/{{n}}.flv", Kind.LIVE) for n in range({streams})]
Frame.objects.ask(Workspace.objects.embedded(), pictures + streams)
"""
WAITING = """
from django_tasks_db.models import DBTaskResult
jobs = DBTaskResult.objects.filter(queue_name__in=["media", "streams"], status="READY")
print(jobs.count())
"""


class Slow(BaseHTTPRequestHandler):
    """A picture byte for byte, or a stream of which nothing comes."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "image/jpeg")
        self.end_headers()
        try:
            for _second in range(60):
                if self.path.endswith(".jpg"):
                    self.wfile.write(b"\xff")
                time.sleep(1)
        except OSError:
            """Whoever fetched it has given up."""

    def log_message(self, *_args: object) -> None:
        """Says nothing."""


@contextmanager
def slow_server() -> Iterator[str]:
    """The host and port of one."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Slow) as server:
        server.daemon_threads = True
        server.block_on_close = False
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"127.0.0.1:{server.server_port}"
        server.shutdown()


def waiting(studio: RunningStudio) -> int:
    return int(studio.manage("shell", "--no-imports", "-c", WAITING))


def stopped_at(data: Path, name: str) -> float | None:
    """Seconds of the epoch; None while the cloud has not been asked."""
    query = "SELECT stopped FROM tasks WHERE name LIKE ?"
    with closing(opened(data)) as database:
        found: float | None = database.execute(query, (f"{name}-%",)).fetchone()[0]
    return found


def stopped(crew: Crew, asker: Asker, task: tuple[str, str]) -> tuple[float, float]:
    """Seconds from the click until it was acknowledged, and until it came to the cloud."""
    clicked = time.time()
    reply = asker.post(f"{task[1]}stop/")
    assert reply.status == 302, reply
    deadline = time.monotonic() + 30
    while (came := stopped_at(crew.data, task[0])) is None and time.monotonic() < deadline:
        time.sleep(LOOK_SECONDS)
    assert came is not None, task
    return reply.seconds, came - clicked


def summed(taken: list[float]) -> dict[str, float]:
    ordered = sorted(taken)
    return {
        "p50_ms": round(statistics.median(ordered) * 1000),
        "p95_ms": round(ordered[math.ceil(0.95 * len(ordered)) - 1] * 1000),
        "max_ms": round(ordered[-1] * 1000),
    }


def measured(studio: RunningStudio, origin: str, stops: int) -> dict[str, Any]:
    ask = ASK.format(origin=f"http://{origin}", pictures=PICTURES, streams=STREAMS)
    studio.manage("shell", "--no-imports", "-c", ask)
    visitor, ledger = Visitor(studio.sign_in_link()), Ledger()
    crew, asker = Crew(visitor, studio.data, ledger), Asker(visitor, ledger)
    tasks = [crew.pushed() for _stop in range(stops)]
    wait_for(lambda: all(crew.comes_on_air(task) for task in tasks), "all are on air")
    before = waiting(studio)
    taken = []
    for task in tasks:
        time.sleep(random.uniform(*THINK_SECONDS))
        taken.append(stopped(crew, asker, task))
    acknowledged, sent = zip(*taken, strict=True)
    return {
        "stops": stops,
        "waiting": [before, waiting(studio)],
        "acknowledged": summed(list(acknowledged)),
        "sent": summed(list(sent)),
        "runs_ms": [round(seconds * 1000) for seconds in sent],
        "untrue": ledger.untrue,
    }


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.faults.stops")
    parser.add_argument("--database", choices=(SQLITE, POSTGRESQL), default=SQLITE)
    parser.add_argument("--stops", type=int, default=40)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    result: dict[str, Any] = machine() | {"database": options.database}
    with (
        slow_server() as origin,
        running(options.database, STUDIO_FETCH_ALLOW=origin) as scene,
    ):
        result |= measured(scene.studio, origin, options.stops)
    result["load_after"] = round(os.getloadavg()[0], 1)
    tell(result, options.json)
    is_slow = result["sent"]["p95_ms"] > GOAL_SECONDS * 1000
    sys.exit(is_slow or min(result["waiting"]) < PICTURES // 2)


if __name__ == "__main__":
    main()
