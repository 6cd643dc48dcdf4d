"""Browser contexts that are lent again: one that was used before holds every hashed file."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NoReturn
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, CDPSession, Page

KEPT = "local_storage,indexeddb,cache_storage,service_workers"


@dataclass
class Lent:
    """A context, the page from which it is tidied up, and the pages opened since it was lent."""

    context: BrowserContext
    keeper: CDPSession
    pages: list[Page] = field(default_factory=list)

    def forget(self) -> None:
        """As if nobody had been here, but for the files that caches hold."""
        self.context.clear_cookies()
        # Whatever a page would still send as it goes is of no test any more.
        self.context.set_offline(True)
        for page in self.pages:
            page.close()
        self.context.set_offline(False)
        self.context.unroute_all()
        self.context.clear_cookies()
        for origin in {"{0.scheme}://{0.netloc}".format(urlsplit(page.url)) for page in self.pages}:
            if origin.startswith("http"):
                told = {"origin": origin, "storageTypes": KEPT}
                self.keeper.send("Storage.clearDataForOrigin", told)
        self.pages.clear()


def refuse(**_options: object) -> NoReturn:
    """In place of turning a clock that the next test would find turned."""
    raise AssertionError("A clock is turned in a context that is `alone`, which nobody gets again.")


class Contexts:
    """The contexts of one browser."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._free: dict[str, list[Lent]] = {}
        self._lent: list[tuple[str, Lent]] = []
        self._alone: list[BrowserContext] = []

    def lend(self, *, alone: bool = False, **options: Any) -> BrowserContext:
        """A context in which nobody is signed in and nothing is kept.

        `alone` is for what can't be taken back, a clock that is turned: nobody gets it afterwards.
        """
        if alone:
            self._alone.append(self._made(options))
            return self._alone[-1]
        kind = repr(sorted(options.items()))
        free = self._free.setdefault(kind, [])
        lent = free.pop() if free else self._lendable(options)
        self._lent.append((kind, lent))
        return lent.context

    def take_back(self) -> None:
        """All that were lent since the last time."""
        while self._alone:
            self._alone.pop().close()
        while self._lent:
            kind, lent = self._lent.pop()
            lent.forget()
            self._free[kind].append(lent)

    def _lendable(self, options: dict[str, Any]) -> Lent:
        context = self._made(options)
        context.clock.install = refuse  # type: ignore[method-assign]
        lent = Lent(context, context.new_cdp_session(context.new_page()))
        context.on("page", lambda page: lent.pages.append(page))  # noqa: PLW0108  # Playwright marks it
        return lent

    def _made(self, options: dict[str, Any]) -> BrowserContext:
        return self._browser.new_context(**options)
