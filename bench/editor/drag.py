"""What the editor's stage costs the browser while one drags, beside a page that does nothing.

    python -m bench.editor.drag [--rounds 3] [--seconds 3] [--throttles 1,4,6] [--json FILE]

A real studio with its demo pictures, a real Chromium. Every round goes through all rows at each
CPU throttle: `empty loop` is a blank page that only counts its frames under the same pointer,
`no items` the editor with an empty scene. Read the ratios to `empty loop` of the same run.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from bench.editor.gestures import WHEN_READY, Cost, gesture, ready_ms
from bench.machine import machine
from tests import chromium
from tests.driving.crowd import save
from tests.driving.processes import RunningStudio, running_studio, wait_for
from tests.driving.stage import Point, centre, handle
from tests.driving.visitor import Visitor

AT_REST_MS = 300
BLANK = "data:text/html,<!doctype html><title>empty loop</title>"
PICTURES = ("pitch", "host", "guest", "slides", "lecture", "host", "guest", "slides")

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


def made(visitor: Visitor, rules: dict[str, Any]) -> str:
    """The address of a new template that holds such a mix."""
    address = visitor.post("/templates/new/")
    path = address.removeprefix(visitor.origin)
    blank = json.loads(visitor.get(f"{path}opening/"))["rules"]
    save(visitor, path, {**blank, **rules})
    return address


@contextmanager
def signed_in(browser: Browser, studio: RunningStudio) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    context.add_init_script(WHEN_READY)
    page = context.new_page()
    page.goto(studio.sign_in_link())
    page.wait_for_url("**/templates/")
    yield page
    context.close()


def all_pictures_there(page: Page, address: str) -> None:
    page.goto(address)
    wait_for(
        lambda: page.locator("#stage .has-picture").count() == 12, "all twelve pictures are there"
    )


def medians(runs: list[Cost], empty: list[Cost]) -> dict[str, Any]:
    def middle(costs: list[Cost], name: str) -> float:
        return float(statistics.median(getattr(cost, name) for cost in costs))

    main, frame = middle(runs, "main_ms"), middle(runs, "frame_ms")
    return {
        "main_ms_per_s": main,
        "main_ratio": round(main / middle(empty, "main_ms"), 2),
        "frame_p95_ms": frame,
        "frame_ratio": round(frame / middle(empty, "frame_ms"), 2),
        "long_tasks": sum(cost.long_tasks for cost in runs),
        "runs": [vars(cost) for cost in runs],
    }


def table(results: dict[str, dict[str, Any]]) -> str:
    lines = [
        "| throttle | row | main thread ms per s | ÷ empty | frame p95 ms | ÷ empty | long tasks |",
        "|--:|---|--:|--:|--:|--:|--:|",
    ]
    for throttle, found in results.items():
        for name, row in found.items():
            cells = [
                f"{throttle} ×",
                name,
                f"{row['main_ms_per_s']:.0f}",
                f"{row['main_ratio']:.2f}",
                f"{row['frame_p95_ms']:.1f}",
                f"{row['frame_ratio']:.2f}",
                str(row["long_tasks"]),
            ]
            lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def bench(page: Page, places: list[Row], options: argparse.Namespace) -> dict[str, Any]:
    """Every row in every round, by throttle."""
    throttles = [int(one) for one in options.throttles.split(",")]
    runs: dict[int, dict[str, list[Cost]]] = {
        throttle: {row.name: [] for row in places} for throttle in throttles
    }
    for _round in range(options.rounds):
        for throttle in throttles:
            for row in places:
                runs[throttle][row.name].append(measured(page, row, throttle, options.seconds))
    return {
        str(throttle): {name: medians(costs, found["empty loop"]) for name, costs in found.items()}
        for throttle, found in runs.items()
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=3)
    parser.add_argument("--throttles", default="1,4,6")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    with (
        tempfile.TemporaryDirectory() as data,
        running_studio(Path(data), STUDIO_DEMO="1") as studio,
        sync_playwright() as playwright,
    ):
        studio.start()
        browser = chromium.launch(playwright)
        visitor = Visitor(studio.sign_in_link())
        empty, full = made(visitor, mix(studio, 0)), made(visitor, mix(studio, 8))
        with signed_in(browser, studio) as page:
            all_pictures_there(page, full)
            results: dict[str, Any] = {
                "machine": machine(),
                "ready_ms": [ready_ms(page, full, 4) for _round in range(5)],
                "gestures": bench(page, rows(empty, full), options),
            }
            results["machine"]["load_after"] = os.getloadavg()[0]
        browser.close()
    print(f"ready at 4 × throttle: {statistics.median(results['ready_ms']):.0f} ms")
    print(table(results["gestures"]))
    if options.json:
        options.json.write_text(json.dumps(results, indent=1) + "\n")


if __name__ == "__main__":
    main()
