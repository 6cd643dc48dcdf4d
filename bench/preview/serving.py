"""How many different previews a second the real server gives: its processes and the whole request.

    python -m bench.preview.serving [--clients 4] [--seconds 3] [--rounds 10] [--full]
                                    [--old REVISION] [--json FILE]

Each client drags a window of a demo template and asks as the page does: for the whole picture
first, then handing back what it shows. They run on the same cores as the server. `--full` asks for
pictures of the scene's own size. An older revision, checked out beside, takes turns with this one.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from http.client import HTTPConnection
from itertools import count
from pathlib import Path
from typing import Any
from uuid import UUID

from bench.editor.afar import checked_out
from bench.machine import machine
from tests.driving.crowd import page_headers
from tests.driving.processes import ROOT, RunningStudio, free_ports
from tests.driving.visitor import Visitor

STEP, REACH = 7, 300  # Pixels: the window goes to and fro, a little at a time.


@dataclass(frozen=True)
class Answer:
    took_ms: float
    size: int


class Client:
    """One page with a template of the demo."""

    def __init__(self, studio: RunningStudio, pk: str, headers: dict[str, str], query: str) -> None:
        self.connection = HTTPConnection("127.0.0.1", studio.port)
        self.path = f"/templates/{UUID(pk)}/preview/{query}"
        self.headers = headers

    def drag(self, rules: dict[str, Any], seconds: float) -> list[Answer]:
        """What was answered for so long, but for the first: that one is whole, and cold."""
        answers: list[Answer] = []
        shows: dict[str, str] = {}
        end = time.perf_counter() + seconds
        for moved in drag(rules):
            start = time.perf_counter()
            if start > end:
                break
            body = json.dumps({"rules": moved, "editor_state": {}} | shows)
            self.connection.request("POST", self.path, body, self.headers)
            answer = self.connection.getresponse()
            size = len(answer.read())
            if answer.status != 200:
                raise RuntimeError(f"a preview was answered {answer.status}")
            if manifest := answer.headers["Preview-Manifest"]:
                shows = {"shows": manifest}
            answers.append(Answer((time.perf_counter() - start) * 1000, size))
        self.connection.close()
        return answers[1:]


def drag(rules: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The document, each time with the last source a little further."""
    layout = rules["InputLayout"]["Scene"]["Layout"][-1]
    begin = layout["X"]
    for n in count():
        layout["X"] = begin - n * STEP % REACH
        yield rules


class Crowd:
    """So many clients of one studio."""

    def __init__(self, studio: RunningStudio, clients: int, query: str) -> None:
        self.studio, self.clients, self.query = studio, clients, query
        self.headers = page_headers(Visitor(studio.sign_in_link()))
        rows = studio.rows("SELECT id, rules FROM editor_layouttemplate ORDER BY name")
        documents = [(pk, json.loads(rules)) for pk, rules in rows]
        self.wide = [row for row in documents if row[1]["InputLayout"]["Scene"]["Width"] == 1920]

    def drag(self, seconds: float) -> list[Answer]:
        with ThreadPoolExecutor(self.clients) as pool:
            work = []
            for n in range(self.clients):
                pk, rules = self.wide[n % len(self.wide)]
                client = Client(self.studio, pk, self.headers, self.query)
                work.append(pool.submit(client.drag, json.loads(json.dumps(rules)), seconds))
        return [each for client in work for each in client.result()]


def measured(roots: dict[str, Path], options: argparse.Namespace) -> dict[str, list[list[Answer]]]:
    """For each revision what was answered, round by round; they take turns."""
    found: dict[str, list[list[Answer]]] = {name: [] for name in roots}
    with ExitStack() as stack:
        crowds = {}
        for name, root in roots.items():
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            studio = RunningStudio(folder, free_ports(3), {"STUDIO_DEMO": "1"}, root=root)
            studio.set_up()
            stack.callback(studio.stop)
            studio.start()
            query = "?size=full" if options.full else ""
            crowds[name] = Crowd(studio, options.clients, query)
            crowds[name].drag(1)
        for turn in range(options.rounds):
            order = list(crowds) if turn % 2 else list(crowds)[::-1]
            for name in order:
                found[name].append(crowds[name].drag(options.seconds))
    return found


def summed(rounds: list[list[Answer]], seconds: float) -> dict[str, Any]:
    answers = [answer for each in rounds for answer in each]
    a_second = [round(len(each) / seconds, 1) for each in rounds]
    return {
        "a_second": statistics.median(a_second),
        "p50_ms": round(statistics.median(answer.took_ms for answer in answers), 2),
        "bytes": round(statistics.mean(answer.size for answer in answers)),
        "rounds_a_second": a_second,
    }


def compared(new: dict[str, Any], old: dict[str, Any]) -> dict[str, Any]:
    pairs = zip(new["rounds_a_second"], old["rounds_a_second"], strict=True)
    return {
        "a_second": round(statistics.median(one / other for one, other in pairs), 2),
        "bytes": round(new["bytes"] / old["bytes"], 3),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--clients", type=int, default=4)
    parser.add_argument("--seconds", type=float, default=3)
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--full", action="store_true")
    parser.add_argument("--old")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    about = machine()
    with ExitStack() as stack:
        roots = {"new": ROOT}
        if options.old:
            roots["old"] = stack.enter_context(checked_out(options.old))
        found = measured(roots, options)
    about["load_after"] = round(os.getloadavg()[0], 1)
    report: dict[str, Any] = {"machine": about, "clients": options.clients, "full": options.full}
    for name, rounds in found.items():
        report[name] = row = summed(rounds, options.seconds)
        print(
            f"{name}: {row['a_second']:.0f} previews a second to {options.clients} clients; "
            f"p50 {row['p50_ms']:.1f} ms, {row['bytes'] / 1000:.1f} kB each"
        )
    if options.old:
        report |= {"revision": options.old, "ratio": compared(report["new"], report["old"])}
        print(f"new / old, the median of pairs: {report['ratio']}")
    print(json.dumps(about))
    if options.json:
        options.json.write_text(json.dumps(report, indent=1) + "\n")


if __name__ == "__main__":
    main()
