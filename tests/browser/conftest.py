"""A real Chromium, watched: any error on the console or break of the policy fails the test."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Error,
    Page,
    expect,
    sync_playwright,
)
from pytest_django.live_server_helper import LiveServer

from studio.accounts.models import User
from studio.editor.models import LayoutTemplate
from studio.rules.document import MixedRules
from tests import builders, chromium
from tests.driving.browsers import Contexts
from tests.driving.studio import Studio

# Playwright keeps an event loop in this thread, from which Django would refuse its database.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

# Nothing is slower for it; on a busy machine nothing fails for being slow.
expect.set_options(timeout=20_000)

STATIC = Path(__file__).parents[2] / "static"
# What a browser says about answers that a test asks for on purpose, and htmx about a request that
# gave way to what was typed meanwhile.
EXPECTED = (
    *("the server responded with a status of", "net::ERR_", "Failed to load resource"),
    *("Response Status Error Code", "htmx:sendAbort", "htmx:afterRequest"),
)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not chromium.find():
        pytest.skip(chromium.ADVICE)
    with sync_playwright() as playwright:
        # A process for each page takes a sixth of what a test does, one for drawing a thirtieth.
        browser = chromium.launch(playwright, "--renderer-process-limit=1", "--in-process-gpu")
        yield browser
        browser.close()


class Watch:
    """What went wrong on the pages of a test."""

    def __init__(self) -> None:
        self.faults: list[str] = []

    def page(self, page: Page) -> Page:
        page.on("console", self.console)
        page.on("pageerror", self.error)
        return page

    def leave(self, page: Page) -> None:
        """Watches it no longer."""
        page.remove_listener("console", self.console)
        page.remove_listener("pageerror", self.error)

    def error(self, error: Error) -> None:
        # Where it was is told as well, or nobody finds it.
        self.faults.append(error.stack or str(error))

    def console(self, message: ConsoleMessage) -> None:
        text = message.text
        if message.type == "error" and not any(known in text for known in EXPECTED):
            self.faults.append(text)


@pytest.fixture
def watch() -> Iterator[Watch]:
    watch = Watch()
    yield watch
    assert watch.faults == []


OpenContext = Callable[..., BrowserContext]


@pytest.fixture(scope="session")
def contexts(browser: Browser) -> Contexts:
    return Contexts(browser)


@pytest.fixture
def context(contexts: Contexts) -> Iterator[OpenContext]:
    """Lends browser contexts: each a person at a browser of their own.

    Whoever turns a page's clock asks for one that is `alone`.
    """

    def open_context(width: int = 1440, height: int = 900, **options: Any) -> BrowserContext:
        viewport = {"width": width, "height": height}
        return contexts.lend(viewport=viewport, reduced_motion="reduce", **options)

    yield open_context
    contexts.take_back()


class Quiet(SimpleHTTPRequestHandler):
    """The static files alone, and a blank page to import them into."""

    def log_message(self, *_arguments: object) -> None:
        pass

    def do_GET(self) -> None:
        if self.path != "/":
            super().do_GET()
            return
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<!doctype html><link rel=icon href=data:,><title>laws</title>")


@pytest.fixture(scope="session")
def static_url() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(STATIC)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def blank(browser: Browser, static_url: str) -> Page:
    """One page for all laws: modules that keep nothing are imported once."""
    page = browser.new_context().new_page()
    page.goto(static_url)
    return page


@pytest.fixture
def modules(blank: Page, watch: Watch) -> Iterator[Page]:
    """A blank page that can import any module under static/."""
    yield watch.page(blank)
    watch.leave(blank)


@pytest.fixture(scope="session")
def collected_static(prepared: Path) -> None:
    """Styles and modules under their hashed names, as in life."""
    shutil.copytree(prepared / "static", settings.STATIC_ROOT, dirs_exist_ok=True)


@pytest.fixture
def plain_static(collected_static: None) -> None:
    """Here pages name what was collected, so that the rewritten imports are tried too."""


@pytest.fixture
def studio(live_server: LiveServer, cast: builders.Cast, data: Path) -> Studio:
    return Studio(url=live_server.url, cast=cast)


OpenEditor = Callable[..., Page]


@pytest.fixture
def open_editor(studio: Studio, context: OpenContext, watch: Watch) -> OpenEditor:
    """Opens a template in the editor, as an operator unless told; waits until it is ready.

    `rules` makes the template; `template` opens one there is. Further arguments go to the
    browser context (width, height, has_touch, alone …).
    """

    def open_page(
        rules: MixedRules | None = None,
        *,
        template: LayoutTemplate | None = None,
        user: User | None = None,
        **options: object,
    ) -> Page:
        user = user or studio.cast.operator
        template = template or builders.template(studio.cast.workspace, rules, user=user)
        opened = context(**options)
        opened.add_cookies([studio.cookie(user)])
        page = watch.page(opened.new_page())
        page.goto(studio.address(template))
        page.locator("html[data-ready]").wait_for(state="attached")
        return page

    return open_page
