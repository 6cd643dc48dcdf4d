"""What a gesture and a page's start cost a browser."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass
from itertools import pairwise

from playwright.sync_api import CDPSession, Page

from tests.driving.stage import Point

TICK = 1 / 60

COUNT_FRAMES = """() => {
  const seen = { frames: [], long: 0 };
  window.seen = seen;
  const observer = new PerformanceObserver((list) => { seen.long += list.getEntries().length; });
  observer.observe({ type: "longtask" });
  const frame = (at) => {
    seen.frames.push(at);
    if (window.seen === seen) requestAnimationFrame(frame); else observer.disconnect();
  };
  requestAnimationFrame(frame);
}"""
FRAMES = (
    "() => { const { frames, long } = window.seen; window.seen = null; return { frames, long }; }"
)
WHEN_READY = """new MutationObserver((_, observer) => {
  if (!("ready" in document.documentElement.dataset)) return;
  window.readyAt = performance.now();
  observer.disconnect();
}).observe(document, { attributes: true, subtree: true });"""


@dataclass(frozen=True)
class Cost:
    """One gesture: CPU ms per second of the main thread, 95th percentile of frames, long tasks."""

    main_ms: float
    frame_ms: float
    long_tasks: int


def circle(page: Page, start: Point, seconds: float) -> None:
    """Round and round in so many seconds, at most one move a frame, the button down."""
    page.mouse.move(*start)
    page.mouse.down()
    began = time.perf_counter()
    while (passed := time.perf_counter() - began) < seconds:
        angle = 2 * math.pi * passed / 1.5
        page.mouse.move(start[0] - 60 + 60 * math.cos(angle), start[1] - 40 * math.sin(angle))
        time.sleep(max(0, TICK - (time.perf_counter() - began - passed)))


def busy(session: CDPSession) -> float:
    """Seconds of CPU that the main thread has used so far."""
    found = session.send("Performance.getMetrics")["metrics"]
    return float(next(one["value"] for one in found if one["name"] == "TaskDuration"))


def gesture(page: Page, session: CDPSession, start: Point, seconds: float) -> Cost:
    page.evaluate(COUNT_FRAMES)
    before, began = busy(session), time.perf_counter()
    circle(page, start, seconds)
    work, passed = busy(session) - before, time.perf_counter() - began
    counted = page.evaluate(FRAMES)
    page.keyboard.press("Escape")  # the next one finds all where it was
    page.mouse.up()
    times = counted["frames"]
    gaps = sorted(after - before for before, after in pairwise(times))
    return Cost(
        main_ms=round(1000 * work / passed, 1),
        frame_ms=round(gaps[math.ceil(0.95 * len(gaps)) - 1], 1),
        long_tasks=counted["long"],
    )


def ready_ms(page: Page, address: str, throttle: int) -> float:
    """From the start of the navigation until the editor can be used."""
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": throttle})
    page.goto(address)
    page.wait_for_function("window.readyAt")
    session.detach()
    return round(float(page.evaluate("window.readyAt")), 1)
