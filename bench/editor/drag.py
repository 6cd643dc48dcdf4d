"""What the editor's stage costs the browser while one drags, beside a page that does nothing.

    python -m bench.editor.drag [--rounds 3] [--seconds 3] [--throttles 1,4,6] [--old REVISION]
        [--json FILE]

A real studio with its demo pictures, a real Chromium. Every round goes through all rows at each
CPU throttle: `empty loop` is a blank page that only counts its frames under the same pointer,
`no items` the editor with an empty scene. Read the ratios to `empty loop` of the same run. An older
revision, checked out beside, takes turns with this one.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from bench.editor.afar import checked_out
from bench.editor.figures import Runs, compared, summed, table
from bench.editor.gestures import WHEN_READY, Cost, gesture, ready_ms
from bench.machine import machine
from tests import chromium
from tests.driving.crowd import save
from tests.driving.processes import ROOT, RunningStudio, free_ports, wait_for
from tests.driving.stage import Point, centre, handle
from tests.driving.visitor import Visitor

AT_REST_MS = 300
BLANK = "data:text/html,<!doctype html><title>empty loop</title>"
PICTURES = ("phone", "host", "guest", "slides", "lecture", "host", "guest", "slides")

Start = Callable[[Page], Point]


@dataclass(frozen=True)
class Row:
    """A page, and where on it the pointer goes down."""

    name: str
    address: str
    start: Start


def in_the_middle(page: Page) -> Point:
    assert page.viewport_size is not None
    return page.viewport_size["width"] / 2, page.viewport_size["height"] / 2


def empty_stage(page: Page) -> Point:
    return centre(page.locator("#stage"))


def one(page: Page) -> Point:
    item = page.locator("#stage .item").nth(6)
    item.focus()
    page.keyboard.press("Enter")
    return centre(item)


def everything(page: Page) -> Point:
    one(page)
    page.keyboard.press("Control+a")
    return centre(page.locator("#stage .item").nth(6))


def corner(selected: Start) -> Start:
    def start(page: Page) -> Point:
        selected(page)
        return centre(handle(page, "se"))

    return start


def rows(empty: str, full: str) -> list[Row]:
    return [
        Row("empty loop", BLANK, in_the_middle),
        Row("no items", empty, empty_stage),
        Row("drag one of twelve", full, one),
        Row("resize one of twelve", full, corner(one)),
        Row("drag all twelve", full, everything),
        Row("resize all twelve", full, corner(everything)),
    ]


def measured(page: Page, row: Row, throttle: int, seconds: float) -> Cost:
    page.goto(row.address)
    if row.address != BLANK:
        page.locator("html[data-ready]").wait_for(state="attached")
        page.wait_for_load_state("networkidle")
    start = row.start(page)
    session = page.context.new_cdp_session(page)
    # Of the processor's time, so that other work on the machine does not count.
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    session.send("Emulation.setCPUThrottlingRate", {"rate": throttle})
    page.wait_for_timeout(AT_REST_MS)
    cost = gesture(page, session, start, seconds)
    session.send("Emulation.setCPUThrottlingRate", {"rate": 1})
    session.detach()
    return cost


def mix(studio: RunningStudio, count: int) -> dict[str, Any]:
    """A MixedRules document of `count` sources, and logos above them if there are any."""
    pictures = f"http://127.0.0.1:{studio.port + 2}"
    sources = [
        {"ID": f"source-{n + 1}", "Layer": n + 1, "Type": "pic", "Url": f"{pictures}/{name}.jpg"}
        for n, name in enumerate(PICTURES[:count])
    ]
    layouts = [
        {"X": n % 4 * 470, "Y": n // 4 * 500, "W": 500, "H": 400 + 10 * n, "Layer": n + 1}
        for n in range(count)
    ]
    logos = [
        {"Url": f"{pictures}/bug.png", "Layout": {"X": 300 * n, "Y": 40, "W": 128, "H": 128}}
        for n in range(count // 2)
    ]
    scene = {"Width": 1920, "Height": 1080, "Layout": layouts}
    return {"InputSource": sources, "InputLayout": {"Scene": scene, "Logo": logos}}


def made(visitor: Visitor, studio: RunningStudio, rules: dict[str, Any]) -> str:
    """The address of a new template that holds such a mix."""
    address = visitor.post("/templates/new/")
    newest = "SELECT rules FROM editor_layouttemplate ORDER BY created_at DESC LIMIT 1"
    ((blank,),) = studio.rows(newest)
    save(visitor, address.removeprefix(visitor.origin), {**json.loads(blank), **rules})
    return address


def signed_in(browser: Browser, studio: RunningStudio) -> Page:
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    context.add_init_script(WHEN_READY)
    page = context.new_page()
    page.goto(studio.sign_in_link())
    page.wait_for_url("**/templates/")
    return page


@dataclass(frozen=True)
class Side:
    """A revision: its page, and the addresses of an empty scene and of twelve items."""

    name: str
    page: Page
    empty: str
    full: str


def begun(name: str, root: Path, browser: Browser, stack: ExitStack) -> Side:
    """A studio of that revision; once its pictures are there only its pages are served."""
    data = Path(stack.enter_context(tempfile.TemporaryDirectory()))
    studio = RunningStudio(data, free_ports(3), {"STUDIO_DEMO": "1"}, root=root)
    studio.set_up()
    stack.callback(studio.stop)
    studio.start("web", "media", "sandbox")
    visitor = Visitor(studio.sign_in_link())
    empty, full = (made(visitor, studio, mix(studio, count)) for count in (0, 8))
    side = Side(name, signed_in(browser, studio), empty, full)
    all_pictures_there(side.page, full)
    for other in list(studio.processes):
        if other != "web":
            studio.kill(other)
    return side


def all_pictures_there(page: Page, address: str) -> None:
    page.goto(address)
    wait_for(
        lambda: page.locator("#stage .has-picture").count() == 12, "all twelve pictures are there"
    )


def bench(sides: list[Side], options: argparse.Namespace) -> dict[str, Runs]:
    """Of each side, every row in every round, by throttle; the sides take turns at each row."""
    throttles = [int(one) for one in options.throttles.split(",")]
    places = {side.name: rows(side.empty, side.full) for side in sides}
    found: dict[str, Runs] = {
        side.name: {one: {row.name: [] for row in places[side.name]} for one in throttles}
        for side in sides
    }
    for turn in range(options.rounds):
        for throttle in throttles:
            for n in range(len(places["new"])):
                for side in sides if turn % 2 else reversed(sides):
                    row = places[side.name][n]
                    cost = measured(side.page, row, throttle, options.seconds)
                    found[side.name][throttle][row.name].append(cost)
    return found


def starts(sides: list[Side], rounds: int) -> dict[str, list[float]]:
    """How long each side's page took until it was ready, by turns, in ms at 4 x throttle."""
    found: dict[str, list[float]] = {side.name: [] for side in sides}
    for turn in range(rounds):
        for side in sides if turn % 2 else reversed(sides):
            found[side.name].append(ready_ms(side.page, side.full, 4))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=3)
    parser.add_argument("--throttles", default="1,4,6")
    parser.add_argument("--old")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    results: dict[str, Any] = {"machine": machine()}
    with ExitStack() as stack:
        roots = {"new": ROOT}
        if options.old:
            roots["old"] = stack.enter_context(checked_out(options.old))
        playwright = stack.enter_context(sync_playwright())
        browser = chromium.launch(playwright)
        stack.callback(browser.close)
        sides = [begun(name, root, browser, stack) for name, root in roots.items()]
        ready = starts(sides, max(5, options.rounds))
        found = bench(sides, options)
    results["machine"]["load_after"] = os.getloadavg()[0]
    for name, runs in found.items():
        results[name] = {"ready_ms": ready[name], "gestures": summed(runs)}
        print(f"{name}: ready at 4 × throttle in {statistics.median(ready[name]):.0f} ms")
        print(table(results[name]["gestures"]))
    if options.old:
        pairs = zip(ready["new"], ready["old"], strict=True)
        in_ready = round(statistics.median(one / other for one, other in pairs), 2)
        results["ratio"] = {"revision": options.old, "ready": in_ready, "main": compared(found)}
        print(f"new / old, the medians of pairs: {results['ratio']}")
    if options.json:
        options.json.write_text(json.dumps(results, indent=1) + "\n")


if __name__ == "__main__":
    main()
