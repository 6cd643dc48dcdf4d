"""What a browser had to fetch, and for how long, until the editor's stage showed its pictures; and
pages that are still coming.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
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


@contextmanager
def still_coming(page: Page, url: str, file: str = "**/htmx*.js") -> Iterator[None]:
    """The page stands, and a file of it is on its way until the block ends."""
    held: list[Route] = []
    page.route(file, lambda route: held.append(route))  # noqa: PLW0108  # Playwright marks it
    page.goto(url, wait_until="commit")
    expect(page.get_by_role("main")).to_be_visible()
    yield
    assert held
    for route in held:
        route.continue_()
    page.unroute(file)
