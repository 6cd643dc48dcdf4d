"""Thirty editors, and whatever can go wrong around them: what is lost, doubled, untrue, or late.

    python -m bench.faults [--database sqlite|postgresql] [--editors 30] [--json FILE]

A real studio as `make run` starts it. Each editor has a template of its own, changes it every
second and saves as the editor's page does; somebody looks at page after page; and during each fault
one task is pushed, one taken to another look and one stopped. Faults come one after the other:
PostgreSQL (a cluster of its own) is restarted, or SQLite's write lock is held; the data folder's
disk is full (that takes root); every child is killed, a worker and a web process are suspended,
the supervisor is killed and the studio started again. Prints rows for docs/benchmarks.md; fails if
anything that was acknowledged is lost, anything is at the cloud twice, a page says what is not so,
a process has to be started by hand, or all is not as it was ten seconds after a fault's end.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from bench.faults.kinds import faults_of
from bench.faults.run import measured
from bench.machine import machine
from tests.driving.cluster import cluster, missing
from tests.driving.disks import small_disk
from tests.driving.mishaps import Scene
from tests.driving.processes import RunningStudio, free_ports

SQLITE, POSTGRESQL = "sqlite", "postgresql"
# Room for the static files, the database and its log, and no more.
DISK_MIB = 192
HEADER = """\
| fault | for | pages as always after | saves | processes | push, take, stop | slowest page \
| answers: done / said why not / none |
|---|--:|--:|--:|--:|--:|--:|---|"""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.faults")
    parser.add_argument("--database", choices=(SQLITE, POSTGRESQL), default=SQLITE)
    parser.add_argument("--editors", type=int, default=30)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    # Asked to end, it still ends what it has started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    about = machine() | {"database": options.database}
    began = time.monotonic()
    with running(options.database) as scene:
        faults = faults_of(scene)
        result = about | measured(scene, faults, options.editors)
        if not scene.is_small:
            print("Skipped: a full disk. To make a small one for the data folder takes root.")
    result["took"] = round(time.monotonic() - began)
    result["load_after"] = round(os.getloadavg()[0], 1)
    if options.json:
        options.json.write_text(json.dumps(result, indent=1) + "\n")
    print(HEADER, *map(row, result["faults"]), sep="\n")
    print({name: result[name] for name in ("saves", "told", "ends", "failures")})
    print(*result["untrue"], *result["troubles"], sep="\n")
    sys.exit(any(result["failures"].values()))


@contextmanager
def running(database: str, **environment: str) -> Iterator[Scene]:
    """A studio as `make run` starts it, in a folder that is a small disk where that can be."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="mix-studio-faults-")))
        is_small = stack.enter_context(small_disk(folder, DISK_MIB))
        own = None
        if database == POSTGRESQL:
            if why := missing():
                sys.exit(why)
            own = stack.enter_context(cluster())
            environment["DATABASE_URL"] = own.url
        studio = RunningStudio(folder, free_ports(3), {"STUDIO_DEMO": "1", **environment})
        stack.callback(studio.stop)
        studio.start()
        yield Scene(studio, own, is_small)


def row(fault: dict[str, Any]) -> str:
    """As docs/benchmarks.md has it."""
    green = fault["green"]
    statuses = {int(status): count for status, count in fault["statuses"].items()}
    refused = sum(statuses.get(status, 0) for status in (429, 503))
    done = sum(statuses.values()) - refused - statuses.get(0, 0)
    cells = [
        fault["fault"],
        f"{fault['seconds']:g} s",
        *(seconds(green[name]) for name in ("pages", "saves", "processes", "clicks")),
        seconds(fault["slowest_page"]),
        f"{done} / {refused} / {statuses.get(0, 0)}",
    ]
    return f"| {' | '.join(cells)} |"


def seconds(number: float | None) -> str:
    return "never" if number is None else f"{number:.1f} s"


if __name__ == "__main__":
    main()
