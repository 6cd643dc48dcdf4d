"""How long the real server takes to save what somebody works at, and to show the gallery.

    python -m bench.working --old REVISION [--templates 100] [--rounds 12] [--json FILE]

An older revision, checked out beside, takes turns with this one, request by request. Every template
has signed addresses and a push address with its key: what a studio keeps to itself. In each round a
page saves 40 times, a source a little further each time, and opens the gallery 10 times.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from copy import deepcopy
from dataclasses import dataclass, field
from http.client import HTTPConnection
from itertools import count
from pathlib import Path
from typing import Any

from bench.editor.afar import checked_out
from bench.machine import machine, tell
from tests.driving.crowd import Rules, demo_rules, made, page_headers, saving
from tests.driving.processes import ROOT, RunningStudio, free_ports
from tests.driving.visitor import Visitor

SAVES, VISITS = 40, 10


@dataclass
class Side:
    """One revision's studio and a page of it; `saves` and `visits` in ms."""

    studio: RunningStudio
    path: str
    rules: Rules
    headers: dict[str, str]
    connection: HTTPConnection
    saves: list[float] = field(default_factory=list)
    visits: list[float] = field(default_factory=list)
    versions: count[int] = field(default_factory=lambda: count(2))

    def save(self) -> None:
        version = next(self.versions)
        self.rules["InputLayout"]["Scene"]["Layout"][-1]["X"] = version % 300
        body = json.dumps(saving(self.rules, version)).encode()
        headers = {"If-Match": f'"{version}"'}
        self.saves.append(self.took("PUT", f"{self.path}document/", body, headers))

    def visit(self) -> None:
        self.visits.append(self.took("GET", "/templates/", None, {"Accept": "text/html"}))

    def took(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> float:
        start = time.perf_counter()
        self.connection.request(method, path, body, self.headers | headers)
        answer = self.connection.getresponse()
        answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{path} was answered {answer.status}")
        return (time.perf_counter() - start) * 1000


def secretive(rules: Rules) -> Rules:
    """The document with every address signed, and where it is pushed to."""
    told = deepcopy(rules)
    for n, source in enumerate(told["InputSource"]):
        source["Url"] = f"https://media.example.com/{n}.png?auth_key=1790000000-0-0-{n:032x}"
    told["Output"]["Url"] = ["rtmp://push.example.com/live/show?secret=0123456789abcdef"]
    return told


def opened(root: Path, templates: int, stack: ExitStack) -> Side:
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
    studio = RunningStudio(folder, free_ports(3), {"STUDIO_DEMO": "1"}, root=root)
    studio.set_up()
    stack.callback(studio.stop)
    studio.start()
    visitor = Visitor(studio.sign_in_link())
    rules = secretive(demo_rules(studio))
    paths = [made(visitor, rules) for _ in range(templates)]
    headers = page_headers(visitor) | {"Host": f"localhost:{studio.port}"}
    return Side(studio, paths[-1], rules, headers, HTTPConnection("127.0.0.1", studio.port))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--old", required=True)
    parser.add_argument("--templates", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=12)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    about = machine()
    with ExitStack() as stack:
        older = stack.enter_context(checked_out(options.old))
        new, old = (opened(root, options.templates, stack) for root in (ROOT, older))
        for act, times in ((Side.save, SAVES), (Side.visit, VISITS)):
            for turn in range((options.rounds + 1) * times):
                for side in (new, old) if turn % 2 else (old, new):
                    act(side)
    about["load_after"] = round(os.getloadavg()[0], 1)
    report: dict[str, Any] = {"machine": about, "templates": options.templates, "old": options.old}
    report["save_p95_ms"] = compared(new.saves, old.saves, SAVES, slow)
    report["gallery_ms"] = compared(new.visits, old.visits, VISITS, statistics.median)
    tell(report, options.json)


def slow(times: list[float]) -> float:
    """The 95th of a hundred."""
    return sorted(times)[int(len(times) * 0.95) - 1]


def compared(
    new: list[float], old: list[float], size: int, figure: Callable[[list[float]], float]
) -> dict[str, Any]:
    """The figure of each round but the first, which is cold; the median of the pairs' ratios."""
    rounds = [
        [round(figure(times[n : n + size]), 2) for n in range(size, len(times), size)]
        for times in (new, old)
    ]
    pairs = [one / other for one, other in zip(*rounds, strict=True)]
    return {"new": rounds[0], "old": rounds[1], "ratio": round(statistics.median(pairs), 3)}


if __name__ == "__main__":
    main()
