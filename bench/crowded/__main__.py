"""How often very many tasks are asked about, and how soon a push is sent beside that.

    python -m bench.crowded [--tasks 2000] [--accounts 1000 1] [--connections 30] [--json FILE]

The studio's own watcher, limiter and cloud workers on PostgreSQL, each part a process of its own as
`manage.py run PART` starts it, in real time; the cloud answers each request after 100 ms, and notes
when it came. All tasks run and nobody looks, so that each account is due every 30 s, or every 2 s
with `--settings bench.air.settings`. Somebody pushes four times a second, to an account in turn.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench.air.__main__ import POSTGRESQL, SQLITE, own_database
from bench.crowded.cloud import Cloud
from bench.crowded.figures import figures
from bench.idle import cpu_seconds, family, memory_mib
from bench.machine import machine, tell
from tests.driving.cluster import Cluster
from tests.driving.processes import ROOT, RunningStudio, free_ports, wait_for

PARTS = ("cloud", "clock")
# What is measured begins once every account has been asked for the first time, or after so long.
PATIENCE = 240.0


@contextmanager
def crowded(
    database: str, prepared: Path | None, environment: dict[str, str]
) -> Iterator[tuple[RunningStudio, Cluster | None]]:
    """A studio of which nothing runs yet; what is started ends with it."""
    with (
        TemporaryDirectory(prefix="mix-studio-crowded-") as data,
        own_database(database) as own,
    ):
        if prepared:
            shutil.copytree(prepared, data, dirs_exist_ok=True)
        named = environment | ({"DATABASE_URL": own.url} if own else {}) | {"NO_PROXY": "127.0.0.1"}
        studio = RunningStudio(Path(data), free_ports(3), named)
        if own or not prepared:
            studio.manage("migrate", "--verbosity", "0")
        try:
            yield studio, own
        finally:
            studio.stop()


def run(options: argparse.Namespace, accounts: int, prepared: Path | None = None) -> dict[str, Any]:
    """All that came to the cloud in the seconds that are measured, in figures."""
    environment = {
        "DJANGO_SETTINGS_MODULE": options.settings,
        "STUDIO_DATABASE_CONNECTIONS": str(options.connections),
    }
    with (
        crowded(options.database, prepared, environment) as (studio, own),
        Cloud(options.tasks, accounts) as cloud,
    ):
        told(studio, "filling", accounts, options.tasks, cloud.url).communicate()
        begun = time.monotonic()
        studio.start(*PARTS)
        while len(cloud.listed()) < accounts and time.monotonic() < begun + PATIENCE:
            time.sleep(0.2)
        first = time.monotonic() - begun
        pids = {part: family(studio.processes[part].pid) for part in PARTS}
        used = {part: cpu_seconds(each) for part, each in pids.items()}
        asked = own.activity()[1] if own else 0
        began = time.monotonic()
        pushing = told(studio, "pushing", options.seconds, options.pushes)
        clicks = pushing.communicate()[0].splitlines()
        ended = time.monotonic()
        found: dict[str, Any] = {"accounts": accounts, "tasks": options.tasks}
        found["all_asked_after_s"] = round(first, 1)
        found["parts"] = {
            part: {
                "cores": round((cpu_seconds(each) - used[part]) / (ended - began), 3),
                "mib": round(memory_mib(each), 1),
            }
            for part, each in pids.items()
        }
        if own:
            connections, transactions = own.activity()
            found["transactions_a_second"] = round((transactions - asked) / (ended - began), 1)
            found["connections"] = connections
        wait_for(lambda: len(cloud.created) >= len(clicks), "every push was sent", 60)
        return found | figures(cloud, clicks, began, ended)


def told(studio: RunningStudio, program: str, *arguments: object) -> subprocess.Popen[str]:
    """A program of this folder that knows the studio's models."""
    return subprocess.Popen(
        [sys.executable, "-m", f"bench.crowded.{program}", *map(str, arguments)],
        cwd=ROOT,
        env=studio.all_environment,
        stdout=subprocess.PIPE,
        text=True,
    )


def parsed(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--tasks", type=int, default=2000)
    parser.add_argument("--accounts", type=int, nargs="+", default=[1000, 100, 1])
    parser.add_argument("--seconds", type=float, default=90.0)
    parser.add_argument("--pushes", type=float, default=4.0, help="clicks a second")
    parser.add_argument("--connections", type=int, default=30)
    parser.add_argument("--database", choices=[SQLITE, POSTGRESQL], default=POSTGRESQL)
    parser.add_argument("--settings", default="studio.settings")
    parser.add_argument("--json", type=Path)
    return parser.parse_args(arguments)


def main() -> None:
    options = parsed()
    report: dict[str, Any] = {**machine(), "database": options.database}
    report |= {"pushes_a_second": options.pushes, "database_connections": options.connections}
    report["runs"] = [run(options, accounts) for accounts in options.accounts]
    tell(report, options.json)


if __name__ == "__main__":
    main()
