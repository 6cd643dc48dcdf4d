"""Two versions of the studio side by side on one database, through an expand and a contract.

    python -m bench.versions [--old REVISION] [--json FILE]

An older revision serves, on a PostgreSQL cluster of its own. While somebody saves there, this one's
migrations are made (expand) and it is started beside the other, with workers and a clock: what one
saved the other opens and saves, what one pushed the other takes, and back, and a stop at one is
seen at both. Then it ends, and its migrations are unmade while the other serves on (contract: to
the older one a new column is one that nobody asks for any more). Fails where a save is refused or
lost, or anything isn't as the other version left it.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from copy import copy
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Self

from bench.editor.afar import checked_out
from bench.faults.editors import first_box
from bench.idle import Side
from bench.machine import machine, tell
from bench.panels import TOKEN, Script
from studio.volcengine.sandbox.server import SandboxServer
from tests.driving.cluster import cluster
from tests.driving.crowd import Rules, made, saving
from tests.driving.processes import ROOT, RunningStudio, free_ports, wait_for
from tests.driving.several.hosts import SEALING, SECRET
from tests.driving.visitor import Visitor
from tests.volcengine.bodies import mixed_rules

# The last revision before there were migrations for several hosts.
OLD = "b9d855e8"
PARTS = ("web", "cloud", "clock")
# Of the sandbox, to have a task on air at once.
SPEED = 100.0
LEAVES = """
from django.db.migrations.loader import MigrationLoader
for app, name in MigrationLoader(None).graph.leaf_nodes():
    print(app, name)
"""


@dataclass
class Saver:
    """Somebody who saves a template again and again, for as long as the block lasts."""

    visitor: Visitor
    path: str
    number: int = 0
    longest: float = 0.0
    refused: list[str] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> Self:
        self.thread = threading.Thread(target=self.go_on)
        self.thread.start()
        return self

    def __exit__(self, *_why: object) -> None:
        self.over.set()
        self.thread.join()

    def go_on(self) -> None:
        while not self.over.wait(0.02):
            self.number += 1
            began = time.monotonic()
            answer = save(self.visitor, self.path, self.number)
            self.longest = max(self.longest, time.monotonic() - began)
            if '"version"' not in answer:
                self.refused.append(answer[:300])

    def figures(self) -> dict[str, Any]:
        """Raises AssertionError where a save was refused, or the last one is not what is read."""
        assert not self.refused, self.refused[0]
        assert self.number > 0
        assert shown(self.visitor, self.path) == self.number
        return {"saves": self.number, "longest_ms": round(self.longest * 1000)}


def opened(visitor: Visitor, path: str) -> Any:
    """A template as a page opens it."""
    return json.loads(visitor.get(f"{path}opening/"))


def shown(visitor: Visitor, path: str) -> int:
    """The mark that was saved last: where the first box lies."""
    found: int = first_box(opened(visitor, path)["rules"])["X"]
    return found


def marked(number: int) -> Rules:
    rules = mixed_rules()
    first_box(rules)["X"] = number
    return rules


def save(visitor: Visitor, path: str, number: int) -> str:
    version = opened(visitor, path)["version"]
    return visitor.put(f"{path}document/", saving(marked(number), version), version)


def beside(visitor: Visitor, here: RunningStudio, there: RunningStudio) -> Visitor:
    """The same person, signed in as before, at the other version: hosts have one port each, and
    so the same cookies; these two have two, which their cookies' names tell.
    """
    for cookie in list(visitor.cookies):
        twin = copy(cookie)
        twin.name = cookie.name.replace(str(here.port), str(there.port))
        visitor.cookies.set_cookie(twin)
    other = copy(visitor)
    other.origin = there.url
    return other


def key_of(path: str) -> str:
    return path.strip("/").split("/")[-1]


def leaves(studio: RunningStudio) -> dict[str, str]:
    """The last migration of each app that the revision has."""
    told = studio.manage("shell", "-v", "0", "-c", LEAVES)
    return dict(line.split() for line in told.splitlines())


@contextmanager
def side_by_side(revision: str) -> Iterator[tuple[Side, Side]]:
    """The older studio, whose tables are there, and this one; nothing of them runs yet. They share
    a database, what seals and signs, and a sandbox.
    """
    with ExitStack() as stack:
        root = stack.enter_context(checked_out(revision))
        own = stack.enter_context(cluster())
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="mix-studio-versions-")))
        shared = {
            "DATABASE_URL": own.url,
            "STUDIO_SECRET_KEY": SECRET,
            "STUDIO_SEALING_KEYS": SEALING,
        }
        old = RunningStudio(folder / "old", free_ports(3), shared, root=root)
        new = RunningStudio(folder / "new", free_ports(3), shared)
        sandbox = SandboxServer(folder / "sandbox", speed=SPEED)
        threading.Thread(target=sandbox.serve_forever, daemon=True).start()
        stack.callback(sandbox.server_close)
        stack.callback(sandbox.shutdown)
        for studio in (old, new):
            stack.callback(studio.stop)
            studio.data.mkdir(mode=0o700)
            (studio.data / "sandbox").symlink_to(folder / "sandbox")
            studio.manage("collectstatic", "--noinput", "--verbosity", "0")
        old.manage("migrate", "--verbosity", "0")
        yield Side("old", old, own), Side("new", new, own)


def edited(here: Visitor, there: Visitor) -> list[str]:
    """Each step at the version that didn't make the one before; what was seen."""
    seen = []
    path = made(here, marked(1))
    for number, writer, reader, step in (
        (2, there, here, "saved by old, opened and saved by new"),
        (3, here, there, "and back"),
    ):
        assert shown(writer, path) == number - 1
        assert '"version"' in save(writer, path, number)
        assert shown(reader, path) == number
        seen.append(step)
    fresh = made(there, marked(4))
    assert shown(here, fresh) == 4
    return [*seen, "made by new, opened by old"]


def aired(shows: Mapping[str, Script], looks: tuple[str, str]) -> str:
    """A show that the first version named begins and the second ends; what was seen."""
    first, second = shows
    pusher, taker = shows.values()
    task = pusher.pushed(looks[0])
    wait_for(lambda: taker.state(task)["on_air"], "both know that it is on air")
    taker.take(task, looks[1])
    pusher.take(task, looks[0])
    taker.ask("POST", f"tasks/{task}/stop", {})
    for script in (pusher, taker):
        wait_for(partial(is_over, script, task), "both know that it ended")
    return f"pushed by {first}, taken by {second}, and back; stopped"


def is_over(script: Script, task: str) -> bool:
    return not script.state(task)["on_air"]


def passes(sides: tuple[Side, Side], visitor: Visitor, parts: Sequence[str]) -> list[str]:
    """The journey, of which shows are a part where there are workers; what was seen."""
    old, new = sides
    there = beside(visitor, old.studio, new.studio)
    seen = edited(visitor, there)
    if "cloud" in parts:
        token = old.studio.manage("shell", "-v", "0", "-c", TOKEN).splitlines()[-1]
        looks = (key_of(made(visitor, marked(5))), key_of(made(there, marked(6))))
        before, after = {"old": Script(visitor, token)}, {"new": Script(there, token)}
        seen += [aired(before | after, looks), aired(after | before, looks)]
    return seen


def rehearse(revision: str, parts: Sequence[str] = PARTS) -> dict[str, Any]:
    with side_by_side(revision) as sides:
        old, new = (side.studio for side in sides)
        old.start(*parts)
        visitor = Visitor(old.sign_in_link())
        path = made(visitor, marked(0))
        then, now = leaves(old), leaves(new)
        expanded = {app: name for app, name in now.items() if then.get(app) != name}
        report: dict[str, Any] = {"migrations": expanded}
        with Saver(visitor, path) as saver:
            new.manage("migrate", "--verbosity", "0")
        report["expand"] = saver.figures()
        new.start(*parts)
        report["side_by_side"] = passes(sides, visitor, parts)
        new.stop()
        new.processes.clear()
        with Saver(visitor, path) as saver:
            for app in expanded:
                new.manage("migrate", app, then.get(app, "zero"), "--verbosity", "0")
        report["contract"] = saver.figures()
        assert '"version"' in save(visitor, path, 0)
        return report


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--old", default=OLD)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    asked = ["git", "rev-parse", "--short", options.old]
    old = subprocess.run(asked, cwd=ROOT, check=True, capture_output=True, text=True).stdout.strip()
    tell({**machine(), "old": old, **rehearse(options.old)}, options.json)


if __name__ == "__main__":
    main()
