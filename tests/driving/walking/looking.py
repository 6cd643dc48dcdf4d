"""axe-core, in every look; no rule is off. And whether all can be read that is widely spaced."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page

HERE = Path(__file__).parent
VENDOR = HERE.parents[1] / "vendor"
AXE = VENDOR / "axe-core" / "axe.min.js"
JUDGING = AXE.read_text() + (HERE / "judging.js").read_text()
READING = (HERE / "cut.js").read_text()
# What is found in one part; nothing is told of one that is no longer on its page.
JUDGED = """async (part) => {
  try {
    const { violations } = await axe.run(part, { resultTypes: ["violations"] });
    return violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]);
  } catch (error) {
    if (part.isConnected) throw error;
    return null;
  }
}"""
LANGUAGES = ("en-GB", "zh-CN")
LOOKS: dict[str, dict[str, Any]] = {
    "light": {"color_scheme": "light", "forced_colors": "none"},
    "dark": {"color_scheme": "dark", "forced_colors": "none"},
    "forced light": {"color_scheme": "light", "forced_colors": "active"},
    "forced dark": {"color_scheme": "dark", "forced_colors": "active"},
}
# Of each look the colours of words, and of what they lie in, that came through on any page.
PASSED: dict[str, set[str]] = {look: set() for look in LOOKS}


def verdicts(page: Page) -> Iterator[tuple[str, list[Any]]]:
    """Shows the page in every look, and tells what axe-core finds there."""
    page.wait_for_load_state()
    if not page.evaluate("'verdict' in window"):
        page.evaluate(JUDGING)
        # Where the page goes next it is there at once, and compiled.
        page.add_init_script(JUDGING)
    for number, (look, chosen) in enumerate(LOOKS.items()):
        page.emulate_media(**chosen)
        asked = "([look, passed]) => verdict(look, passed)"
        found, passed = page.evaluate(asked, [number, list(PASSED[look])])
        yield look, found
        PASSED[look].update(passed)


def found_in(seen: Locator, look: str) -> list[Any]:
    """What axe-core finds in that part of a page alone, in that look."""
    seen.page.emulate_media(**LOOKS[look])
    if not seen.page.evaluate("'axe' in window"):
        seen.page.evaluate(AXE.read_text())
    # What a page asks for anew every other second may be replaced meanwhile.
    found: list[Any] | None = None
    while found is None:
        found = seen.evaluate(JUDGED)
    return found


def spaced(page: Page) -> None:
    """Sets letters, words and lines as far apart as WCAG 1.4.12 has them."""
    if not page.evaluate("'spaced' in window"):
        page.evaluate(READING)
    page.evaluate("spaced()")


def unreadable(page: Page) -> list[str]:
    """What can't be read of the page so spaced; `cut.js` tells how that is found."""
    spaced(page)
    told: list[str] = page.evaluate("unreadable()")
    return told
