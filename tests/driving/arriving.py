"""What a browser had to fetch, and for how long, until the editor's stage showed its pictures; and
pages that are still coming, for their answers come when a test says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from re import Pattern
from time import monotonic
from typing import Any

from playwright.sync_api import Page, Route, expect

# To be run before the page's own scripts: marks <html> with the time of the frame after that in
# which so many pictures of the stage are decoded, and sets window.readyAt when it can be used.
SHOWN = """(count) => {
  performance.setResourceTimingBufferSize(1000);
  const look = async () => {
    const pictures = [...document.querySelectorAll("#stage .item.has-picture img")];
    if (pictures.length < count) return requestAnimationFrame(look);
    await Promise.all(pictures.map((picture) => picture.decode()));
    requestAnimationFrame(() => { document.documentElement.dataset.shown = performance.now(); });
  };
  look();
  new MutationObserver((_, observer) => {
    if (!("ready" in document.documentElement.dataset)) return;
    window.readyAt = performance.now();
    observer.disconnect();
  }).observe(document, { attributes: true, subtree: true });
}"""
FETCHED = """() => [
  ...performance.getEntriesByType("navigation"),
  ...performance.getEntriesByType("resource"),
].map(({ name, entryType, startTime, encodedBodySize }) =>
  ({ name, entryType, startTime, encodedBodySize }))"""
FIRST_PAINT = """() => performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? 0"""
# Seconds that what is let go may take to be asked for, and milliseconds between two looks.
PATIENCE_S = 10.0
PACE_MS = 10
KINDS = {".js": "script", ".css": "style", ".svg": "icons"}


@dataclass(frozen=True)
class Arrival:
    """Milliseconds from the start of the navigation; what was asked for until then, and the kB of
    its bodies as they came over the line by kind.
    """

    shown_ms: float
    ready_ms: float
    first_paint_ms: float
    urls: tuple[str, ...]
    kb: dict[str, float]

    @property
    def requests(self) -> int:
        return len(self.urls)

    @property
    def page_kb(self) -> float:
        """HTML, script, style and icons together."""
        return sum(self.kb.get(kind, 0) for kind in ("HTML", *KINDS.values()))


def arrival(page: Page, address: str, pictures: int) -> Arrival:
    """Opens the address on a page that has opened nothing yet."""
    page.add_init_script(f"({SHOWN})({pictures})")
    page.goto(address, wait_until="commit")
    root = page.locator("html[data-ready][data-shown]")
    root.wait_for(state="attached")
    page.wait_for_load_state("networkidle")
    shown = float(root.get_attribute("data-shown") or "")
    fetched = [one for one in page.evaluate(FETCHED) if one["startTime"] < shown]
    return Arrival(
        shown_ms=shown,
        ready_ms=float(page.evaluate("window.readyAt")),
        first_paint_ms=float(page.evaluate(FIRST_PAINT)),
        urls=tuple(one["name"].partition("#")[0] for one in fetched),
        kb=weights(fetched),
    )


def weights(fetched: list[dict[str, Any]]) -> dict[str, float]:
    kb: dict[str, float] = {}
    for one in fetched:
        path = one["name"].partition("#")[0].partition("?")[0]
        suffix = path[path.rfind(".") :]
        kind = "HTML" if one["entryType"] == "navigation" else KINDS.get(suffix, "other")
        kb[kind] = round(kb.get(kind, 0) + one["encodedBodySize"] / 1000, 2)
    return kb


class Held:
    """What a page asks for at such addresses gets no answer until it is let go."""

    def __init__(self, page: Page, matching: str | Pattern[str]) -> None:
        self.page, self.matching = page, matching
        self.routes: list[Route] = []
        self.is_let_go = False
        page.route(matching, self.hold)

    def hold(self, route: Route) -> None:
        if self.is_let_go:
            route.continue_()
        else:
            self.routes.append(route)

    def let_go(self) -> None:
        """Waits until it was asked for: a page can show that it waits before a test hears of it."""
        until = monotonic() + PATIENCE_S
        while not self.routes:
            assert monotonic() < until, f"never asked for {self.matching}"
            self.page.wait_for_timeout(PACE_MS)
        self.is_let_go = True
        for route in self.routes:
            route.continue_()


@contextmanager
def still_coming(page: Page, url: str, file: str = "**/htmx*.js") -> Iterator[None]:
    """The page stands, and a file of it is on its way until the block ends."""
    held = Held(page, file)
    page.goto(url, wait_until="commit")
    expect(page.get_by_role("main")).to_be_visible()
    yield
    held.let_go()
