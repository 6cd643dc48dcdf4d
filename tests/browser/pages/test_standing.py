"""How long a light stands of which nobody says any more that it holds."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenContext, Watch
from tests.driving.saves import turn_clock

PAGE = """<main id="main" data-events="/events"><p id="said"></p>
<div id="standing"></div>
<section data-while="waiting"><h2>Asking</h2></section>
<section data-while="live"></section>
<section data-while="lost" hidden><h2>No word</h2></section>
<section data-while="closed" hidden><h2>Over</h2></section></main>"""
# A studio that says what it is told to, and is never cut off by itself.
STREAM = """() => {
  window.asked = 0;
  window.fetch = async (_at, { signal }) => {
    window.asked += 1;
    const body = new ReadableStream({
      start(stream) {
        const bytes = (text) => new TextEncoder().encode(text);
        window.tell = (text) => stream.enqueue(bytes(text));
        signal.addEventListener("abort", () => stream.error(signal.reason));
      },
    });
    return new Response(body);
  };
}"""
SILENCE = """() => {
  window.fetch = (_at, { signal }) =>
    new Promise((_answer, refuse) => {
      window.asked += 1;
      signal.addEventListener("abort", () => refuse(signal.reason));
    });
}"""
LIT = "event: state\ndata: <b class=is-program>PROGRAM</b>\n\n"
BEAT = ":\n\n"
# Milliseconds: what is promised, and how much later it may be.
PROMISED, LATER = 10_000, 1_100


def tell(page: Page, text: str) -> None:
    page.evaluate("(text) => window.tell(text)", text)
    # Until it is read.
    page.evaluate(
        """() => new Promise((done) => {
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = done;
          port2.postMessage(0);
        })"""
    )


def asked(page: Page) -> int:
    count: int = page.evaluate("window.asked")
    return count


def test_a_light_goes_out_when_nothing_is_heard_although_nothing_is_cut_off(
    context: OpenContext, watch: Watch, static_url: str
) -> None:
    page = watch.page(context(alone=True).new_page())
    page.goto(static_url)
    turn_clock(page)
    page.evaluate("(html) => { document.body.innerHTML = html; }", PAGE)
    page.evaluate(STREAM)
    page.evaluate("() => { import('/pages/standing.js'); }")
    main, red = page.locator("#main"), page.locator(".is-program")
    page.wait_for_function("window.asked === 1")
    tell(page, LIT)
    expect(red).to_have_count(1)
    for _n in range(4):
        page.clock.run_for(PROMISED - 2_000)
        tell(page, BEAT)
    assert red.count() == 1
    page.clock.run_for(PROMISED - 100)
    assert red.count() == 1
    page.clock.run_for(LATER + 100)
    expect(main).to_have_attribute("data-state", "lost")
    assert red.count() == 0
    expect(page.locator("#said")).to_have_text("No word")

    # It comes again by itself.
    page.clock.run_for(LATER)
    page.wait_for_function("window.asked === 2")
    tell(page, LIT)
    expect(red).to_have_count(1)

    # The machine sleeps for a minute: the clock goes on, and its timers do not.
    page.clock.set_system_time(page.evaluate("Date.now() / 1000 + 60"))
    page.clock.run_for(LATER)
    expect(main).not_to_have_attribute("data-state", "live")
    assert red.count() == 0

    # Where an answer never begins, another is asked for.
    page.evaluate(SILENCE)
    before = asked(page)
    page.clock.run_for(PROMISED + 3 * LATER)
    page.wait_for_function("(n) => window.asked > n", arg=before + 1)
