"""How long the real server takes to save what somebody works at, and to show the gallery.

    python -m bench.working --old REVISION [--templates 100] [--rounds 12] [--json FILE]

An older revision, checked out beside, takes turns with this one. Every template has signed
addresses, a logo's login and a push address with its key: what a studio keeps to itself. In each
turn a page saves 40 times, a source a little further each time, and opens the gallery 10 times.
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

from bench.editor.afar import checked_out
from bench.machine import machine, tell
from tests.driving.crowd import Rules, demo_rules, made, page_headers, saving
from tests.driving.processes import ROOT, RunningStudio, free_ports
from tests.driving.visitor import Visitor

SAVES, VISITS = 40, 10


@dataclass
class Side:
    """One revision's studio; what it took for each turn, in ms."""

    studio: RunningStudio
    visitor: Visitor
    path: str
    rules: Rules
    saves: list[float] = field(default_factory=list)
    visits: list[float] = field(default_factory=list)
    versions: count[int] = field(default_factory=lambda: count(2))

    def turn(self) -> None:
        headers = page_headers(self.visitor) | {"Host": f"localhost:{self.studio.port}"}
        connection = HTTPConnection("127.0.0.1", self.studio.port)

        def ask(method: str, path: str, body: bytes = b"", **more: str) -> None:
            connection.request(method, path, body, headers | more)
            answer = connection.getresponse()
            answer.read()
            if answer.status != 200:
                raise RuntimeError(f"{path} was answered {answer.status}")

        def save() -> None:
            version = next(self.versions)
            self.rules["InputLayout"]["Scene"]["Layout"][-1]["X"] = version % 300
            body = json.dumps(saving(self.rules, version)).encode()
            ask("PUT", f"{self.path}document/", body, **{"If-Match": f'"{version}"'})

        saves = sorted(took(save) for _ in range(SAVES))
        self.saves.append(saves[int(SAVES * 0.95) - 1])
        gallery = {"Accept": "text/html"}
        visits = [took(lambda: ask("GET", "/templates/", **gallery)) for _ in range(VISITS)]
        self.visits.append(statistics.median(visits))
        connection.close()


def took(work: Callable[[], None]) -> float:
    """In ms."""
    start = time.perf_counter()
    work()
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
    return Side(studio, visitor, paths[-1], rules)


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
        for turn in range(options.rounds + 1):
            for side in (new, old) if turn % 2 else (old, new):
                side.turn()
    about["load_after"] = round(os.getloadavg()[0], 1)
    report = {"machine": about, "templates": options.templates, "old": options.old}
    # The first turn is cold.
    tell(
        report
        | {
            "save_p95_ms": compared(new.saves[1:], old.saves[1:]),
            "gallery_ms": compared(new.visits[1:], old.visits[1:]),
        },
        options.json,
    )


def compared(new: list[float], old: list[float]) -> dict[str, object]:
    """Both sides' turns, and the median of what the one took in those of the other."""
    pairs = [one / other for one, other in zip(new, old, strict=True)]
    return {
        "new": [round(one, 2) for one in new],
        "old": [round(one, 2) for one in old],
        "ratio": round(statistics.median(pairs), 3),
    }


if __name__ == "__main__":
    main()
