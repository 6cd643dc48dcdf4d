"""A whole control room at work on one computer: how soon it is answered, and what that costs.

    python -m bench.load [--database sqlite|postgresql | --hosts] [--editors 50 [100 …]]
        [--tasks 200] [--panels 50] [--callbacks 20] [--pictures 2] [--seconds 60] [--json FILE]

A studio as `make run` starts it, with its sandbox for a cloud, on which so many tasks are on air.
Each editor saves once a second and asks for pictures, half of them for the second time. Beside them
galleries are browsed, lists and pages of tasks are open, shows are pushed, looks are taken over the
HTTP API, panels stay connected, and callbacks arrive. With --hosts it is two hosts of a network
that answer, two that work and a proxy, with PostgreSQL, Redis and an S3-compatible storage; that
takes root. All of it, and whoever asks, is on the same cores: the report gives each one's part.
Several numbers of editors are one step each, in the same studio. Fails where anything was answered
otherwise than it should be, or a save was lost or made twice, or the 95th of a hundred answers came
later than its goal, or doubling the editors costs more than 2.2 times the CPU.
"""

from __future__ import annotations

import argparse
import os
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.idle import DATABASES
from bench.load.book import Book
from bench.load.parts import Parts, parts_of
from bench.load.people import Person, go_on
from bench.load.places import HOSTS
from bench.load.room import Room, room
from bench.machine import machine, tell

# In ms, of 95 in a hundred.
GOALS = {"read": 150, "save": 200, "preview again": 100, "push": 200}
MOST_FOR_DOUBLE = 2.2
# What no save may be.
WRONG = ("lost", "versions_back", "twice")
WARM_SECONDS = 5.0


@contextmanager
def at_work(people: Sequence[Person]) -> Iterator[None]:
    over = threading.Event()
    threads = [threading.Thread(target=go_on, args=(person, over)) for person in people]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        over.set()
        for thread in threads:
            thread.join()


def step(room: Room, editors: int, options: argparse.Namespace) -> dict[str, Any]:
    """What so many editors, and everybody else, come to."""
    book = Book()
    savers, everybody = room.people(book, editors, options.callbacks, options.pictures)
    panels = room.panels(options.panels)
    with at_work(everybody):
        time.sleep(WARM_SECONDS)
        book.open()
        with parts_of(room.place.pids(), room.place.database, options.seconds) as parts:
            time.sleep(options.seconds)
        book.close()
    told = sum(bool(panel.told) for panel in panels)
    for panel in panels:
        panel.cut()
    verdicts = [saver.editor.verdict() for saver in savers]
    wrong = {name: sum(each[name] for each in verdicts) for name in WRONG}
    troubles = [trouble for saver in savers for trouble in saver.editor.troubles]
    return {
        "editors": editors,
        "answers": book.rows(options.seconds),
        "errors": len(book.errors) + len(troubles),
        "first_errors": [*book.errors, *troubles][:5],
        "saves": wrong | {"acknowledged": sum(saver.editor.saved for saver in savers)},
        "panels_told": told,
        "parts": facts(parts),
    }


def facts(parts: Parts) -> dict[str, Any]:
    told: dict[str, Any] = {"cores": parts.cores, "mib": parts.mib}
    told |= {"studio_cores": round(parts.studio_cores, 3)}
    if parts.connections is not None:
        told |= {
            "connections": parts.connections,
            "transactions_a_second": parts.transactions_a_second,
        }
    return told


def missed(found: dict[str, Any], panels: int) -> list[str]:
    """What one step did not hold."""
    late = [
        f"{kind}: {found['answers'][kind]['p95_ms']} ms"
        for kind, goal in GOALS.items()
        if found["answers"].get(kind, {}).get("p95_ms", 0) > goal
    ]
    wrong = [name for name in WRONG if found["saves"][name]]
    errors = ["errors"] if found["errors"] else []
    return late + wrong + errors + (["panels"] if found["panels_told"] < panels else [])


def grown(steps: list[dict[str, Any]]) -> list[str]:
    """The steps to twice the editors that cost too much more."""
    by_editors = {each["editors"]: each["parts"]["studio_cores"] for each in steps}
    return [
        f"{2 * few} editors: {by_editors[2 * few] / cost:.2f} times the CPU of {few}"
        for few, cost in by_editors.items()
        if 2 * few in by_editors and by_editors[2 * few] > MOST_FOR_DOUBLE * cost
    ]


def loaded(options: argparse.Namespace, prepared: Path | None = None) -> dict[str, Any]:
    with room(HOSTS if options.hosts else options.database, prepared) as full:
        full.fill(options.tasks)
        steps = [step(full, editors, options) for editors in options.editors]
    misses = [
        f"{each['editors']} editors: {miss}"
        for each in steps
        for miss in missed(each, options.panels)
    ]
    return {"tasks": options.tasks, "steps": steps, "missed": misses + grown(steps)}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.load")
    where = parser.add_mutually_exclusive_group()
    where.add_argument("--database", choices=DATABASES, default=DATABASES[0])
    where.add_argument("--hosts", action="store_true")
    parser.add_argument("--editors", type=int, nargs="+", default=[50])
    parser.add_argument("--tasks", type=int, default=200)
    parser.add_argument("--panels", type=int, default=50)
    parser.add_argument("--callbacks", type=float, default=20, help="a second")
    parser.add_argument("--pictures", type=float, default=2, help="of each editor a second")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    if options.hosts:
        options.database = DATABASES[1]
    asked = {
        name: getattr(options, name)
        for name in ("database", "hosts", "panels", "callbacks", "pictures")
    }
    about = machine() | asked
    result = about | loaded(options)
    result["load_after"] = round(os.getloadavg()[0], 1)
    tell(result, options.json)
    sys.exit(bool(result["missed"]))


if __name__ == "__main__":
    main()
