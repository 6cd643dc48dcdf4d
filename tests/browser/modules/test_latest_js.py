"""The laws of a request that follows the document, without one."""

from __future__ import annotations

from playwright.sync_api import Page

# What is sent takes `takes` ms. Each act is done so many ms after the beginning; what comes of it
# is when sending began, and the most that was under way at once.
RUN = """async ([takes, acts]) => {
  const { createLatest } = await import("/editor/page/latest.js");
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
# What a busy machine adds.
LEEWAY = 250


def run(page: Page, takes: int, *acts: tuple[int, str]) -> list[float]:
    """When each was sent."""
    found = page.evaluate(RUN, [takes, list(acts)])
    assert found["most"] <= 1
    sent: list[float] = found["sent"]
    return sent


def test_it_waits_for_quiet_and_sends_once(modules: Page) -> None:
    (sent,) = run(modules, 0, (0, "soon"), (100, "soon"), (200, "soon"))
    assert 595 <= sent < 600 + LEEWAY


def test_whoever_goes_on_is_served_meanwhile(modules: Page) -> None:
    first, *_last = run(modules, 0, *((at, "soon") for at in range(0, 1300, 100)))
    assert 995 <= first < 1000 + LEEWAY


def test_in_a_hurry_it_waits_no_longer(modules: Page) -> None:
    (sent,) = run(modules, 0, (0, "soon"), (100, "soon"), (110, "hurry"))
    assert sent < 110 + LEEWAY


def test_where_nothing_waits_there_is_no_hurry(modules: Page) -> None:
    assert run(modules, 0, (0, "hurry")) == []


def test_in_a_hurry_the_newest_follows_what_is_under_way(modules: Page) -> None:
    first, second = run(modules, 300, (0, "soon"), (1, "hurry"), (100, "soon"), (110, "hurry"))
    assert 295 <= second - first < 300 + LEEWAY
