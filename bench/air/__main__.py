"""Pushes, takes and stops through a studio whose processes are killed, to a cloud that misbehaves.

    python -m bench.air [--pushes 500] [--shows 60] [--takes 4] [--database sqlite|URL] [--lag 0.15]
        [--seed 1] [--json FILE]

Real processes: a web server, three cloud workers and a clock, each killed (-9)
and started again at random; clicks go by HTTP through the real page and are repeated until
they are acknowledged. On the first tasks shows are run: some takes each, and every other one is
stopped. Prints rows for docs/benchmarks.md; fails if anything was lost, doubled or forgotten, or if
the studio shows something else than viewers see. PostgreSQL gets a database of its own that is
dropped afterwards.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg

from bench.machine import machine
from tests.driving.processes import RunningStudio, free_ports
from tests.volcengine.bodies import ACCESS_KEY, SECRET_KEY

SQLITE = "sqlite"
HEADER = """\
| database | list's lag | pushes | kills: worker / web / clock | faults | duplicates | orphans \
| lost | sent again | unsettled | ends | most in a second | took |
|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|---|--:|--:|"""
# What is to be 0, or empty.
FAILURES = ("duplicates", "orphans", "lost", "sent_again", "unsettled", "unfinished", "troubles")
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
    with (
        tempfile.TemporaryDirectory(prefix="mix-studio-air-") as folder,
        own_database(options.database) as database,
    ):
        result = machine() | {"database": database.split(":")[0]}
        result |= run(Path(folder), database, options)
    if options.json:
        options.json.write_text(json.dumps(result, indent=1) + "\n")
    print(HEADER, row(result), "", SHOW_HEADER, show_row(result), sep="\n")
    print(*result["troubles"], sep="\n")
    failures = [result[name] for name in FAILURES]
    failures += [result["on_air"][name] for name in SHOW_FAILURES]
    sys.exit(any(failures))


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.air")
    parser.add_argument("--pushes", type=int, default=500)
    parser.add_argument("--shows", type=int, default=60, help="how many of them are run as shows")
    parser.add_argument("--takes", type=int, choices=range(1, 8), default=4, help="of each show")
    parser.add_argument("--database", default=SQLITE, help="sqlite, or the URL of a PostgreSQL")
    parser.add_argument("--lag", type=float, default=0.15, help="seconds its list is late")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", type=Path)
    return parser.parse_args()


def run(data: Path, database: str, options: argparse.Namespace) -> dict[str, Any]:
    studio = RunningStudio(data, free_ports(3), environment(database))
    os.environ |= studio.all_environment
    studio.manage("migrate", "--verbosity", "0")
    studio.manage("collectstatic", "--noinput", "--verbosity", "0")

    import django  # noqa: PLC0415  # once its settings can be read

    django.setup()
    from bench.air.attack import attack  # noqa: PLC0415  # names models

    return attack(
        studio,
        pushes=options.pushes,
        shows=options.shows,
        takes=options.takes,
        lag=options.lag,
        seed=options.seed,
    )


def environment(database: str) -> dict[str, str]:
    named = {} if database == SQLITE else {"DATABASE_URL": database}
    return named | {
        "DJANGO_SETTINGS_MODULE": "bench.air.settings",
        "VOLC_ACCESSKEY": ACCESS_KEY,
        "VOLC_SECRETKEY": SECRET_KEY,
        "NO_PROXY": "127.0.0.1",
    }


@contextmanager
def own_database(url: str) -> Iterator[str]:
    """A new database beside a URL's, dropped afterwards; SQLite lies in the data folder."""
    if url == SQLITE:
        yield url
        return
    name = f"air_{os.getpid()}"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        try:
            yield urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def row(result: dict[str, Any]) -> str:
    """As docs/benchmarks.md has it."""
    kills, faults = result["kills"], sum(result["faults"].values())
    cells = [
        result["database"],
        f"{result['lag']} s",
        result["pushes"],
        f"{kills['cloud']} / {kills['web']} / {kills['clock']}",
        faults,
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
