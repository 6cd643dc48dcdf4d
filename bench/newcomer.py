"""How long somebody who never saw the studio needs from a clone to their first task on air.

    python -m bench.newcomer [--json FILE]

What is committed is cloned, set up by `make run` without anything that pip has kept, and a browser
goes the README's first walk: the link, the talk show, the tour by doing what it says, a preset, the
push; after that another look, taken, and the stop. Wherever a person reads or decides it waits for
so long, and those seconds are told apart. Fails where the task is on air after more than five
minutes. What each step does is tested by `tests/browser/panels/` and `tests/browser/journeys/`.
"""

from __future__ import annotations

import argparse
import os
import re
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect, sync_playwright

from bench.machine import machine, tell
from tests import chromium
from tests.driving.processes import ROOT, free_ports
from tests.driving.stage import drag, item, select

MOST_SECONDS = 300.0
PATIENCE = 60_000
LINK = re.compile(r"http://localhost:\d+/start#t=\S+")
# Seconds: the README's first screen, a step of the tour (some 25 words), a page seen for the first
# time, a dialog that is read whole, and a thing that one knows where to press.
README, STEP, PAGE, DIALOG, PRESS = 30.0, 7.0, 6.0, 15.0, 2.0


@dataclass
class Clock:
    """Seconds of each step, [all, of them spent reading], in the order they were done."""

    steps: dict[str, list[float]] = field(default_factory=dict)
    last: float = field(default_factory=time.monotonic)
    read: float = 0.0

    def reads(self, seconds: float) -> None:
        time.sleep(seconds)
        self.read += seconds

    def done(self, step: str) -> None:
        now = time.monotonic()
        self.steps[step] = [round(now - self.last, 1), self.read]
        self.last, self.read = now, 0.0

    @property
    def total(self) -> float:
        return round(sum(seconds for seconds, _read in self.steps.values()), 1)


@contextmanager
def made_run(tree: Path) -> Iterator[str]:
    """`make run` there, as in a terminal of its own; the link it prints."""
    ours = ("STUDIO_", "VOLC_", "DATABASE_URL", "DJANGO_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    process = subprocess.Popen(
        ["make", "run", f"PORT={free_ports(3)}"],
        cwd=tree,
        env=kept | {"PIP_NO_CACHE_DIR": "1", "LC_ALL": "C.UTF-8"},
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        assert process.stdout is not None
        found = next(filter(None, map(LINK.search, process.stdout)), None)
        if not found:
            raise RuntimeError("make run has ended without a link")
        yield found[0]
    finally:
        os.killpg(process.pid, signal.SIGINT)
        process.wait(30)


def take_tour(page: Page, clock: Clock) -> None:
    """Each step is read and done."""
    titles = page.locator(".tour:popover-open h2:visible")
    steps = (
        ("What is in the picture", lambda: select(page, "host")),
        ("Where it lies", lambda: drag(page, item(page, "host"), (40, 20))),
        ("What viewers will see", lambda: page.locator("[data-next]").click()),
        ("Nothing to save", lambda: page.locator("#undo").click()),
        ("On air only when you say so", lambda: page.locator("[data-finish]").click()),
    )
    for title, do in steps:
        expect(titles).to_have_text(title, timeout=PATIENCE)
        clock.reads(STEP)
        do()


def go_on_air(page: Page, clock: Clock) -> None:
    page.get_by_role("button", name="Push…").click()
    button = page.get_by_role("dialog").get_by_role("button", name="Push to sandbox")
    expect(button).to_be_enabled(timeout=PATIENCE)
    clock.reads(DIALOG)
    button.click()
    is_now(page, "on_air")


def take_another(page: Page, clock: Clock) -> None:
    clock.reads(PAGE)
    page.locator("#add-look").click()
    clock.reads(PAGE)
    page.get_by_role("button", name="Add to rundown Match with score", exact=True).click()
    expect(page.locator("[data-digit='1']")).to_be_attached(timeout=PATIENCE)
    page.keyboard.press("Escape")
    expect(page.locator("#add-look")).to_be_focused()
    page.keyboard.press("1")
    expect(page.locator("#take")).to_be_enabled(timeout=PATIENCE)
    clock.reads(PRESS)
    page.keyboard.press("t")
    clock.reads(PRESS)
    page.keyboard.press("Enter")
    expect(page.locator(".mon.pgm > header")).to_contain_text("Match with score", timeout=PATIENCE)


def stop(page: Page, clock: Clock) -> None:
    page.get_by_role("button", name="Stop…").click()
    clock.reads(PAGE)
    page.get_by_role("button", name="Stop now").click()
    is_now(page, "ended")


def is_now(page: Page, state: str) -> None:
    expect(page.locator("#task-status")).to_have_attribute("data-state", state, timeout=PATIENCE)


def walk(page: Page, link: str, clock: Clock) -> float:
    """The README's; how long it had taken when the task was on air."""
    clock.reads(PRESS)
    page.goto(link)
    show = page.get_by_role("link", name="Thursday talk show", exact=True)
    expect(show).to_be_visible(timeout=PATIENCE)
    clock.reads(PAGE)
    clock.done("the link is opened")
    show.click()
    take_tour(page, clock)
    clock.done("the tour is taken")
    clock.reads(PAGE)
    page.locator("#presets").get_by_role("button", name="Quad", exact=True).click()
    clock.reads(PAGE)
    clock.done("a layout is made")
    go_on_air(page, clock)
    clock.done("it is on air")
    on_air = clock.total
    take_another(page, clock)
    clock.done("another look is taken")
    stop(page, clock)
    clock.done("it is stopped")
    return on_air


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.newcomer")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    about = machine()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = chromium.launch(playwright)
        page = browser.new_page(viewport={"width": 1440, "height": 900}, locale="en-GB")
        tree = Path(folder, "mix-studio")
        clock = Clock()
        subprocess.run(["git", "clone", "--quiet", ROOT, tree], check=True)
        clock.reads(README)
        clock.done("it is cloned, and the README read")
        with made_run(tree) as link:
            clock.done("make run has printed its link")
            on_air = walk(page, link, clock)
            browser.close()
    about["load_after"] = round(os.getloadavg()[0], 1)
    report: dict[str, Any] = {"machine": about, "steps": clock.steps, "on_air_after": on_air}
    tell(report, options.json)
    if on_air > MOST_SECONDS:
        raise SystemExit(f"on air after {on_air:g} s, more than {MOST_SECONDS:g}")


if __name__ == "__main__":
    main()
