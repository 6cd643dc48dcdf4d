"""What a page does while it comes: what of it moves, and for how long it does not answer."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Page

# To be run before the page's own scripts; `came()` tells what there was until then.
WATCH = """() => {
  const found = { shift: 0, longest: 0, moved: [], asked: [] };
  const named = ({ node }) => node?.id || node?.getAttribute?.("class") || node?.nodeName || "?";
  const each = {
    longtask({ duration }) {
      found.longest = Math.max(found.longest, duration);
    },
    "layout-shift"({ value, hadRecentInput, sources }) {
      if (hadRecentInput) return;
      found.shift += value;
      found.moved.push(...sources.map(named));
    },
  };
  const take = (entries) => entries.forEach((entry) => each[entry.entryType](entry));
  const observers = Object.keys(each).map((type) => {
    const observer = new PerformanceObserver((list) => take(list.getEntries()));
    observer.observe({ type, buffered: true });
    return observer;
  });
  const kinds = Object.getOwnPropertyNames(Intl).filter((name) => Intl[name].prototype);
  const heard = (kind, does) => (...given) => {
    found.asked.push(kind);
    return Reflect[does](...given);
  };
  for (const kind of kinds) {
    const [construct, apply] = ["construct", "apply"].map((does) => heard(kind, does));
    Intl[kind] = new Proxy(Intl[kind], { construct, apply });
  }
  window.came = () => {
    for (const observer of observers) take(observer.takeRecords());
    return found;
  };
}"""
# The pictures are there, or known not to come, and what they moved is painted.
SETTLED = """async () => {
  const pictures = [...document.images].filter(({ loading }) => loading !== "lazy");
  await Promise.allSettled(pictures.map((picture) => picture.decode()));
  const frame = () => new Promise(requestAnimationFrame);
  await frame();
  await frame();
}"""


@dataclass(frozen=True)
class Coming:
    """The layout shift, summed; the longest task, in ms; the IDs or classes of what moved; what of
    Intl was asked for: the first of it holds a fast machine up for 20 ms.
    """

    shift: float
    longest: float
    moved: list[str]
    asked: list[str]


def coming(page: Page, address: str, settling: float = 0) -> Coming:
    """Opens the address, waits for its pictures, and so many ms for what comes later by itself."""
    page.goto(address)
    if page.locator("#editor").count():
        page.locator("html[data-ready]").wait_for(state="attached")
    page.wait_for_timeout(settling)
    return come(page)


def come(page: Page) -> Coming:
    """Of a page that is there but for its pictures."""
    page.evaluate(SETTLED)
    return Coming(**page.evaluate("came()"))
