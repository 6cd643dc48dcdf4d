"""How long the editor's page takes over a slow line until its stage shows its pictures.

    python -m bench.editor.afar [--against b43567f] [--rounds 10] [--lines 60/10,150/4]
        [--json FILE]

This revision and another one, each as it is really served, by turns. A real Chromium at the other
end of a line of so many ms (there and back) and Mbit/s opens a demo template with six pictures,
each time with nothing in its cache and no connection open. It needs root, iproute2 and TUN devices.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from playwright.sync_api import Browser, sync_playwright

from bench.editor.line import HERE, Line, far_side, laid, missing
from bench.machine import machine
from tests import chromium
from tests.driving.arriving import Arrival, arrival
from tests.driving.processes import ROOT, RunningStudio, answers, command, free_ports, wait_for
from tests.driving.visitor import Visitor

TEMPLATE, PICTURES = "Thursday talk show", 6
# Browsers hold such a name to be as safe as the TLS there is in life, which the editor needs.
HOST = "afar.localhost"


@dataclass(frozen=True)
class Side:
    """One of the two revisions, and where its editor is."""

    name: str
    studio: RunningStudio

    @property
    def origin(self) -> str:
        return f"http://{HOST}:{self.studio.port}"

    @property
    def address(self) -> str:
        query = "SELECT id FROM editor_layouttemplate WHERE name = ?"
        ((found,),) = self.studio.rows(query, TEMPLATE)
        return f"{self.origin}/templates/{UUID(found)}/"


@contextmanager
def checked_out(revision: str) -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        tree = str(Path(folder, "tree"))
        git = ["git", "-C", str(ROOT), "worktree"]
        subprocess.run([*git, "add", "--quiet", "--detach", tree, revision], check=True)
        try:
            yield Path(tree)
        finally:
            subprocess.run([*git, "remove", "--force", tree], check=True)


@contextmanager
def served(name: str, root: Path) -> Iterator[Side]:
    """A revision's web server with the demo, reached from both ends; nothing else works."""
    with tempfile.TemporaryDirectory() as data:
        named = {"STUDIO_DEMO": "1", "STUDIO_HOSTS": f"127.0.0.1,{HOST}"}
        if (root / "bench/editor/settings.py").exists():
            named["DJANGO_SETTINGS_MODULE"] = "bench.editor.settings"
        studio = RunningStudio(Path(data), free_ports(3), named, root=root)
        studio.set_up()
        # An older revision's server is told on its command line.
        for_everybody = [each.replace("127.0.0.1", "0.0.0.0") for each in command(root, "web")]
        studio.processes["web"] = subprocess.Popen(
            for_everybody, cwd=root, env=studio.all_environment, start_new_session=True
        )
        wait_for(lambda: answers(studio.url), "the page is served")
        try:
            yield Side(name, studio)
        finally:
            studio.stop()


def signed_in(browser: Browser, side: Side) -> Any:
    """What a browser keeps of somebody who is, and has taken the tour."""
    Visitor(side.studio.sign_in_link())
    context = browser.new_context()
    page = context.new_page()
    page.goto(re.sub("127.0.0.1|localhost", HOST, side.studio.sign_in_link()))
    page.wait_for_url("**/templates/")
    state = context.storage_state()
    context.close()
    return state


def opened(browser: Browser, side: Side, state: Any) -> Arrival:
    context = browser.new_context(storage_state=state, viewport={"width": 1440, "height": 900})
    found = arrival(context.new_page(), side.address, PICTURES)
    context.close()
    return found


def bench(line: Line, sides: list[Side], rounds: int) -> dict[str, list[Arrival]]:
    """What each opening took, in rounds in which each side has its turn, who is first in turn."""
    found: dict[str, list[Arrival]] = {side.name: [] for side in sides}
    with laid(line), far_side(), sync_playwright() as playwright:
        browser = chromium.launch(playwright, f"--host-resolver-rules=MAP {HOST} {HERE}")
        states = {side.name: signed_in(browser, side) for side in sides}
        for side in sides:
            opened(browser, side, states[side.name])  # both servers have warmed up
        for turn in range(rounds):
            for side in sides if turn % 2 else reversed(sides):
                found[side.name].append(opened(browser, side, states[side.name]))
        browser.close()
    return found


def row(arrivals: list[Arrival]) -> dict[str, Any]:
    def middle(name: str) -> float:
        return round(float(statistics.median(getattr(one, name) for one in arrivals)), 1)

    last = arrivals[-1]
    return {
        "shown_ms": middle("shown_ms"),
        "first_paint_ms": middle("first_paint_ms"),
        "ready_ms": middle("ready_ms"),
        "requests": middle("requests"),
        "page_kb": middle("page_kb"),
        "kb": last.kb,
        "runs_ms": [round(one.shown_ms) for one in arrivals],
    }


def table(results: dict[str, dict[str, Any]]) -> str:
    lines = [
        "| line | revision | pictures shown ms | / other | requests | page kB | first paint ms |",
        "|---|---|--:|--:|--:|--:|--:|",
    ]
    for line, found in results.items():
        other = list(found.values())[-1]["shown_ms"]
        for name, row in found.items():
            cells = [
                *(line, name, f"{row['shown_ms']:.0f}", f"{row['shown_ms'] / other:.2f}"),
                *(f"{row['requests']:.0f}", f"{row['page_kb']:.0f}"),
                f"{row['first_paint_ms']:.0f}",
            ]
            lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def line_of(text: str) -> Line:
    round_trip, rate = text.split("/")
    return Line(int(round_trip), int(rate))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--against", default="b43567f")
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--lines", default="60/10,150/4")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    if why := missing():
        sys.exit(why)
    with ExitStack() as stack:
        other = stack.enter_context(checked_out(options.against))
        sides = [
            stack.enter_context(served("this", ROOT)),
            stack.enter_context(served(options.against, other)),
        ]
        about = machine()
        results = {
            str(line): {
                name: row(found) for name, found in bench(line, sides, options.rounds).items()
            }
            for line in map(line_of, options.lines.split(","))
        }
        about["load_after"] = os.getloadavg()[0]
    print(table(results))
    if options.json:
        options.json.write_text(json.dumps({"machine": about, "lines": results}, indent=1) + "\n")


if __name__ == "__main__":
    main()
