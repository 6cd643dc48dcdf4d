"""What a studio costs its computer while nobody uses it, beside an older revision's.

    python -m bench.idle --old REVISION [--rounds 3] [--seconds 60] [--json FILE]

Both studios run side by side, each with a data folder of its own, all their processes, and the demo
as `make run` has it; first on SQLite, then each on a PostgreSQL cluster of its own. Somebody opens
a few pages, so that all is loaded, and leaves; once everything has settled, memory (the shared
parts divided by those who share them: PSS), CPU seconds, connections and transactions are read.
Fails if this revision takes more than half the memory or a third of the CPU time, more than ten
connections or five transactions a second.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.editor.afar import checked_out
from bench.machine import machine
from tests.driving.cluster import Cluster, cluster
from tests.driving.processes import ROOT, WHOLE, RunningStudio, free_ports
from tests.driving.visitor import Visitor

DATABASES = ("sqlite", "postgresql")
TICKS = os.sysconf("SC_CLK_TCK")
# Pages that are seen stay fresh for 45 s; what was used is closed within 60.
SETTLE_SECONDS = 90.0
PEOPLE, PAGES = 4, ("/templates/", "/tasks/") * 12
GOALS = {"memory": 0.5, "cpu": 0.35, "connections": 10, "transactions_a_second": 5.0}


@dataclass(frozen=True)
class Side:
    """One of the two revisions; `database` is None with SQLite."""

    name: str
    studio: RunningStudio
    database: Cluster | None


def family(pid: int) -> list[int]:
    """A process, and all that descend from it."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").glob("[0-9]*"):
        if fields := stat(int(entry.name)):
            children.setdefault(int(fields[1]), []).append(int(entry.name))
    found = [pid]
    for one in found:
        found += children.get(one, [])
    return found


def stat(pid: int) -> list[str]:
    """The fields of /proc/PID/stat from the state on; none of a process that has ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def cpu_seconds(pids: list[int]) -> float:
    """With that of their children that have ended."""
    return sum(sum(map(int, stat(pid)[11:15])) for pid in pids) / TICKS


def memory_mib(pids: list[int]) -> float:
    return sum(map(pss_kib, pids)) / 1024


def pss_kib(pid: int) -> int:
    try:
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0
    return next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:"))


@contextmanager
def started(name: str, root: Path, database: str) -> Iterator[Side]:
    with ExitStack() as stack:
        data = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        named, own = {"STUDIO_DEMO": "1"}, None
        if database != DATABASES[0]:
            own = stack.enter_context(cluster())
            named["DATABASE_URL"] = own.url
        studio = RunningStudio(data, free_ports(3), named, root=root)
        studio.set_up()
        stack.callback(studio.stop)
        studio.start()
        yield Side(name, studio, own)


def use(side: Side) -> None:
    """Some pages at once, so that each process and thread has answered."""
    visitor = Visitor(side.studio.sign_in_link())
    with ThreadPoolExecutor(PEOPLE) as people:
        list(people.map(visitor.get, PAGES))


def idle(sides: list[Side], seconds: float) -> dict[str, dict[str, float]]:
    """What each took in the same span."""
    families = {side.name: family(side.studio.processes[WHOLE].pid) for side in sides}
    before = {side.name: cpu_seconds(families[side.name]) for side in sides}
    activities = {side.name: activity(side) for side in sides}
    time.sleep(seconds)
    found = {}
    for side in sides:
        pids = families[side.name]
        row: dict[str, float] = {
            "processes": len(pids),
            "memory_mib": round(memory_mib(pids), 1),
            "cpu_ms_a_second": round((cpu_seconds(pids) - before[side.name]) * 1000 / seconds, 2),
        }
        if side.database:
            connections, transactions = activity(side)
            row["connections"] = connections
            more = transactions - activities[side.name][1]
            row["transactions_a_second"] = round(more / seconds, 2)
        found[side.name] = row
    return found


def activity(side: Side) -> tuple[int, int]:
    return side.database.activity() if side.database else (0, 0)


def measured(roots: dict[str, Path], database: str, options: argparse.Namespace) -> dict[str, Any]:
    with ExitStack() as stack:
        sides = [stack.enter_context(started(name, root, database)) for name, root in roots.items()]
        for side in sides:
            use(side)
        time.sleep(SETTLE_SECONDS)
        load = [round(os.getloadavg()[0], 1)]
        rounds = [idle(sides, options.seconds) for _round in range(options.rounds)]
        load.append(round(os.getloadavg()[0], 1))
    rows = {name: middle([each[name] for each in rounds]) for name in roots}
    new, old = rows.values()
    ratios = {
        "memory": round(new["memory_mib"] / old["memory_mib"], 2),
        "cpu": round(new["cpu_ms_a_second"] / old["cpu_ms_a_second"], 2),
    }
    return {"load": load, **rows, "ratio": ratios, "rounds": rounds}


def middle(rows: list[dict[str, float]]) -> dict[str, float]:
    return {name: statistics.median(row[name] for row in rows) for name in rows[0]}


def missed(found: dict[str, Any]) -> list[str]:
    """The goals that are not met."""
    figures = found["new"] | found["ratio"]
    return [name for name, most in GOALS.items() if figures.get(name, 0) > most]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.idle")
    parser.add_argument("--old", required=True)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--database", choices=DATABASES, help="one of them alone")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    report: dict[str, Any] = {"machine": machine(), "old": options.old}
    with checked_out(options.old) as old:
        roots = {"new": ROOT, "old": old}
        for database in [options.database] if options.database else DATABASES:
            report[database] = measured(roots, database, options)
            print(database, json.dumps(report[database], indent=1))
    report["machine"]["load_after"] = round(os.getloadavg()[0], 1)
    if options.json:
        options.json.write_text(json.dumps(report, indent=1) + "\n")
    misses = [
        name for database in DATABASES if database in report for name in missed(report[database])
    ]
    print("missed:", misses)
    sys.exit(bool(misses))


if __name__ == "__main__":
    main()
