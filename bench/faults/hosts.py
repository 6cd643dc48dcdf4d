"""A studio on several hosts, and whatever can go wrong with one of them, or with what they share.

    python -m bench.faults.hosts [--editors 10] [--previews 10] [--faults NAME …] [--json FILE]

Two hosts that answer, two that work, and a proxy, each a network namespace with a data folder and
a loopback of its own (that takes root); PostgreSQL, Redis, SeaweedFS and the cloud, a sandbox, are
on this computer, which they reach by the network alone. Editors save every second and see a preview
of what they do, somebody looks at page after page, and during each fault one task is pushed, one
taken to another look and one stopped: all of it by the proxy. Faults come one after the other.
Prints rows for docs/benchmarks.md; fails if anything that was acknowledged is lost, anything is at
the cloud twice, a page says what is not so, a fault that hosts can see is told later than ten
seconds after it came, or all is not as it was ten seconds after its end.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from signal import SIGCONT, SIGKILL, SIGSTOP
from typing import Any

from bench.faults.__main__ import row as as_on_one
from bench.faults.__main__ import seconds
from bench.faults.kinds import Fault
from bench.faults.run import GOAL, LOOK_SECONDS, Run, judged, struck, working
from bench.load.book import Book, Noted
from bench.load.people import Previewer, go_on
from bench.machine import machine, tell
from tests.driving.crowd import made
from tests.driving.disks import filled, small_disk
from tests.driving.processes import RunningStudio, wait_for
from tests.driving.several.site import WEB, WORKERS, Site, missing, site
from tests.volcengine.bodies import mixed_rules

# More than a studio wants to see free (`LEAST_FREE`).
DISK_MIB = 640
# How long a probe waits for a host.
PROBE_SECONDS = 5.0
CLOCKS = """
SELECT count(*) FROM processes_hostprocess
WHERE works ? 'clock' AND heard_at > now() - interval '5 s'
"""
HEADER = """\
| fault | for | told after | pages as always after | saves | hosts | push, take, stop \
| slowest page | answers: done / said why not / none |
|---|--:|--:|--:|--:|--:|--:|--:|---|"""


@dataclass(frozen=True)
class HostFault(Fault[Site]):
    """`tells` is whether hosts that answer say that something is not well, as far as they can."""

    tells: Callable[[Site], bool] | None = None


@contextmanager
def cut_off(at: Site, name: str) -> Iterator[None]:
    with at.network.hosts[name].cut_off():
        yield


@contextmanager
def killed(at: Site, name: str) -> Iterator[None]:
    """As without power; it is over once the host was started again."""
    at.kill(name)
    try:
        yield
    finally:
        at.begin(name)
    wait_for(lambda: not lacking(at), "it runs again")


@contextmanager
def restarted(at: Site) -> Iterator[None]:
    at.cluster.restart()
    yield


@contextmanager
def database_away(at: Site) -> Iterator[None]:
    at.cluster.stop()
    try:
        yield
    finally:
        at.cluster.start()


@contextmanager
def redis_away(at: Site) -> Iterator[None]:
    at.redis.tell(SIGKILL)
    try:
        yield
    finally:
        at.redis.start()


@contextmanager
def redis_hangs(at: Site) -> Iterator[None]:
    at.redis.tell(SIGSTOP)
    try:
        yield
    finally:
        at.redis.tell(SIGCONT)


@contextmanager
def storage_hangs(at: Site) -> Iterator[None]:
    at.storage.hang()
    try:
        yield
    finally:
        at.storage.go_on()


@contextmanager
def disk_full(at: Site, name: str) -> Iterator[None]:
    with filled(at.studios[name].data):
        yield


def is_red(name: str, at: Site) -> bool:
    return at.ready(name, PROBE_SECONDS)[0] != 200


def lacking(at: Site) -> list[str]:
    """Who does not say that it is well, or does not work."""
    lacks = [name for name in WEB if is_red(name, at)]
    return lacks or ([] if at.rows(CLOCKS) == [(len(WORKERS),)] else ["a worker"])


def is_told(check: str, at: Site) -> bool:
    """By a host that answers, of a check that may be yellow."""
    return not at.ready(WEB[1], PROBE_SECONDS)[1].get(check, True)


def faults() -> list[HostFault]:
    first = WEB[0]
    database, every = frozenset({"database"}), frozenset({"database", "disk"})

    def one(
        name: str,
        strikes: Callable[[Site], AbstractContextManager[None]],
        tells: Callable[[Site], bool] | None = None,
        truths: frozenset[str] = frozenset(),
        seconds: float = 15.0,
    ) -> HostFault:
        return HostFault(name, strikes, seconds, truths, tells)

    red, missed = partial(is_red, first), partial(is_told, "hosts")
    return [
        one("a host that answers is cut off", partial(cut_off, name=first), red, database),
        one("a host that answers is killed", partial(killed, name=first), red),
        one("a host that works is cut off", partial(cut_off, name=WORKERS[0]), missed),
        one("a host that works is killed", partial(killed, name=WORKERS[0]), missed),
        one("PostgreSQL restarted", restarted, None, database, 0.0),
        one("PostgreSQL away", database_away, red, database),
        one("Redis killed", redis_away, partial(is_told, "redis")),
        one("Redis hangs", redis_hangs, partial(is_told, "redis")),
        one("storage hangs", storage_hangs, partial(is_told, "storage")),
        one("disk full, a host that answers", partial(disk_full, name=first), red, every),
        one("disk full, a host that works", partial(disk_full, name=WORKERS[0]), None, every),
        # It lets everybody connect, which is all that `/readyz` tries: tasks’ pages tell of it.
        one("cloud hangs", Site.cloud_hangs, seconds=30.0),
    ]


@dataclass
class OnHosts(Run[Site]):
    """`told_after` has the seconds until each fault was told, None of what never was."""

    told_after: dict[str, float | None] = field(default_factory=dict)

    def strike(self, fault: Fault[Site]) -> dict[str, Any]:
        row = super().strike(self.watched(fault))
        if isinstance(fault, HostFault) and fault.tells:
            row["told_after"] = self.told_after.get(fault.name)
        return row

    def watched(self, fault: Fault[Site]) -> Fault[Site]:
        """The same, of which it is noted when it is told."""

        @contextmanager
        def strikes(at: Site) -> Iterator[None]:
            over = threading.Event()
            began = time.monotonic()
            looks = threading.Thread(target=self.look, args=(fault, began, over))
            with fault.strikes(at):
                looks.start()
                yield
                over.set()
                looks.join()

        return Fault(fault.name, strikes, fault.seconds, fault.truths)

    def look(self, fault: Fault[Site], began: float, over: threading.Event) -> None:
        tells = fault.tells if isinstance(fault, HostFault) else None
        while tells and not over.wait(LOOK_SECONDS):
            if tells(self.scene):
                self.told_after[fault.name] = round(time.monotonic() - began, 1)
                return

    def missing(self) -> list[str]:
        return lacking(self.scene)


def late(rows: list[dict[str, Any]]) -> list[str]:
    """The faults that were told too late, or never."""
    return [
        row["fault"]
        for row in rows
        if "told_after" in row and (row["told_after"] is None or row["told_after"] > GOAL)
    ]


@contextmanager
def previewing(at: Site, many: int) -> Iterator[Book]:
    """So many stages ask for two pictures a second each."""
    book, over = Book(), threading.Event()
    rules = mixed_rules()
    asks, again = (partial(Noted, at.guest, book, kind) for kind in ("preview", "preview again"))
    people = [
        Previewer(asks(), again(), made(at.guest, rules), rules, every=0.5)
        for _person in range(many)
    ]
    threads = [threading.Thread(target=go_on, args=(person, over)) for person in people]
    for thread in threads:
        thread.start()
    book.open()
    try:
        yield book
    finally:
        book.close()
        over.set()
        for thread in threads:
            thread.join()


def measured(at: Site, options: argparse.Namespace, chosen: list[HostFault]) -> dict[str, Any]:
    began = time.monotonic()
    with working(at.guest, at.sandbox.parent, options.editors) as people:
        run = OnHosts(at, *people)
        with previewing(at, options.previews) as book:
            rows = struck(run, chosen)
    told = {"editors": options.editors, "previews": book.rows(time.monotonic() - began)}
    result = told | judged(run, rows, len(chosen))
    result["failures"]["told_late"] = len(late(rows))
    return result | {"told_late": late(rows)}


@contextmanager
def running() -> Iterator[Site]:
    if why := missing():
        sys.exit(why)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="mix-studio-hosts-")))
        for name in (*WEB, *WORKERS):
            (folder / name).mkdir(mode=0o700)
            stack.enter_context(small_disk(folder / name, DISK_MIB))
        prepared = RunningStudio(folder / "prepared", port=1)
        prepared.manage("collectstatic", "--noinput", "--verbosity", "0")
        yield stack.enter_context(site(folder, prepared.data))


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.faults.hosts")
    parser.add_argument("--editors", type=int, default=10)
    parser.add_argument("--previews", type=int, default=10)
    parser.add_argument("--faults", nargs="+", help="those alone whose names have such a word")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    # Asked to end, it still ends what it has started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    words = options.faults or [""]
    chosen = [each for each in faults() if any(word in each.name for word in words)]
    about, began = machine(), time.monotonic()
    with running() as at:
        result = about | measured(at, options, chosen)
    result["took"] = round(time.monotonic() - began)
    result["load_after"] = round(os.getloadavg()[0], 1)
    tell(result, options.json)
    print(HEADER, *map(row, result["faults"]), sep="\n")
    sys.exit(any(result["failures"].values()))


def row(fault: dict[str, Any]) -> str:
    """As docs/benchmarks.md has it."""
    told = seconds(fault["told_after"]) if "told_after" in fault else "–"
    first, *rest = as_on_one(fault).split(" | ", 2)
    return " | ".join([first, rest[0], told, *rest[1:]])


if __name__ == "__main__":
    main()
