"""Pushes, takes and stops through a studio with mishaps of all kinds, to a cloud that
misbehaves.

    python -m bench.air [--pushes 330] [--shows 40] [--takes 4] [--accounts 1]
        [--database sqlite|postgresql] [--lag 0.15] [--seed 1] [--prepared FOLDER] [--json FILE]

A real studio as `make run` starts it, and beside it two more cloud workers. Each of these and each
child of the whole's that has to do with operations is killed (-9) at random. Meanwhile, again and
again and also at once: the database is away (SQLite's write lock is held; PostgreSQL, a cluster of
its own, is stopped), the data folder's disk is full (that takes root), the clock is set back by an
hour (that takes libfaketime), a child is suspended. Clicks go by HTTP through the real page and are
repeated until they are acknowledged. On tasks that came on air shows are run: some takes each, and
every other one is stopped. Prints rows for docs/benchmarks.md; fails if anything was lost, doubled
or forgotten, if the studio shows something else than viewers see, or if a kind of kill or mishap
that was possible never came. With a folder that is prepared (its tables made, its static files
collected) the studio begins with that, and the run is brief: the child that works for the cloud
lives shorter, and mishaps are.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import sys
import tempfile
from contextlib import AbstractContextManager, ExitStack, nullcontext
from pathlib import Path
from typing import Any

from bench.machine import machine
from tests.driving.clock import LIBRARY, Clock
from tests.driving.cluster import Cluster, cluster, missing
from tests.driving.disks import small_disk
from tests.driving.mishaps import Scene
from tests.driving.processes import RunningStudio, free_ports
from tests.volcengine.bodies import ACCESS_KEY, SECRET_KEY

SQLITE, POSTGRESQL = "sqlite", "postgresql"
# Room for the static files, the database and its log, and no more.
DISK_MIB = 192
HEADER = """\
| database | list's lag | operations | pushes | kills: web / cloud / workers \
| away: database / disk / clock / a child | faults | duplicates | orphans \
| lost | sent again | unsettled | ends | most in a second | took |
|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|---|--:|--:|"""
# What is to be 0, or empty.
FAILURES = (
    *("duplicates", "orphans", "lost", "sent_again", "unsettled", "unfinished"),
    *("troubles", "never"),
)
SHOW_HEADER = """\
| database | list's lag | shows | takes | stops | lost | sent again | backwards | untrue \
| misjudged | drifts | still on | unsettled | unfinished | ends |
|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|---|"""
SHOW_FAILURES = (
    *("lost", "sent_again", "backwards", "untrue", "misjudged"),
    *("drifts", "still_on", "unsettled", "unfinished"),
)


def main() -> None:
    options = arguments()
    # Asked to end, it still ends what it has started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    result = machine() | {"database": options.database} | run(options)
    result["load_after"] = round(os.getloadavg()[0], 1)
    if options.json:
        options.json.write_text(json.dumps(result, indent=1) + "\n")
    print(HEADER, row(result), "", SHOW_HEADER, show_row(result), sep="\n")
    print(*result["troubles"], sep="\n")
    for name, why in result["impossible"].items():
        print(f"Never: {name}. {why}")
    if result["never"]:
        print("Never although possible:", *result["never"])
    failures = [result[name] for name in FAILURES]
    failures += [result["on_air"][name] for name in SHOW_FAILURES]
    sys.exit(any(failures))


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.air")
    parser.add_argument("--pushes", type=int, default=330)
    parser.add_argument("--shows", type=int, default=40, help="on how many of their tasks")
    parser.add_argument("--takes", type=int, choices=range(1, 8), default=4, help="of each show")
    parser.add_argument("--accounts", type=int, default=1, help="each has its limit")
    parser.add_argument("--database", choices=(SQLITE, POSTGRESQL), default=SQLITE)
    parser.add_argument("--lag", type=float, default=0.15, help="seconds its list is late")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--prepared", type=Path, help="a studio to begin with; the run is brief")
    parser.add_argument("--json", type=Path)
    return parser.parse_args()


def run(options: argparse.Namespace) -> dict[str, Any]:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="mix-studio-air-")))
        data = folder / "data"
        data.mkdir()
        is_small = stack.enter_context(small_disk(data, DISK_MIB))
        if options.prepared:
            shutil.copytree(options.prepared, data, dirs_exist_ok=True)
        own = stack.enter_context(own_database(options.database))
        studio = RunningStudio(data, free_ports(3), environment(own))
        os.environ |= studio.all_environment
        clock = Clock(folder / "clock")
        studio.environment |= clock.environment if LIBRARY else {}

        import django  # noqa: PLC0415  # once its settings can be read

        django.setup()
        from bench.air.attack import attack  # noqa: PLC0415  # names models

        return attack(
            Scene(studio, own, is_small),
            clock,
            folder / "cloud",
            pushes=options.pushes,
            shows=options.shows,
            takes=options.takes,
            accounts=options.accounts,
            lag=options.lag,
            seed=options.seed,
            brief=options.prepared is not None,
        )


def own_database(kind: str) -> AbstractContextManager[Cluster | None]:
    """A PostgreSQL of one's own; SQLite's lies in the data folder."""
    if kind == SQLITE:
        return nullcontext()
    if why := missing():
        sys.exit(why)
    return cluster()


def environment(own: Cluster | None) -> dict[str, str]:
    named = {"DATABASE_URL": own.url} if own else {}
    return named | {
        "DJANGO_SETTINGS_MODULE": "bench.air.settings",
        "VOLC_ACCESSKEY": ACCESS_KEY,
        "VOLC_SECRETKEY": SECRET_KEY,
        "NO_PROXY": "127.0.0.1",
    }


def row(result: dict[str, Any]) -> str:
    """As docs/benchmarks.md has it."""
    cells = [
        result["database"],
        f"{result['lag']} s",
        result["operations"],
        result["pushes"],
        " / ".join(map(str, result["kills"].values())),
        " / ".join(map(str, result["mishaps"].values())),
        sum(result["faults"].values()),
        *(result[name] for name in ("duplicates", "orphans", "lost", "sent_again", "unsettled")),
        ends(result),
        result["most_in_a_second"],
        f"{result['seconds']} s",
    ]
    return "| " + " | ".join(map(str, cells)) + " |"


def show_row(result: dict[str, Any]) -> str:
    shows = result["on_air"]
    names = ("shows", "takes", "stops", *SHOW_FAILURES)
    cells = [result["database"], f"{result['lag']} s", *(shows[name] for name in names)]
    return "| " + " | ".join(map(str, [*cells, ends(shows)])) + " |"


def ends(result: dict[str, Any]) -> str:
    return ", ".join(f"{count} {end}" for end, count in sorted(result["ends"].items()))


if __name__ == "__main__":
    main()
