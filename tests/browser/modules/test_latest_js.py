"""The laws of a request that follows the document, without one."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import OpenContext, Watch
from tests.driving.saves import turn_clock

# What is sent takes `takes` ms. Each act is done so many ms after the beginning; what comes of it
# is when sending began, and the most that was under way at once.
RUN = """async ([takes, acts]) => {
  const { createLatest } = window.latest;
  const sent = [];
  let under = 0, most = 0;
  const rest = (ms) => new Promise((done) => setTimeout(done, ms));
  const begin = performance.now();
  const send = async () => {
    sent.push(performance.now() - begin);
    most = Math.max(most, ++under);
    await rest(takes);
    under -= 1;
  };
  const latest = createLatest({ send, quiet: 400, patience: 1000 });
  for (const [at, act] of acts) {
    await rest(at - (performance.now() - begin));
    latest[act]();
  }
  await rest(1500);
  return { sent, most };
}"""
# Longer than any of them, in ms.
ALL = 6000
# A timer takes a millisecond at least; what waits for two of them is later by as much.
TICKS = 3


@pytest.fixture
def turned(context: OpenContext, watch: Watch, static_url: str) -> Page:
    """A page whose time passes as it is told."""
    page = watch.page(context(alone=True).new_page())
    page.goto(static_url)
    page.evaluate("import('/editor/page/latest.js').then((module) => { window.latest = module; })")
    turn_clock(page)
    return page


def run(page: Page, takes: int, *acts: tuple[int, str]) -> list[float]:
    """When each was sent, to the millisecond."""
    page.evaluate(f"(told) => {{ window.ran = ({RUN})(told); }}", [takes, list(acts)])
    page.clock.run_for(ALL)
    found = page.evaluate("window.ran")
    assert found["most"] <= 1
    sent: list[float] = found["sent"]
    return sent


def test_it_waits_for_quiet_and_sends_once(turned: Page) -> None:
    (sent,) = run(turned, 0, (0, "soon"), (100, "soon"), (200, "soon"))
    assert 600 <= sent <= 600 + TICKS


def test_whoever_goes_on_is_served_meanwhile(turned: Page) -> None:
    first, *_last = run(turned, 0, *((at, "soon") for at in range(0, 1300, 100)))
    assert 1000 <= first <= 1000 + TICKS


def test_in_a_hurry_it_waits_no_longer(turned: Page) -> None:
    (sent,) = run(turned, 0, (0, "soon"), (100, "soon"), (110, "hurry"))
    assert 110 <= sent <= 110 + TICKS


def test_where_nothing_waits_there_is_no_hurry(turned: Page) -> None:
    assert run(turned, 0, (0, "hurry")) == []


def test_in_a_hurry_the_newest_follows_what_is_under_way(turned: Page) -> None:
    first, second = run(turned, 300, (0, "soon"), (1, "hurry"), (100, "soon"), (110, "hurry"))
    assert 300 <= second - first <= 300 + TICKS
