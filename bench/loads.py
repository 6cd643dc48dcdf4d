"""What each page does while it comes: how much of it moves, and its longest task on a slow machine.

    python -m bench.loads [--throttle 4] [--rounds 3] [--pages NAME …] [--json FILE]

Every page that links lead to, of the real studio with a task on air, as a wide screen and a phone
get it with nothing in the cache; with --pages some alone, by their names in `urls.py`. Of the
rounds the largest shift counts, and the median task: the server works on the same cores. What
others do on them lengthens a task by the clock; beside it stands how long the longest had a core.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import tempfile
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django

django.setup()

from playwright.sync_api import Browser, BrowserContext, sync_playwright  # noqa: E402

from bench.machine import machine, tell  # noqa: E402
from tests import chromium  # noqa: E402
from tests.driving import air  # noqa: E402
from tests.driving.loading import WATCH, Coming, coming  # noqa: E402
from tests.driving.pages import pages  # noqa: E402

SCREENS = {"1440 px": (1440, 900), "390 px": (390, 844)}
# Thumbnails that workers draw come within it, and what a page asks for once it stands.
SETTLING = 1500
# What Chromium calls a task of any thread, and the thread that a page lives on.
TASK = "ThreadControllerImpl::RunTask"
MAIN = "CrRendererMain"


@dataclass(frozen=True)
class Load:
    """What moved and for how long nothing answered; the CPU time of the longest task, in ms."""

    coming: Coming
    cpu: float


def opened(browser: Browser, width: int, height: int) -> BrowserContext:
    context = browser.new_context(viewport={"width": width, "height": height})
    context.add_init_script(f"({WATCH})()")
    return context


def load(browser: Browser, person: BrowserContext, address: str, throttle: float) -> Load:
    page = person.new_page()
    devtools = person.new_cdp_session(page)
    devtools.send("Network.setCacheDisabled", {"cacheDisabled": True})
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": throttle})
    browser.start_tracing(page=page, categories=["toplevel"])
    found = coming(page, address, SETTLING)
    trace = browser.stop_tracing()
    page.close()
    return Load(found, longest(trace))


def longest(trace: bytes) -> float:
    """The CPU time of a page's longest task, in ms."""
    events = json.loads(trace)["traceEvents"]
    mains = {place(each) for each in events if each["args"].get("name") == MAIN}
    tasks = [each for each in events if each["name"] == TASK and place(each) in mains]
    return max((each.get("tdur", 0) for each in tasks), default=0) / 1000


def place(event: dict[str, Any]) -> tuple[int, int]:
    return event["pid"], event["tid"]


def row(found: list[Load]) -> dict[str, Any]:
    worst = max((one.coming for one in found), key=lambda coming: coming.shift)
    return {
        "shift": round(worst.shift, 4),
        "moved": sorted(set(worst.moved)),
        "longest_task_ms": round(statistics.median(one.coming.longest for one in found)),
        "longest_cpu_ms": round(statistics.median(one.cpu for one in found)),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--throttle", type=float, default=4)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--pages", nargs="+", metavar="NAME")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    report: dict[str, Any] = {"machine": machine(), "throttle": options.throttle, "pages": {}}
    with (
        tempfile.TemporaryDirectory() as folder,
        air.air_studio(Path(folder)) as studio,
        sync_playwright() as playwright,
    ):
        browser = chromium.launch(playwright)
        task = air.aired(studio)
        for screen, size in SCREENS.items():
            person = air.signed_in(studio, partial(opened, browser, *size))
            for name, address in pages(person, f"{studio.url}/templates/", task).items():
                if options.pages and name not in options.pages:
                    continue
                found = [
                    load(browser, person, address, options.throttle) for _ in range(options.rounds)
                ]
                report["pages"].setdefault(name, {})[screen] = row(found)
            person.close()
        browser.close()
    report["machine"]["load_after"] = os.getloadavg()[0]
    tell(report, options.json)


if __name__ == "__main__":
    main()
