"""Lanes of the web server: a few threads each that have Django answer, and who waits for them."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from io import BytesIO
from math import inf
from queue import Empty, SimpleQueue
from typing import Any

from a2wsgi.asgi_typing import HTTPRequestEvent, HTTPScope, Send
from a2wsgi.wsgi import WSGIResponder
from a2wsgi.wsgi_typing import Environ, StartResponse
from django.db import connection

from studio.processes.panels import Answer

# Seconds after which a thread is not computing any more but waits, for a lock, a disk or a storage.
STUCK_SECONDS = 0.5
# Of whom a request is, and of which kind: an address, and a name where that has a share of its own.
Share = tuple[str, str | None]


class TurnedAway(Exception):
    """A request that Django does not see; `status` says how it is answered."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class Responder(WSGIResponder):
    """One answer, whose parts are handed to the event loop. A2wsgi's own waits each time until the
    loop has it: three times an answer, each for as long as other threads are at work.
    """

    def send(self, message: Any) -> None:
        self.loop.call_soon_threadsafe(self.send_queue.put_nowait, message)


class Threads(Executor):
    """One thread that does what is asked of it in turn, and others that help while it is stuck.

    For SQLite, which answers within the process: threads that compute side by side take Python's
    lock from each other at every question to it, and wait each time until the computer lets them go
    on. Who asks another process for its rows waits anyhow, and had nothing of it.
    """

    def __init__(self, most: int) -> None:
        self.first = ThreadPoolExecutor(1)
        self.others = ThreadPoolExecutor(most - 1)
        self.waiting: SimpleQueue[tuple[Future[Any], Callable[[], Any]]] = SimpleQueue()
        # When the first one began with what it does now, by the monotonic clock.
        self.began = inf

    @property
    def is_stuck(self) -> bool:
        return time.monotonic() - self.began >= STUCK_SECONDS

    def submit(self, what: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """To be called by the event loop."""
        future: Future[Any] = Future()
        self.waiting.put((future, partial(what, *args, **kwargs)))
        self.first.submit(self.go_on)
        self.watch(future)
        return future

    def watch(self, future: Future[Any]) -> None:
        """Has another one help where this still waits and the first one is stuck, and looks again:
        whatever is done meanwhile may be what came before it.
        """
        if future.running() or future.done():
            return
        if self.is_stuck:
            self.others.submit(self.help)
        asyncio.get_running_loop().call_later(STUCK_SECONDS, self.watch, future)

    def go_on(self) -> None:
        self.began = time.monotonic()
        self.do_next()
        self.began = inf

    def help(self) -> None:
        while self.is_stuck and self.do_next():
            """There may be more."""

    def do_next(self) -> bool:
        """Whether there was anything left to do."""
        try:
            future, what = self.waiting.get_nowait()
        except Empty:
            return False
        if future.set_running_or_notify_cancel():
            try:
                future.set_result(what())
            except BaseException as error:  # noqa: BLE001  # whoever waits for it is told
                future.set_exception(error)
        return True


class Lane:
    """Threads that answer, and how many requests of each share wait for them."""

    def __init__(self, application: Any, threads: int, most: int) -> None:
        self.application = application
        by_turns = connection.vendor == "sqlite"
        self.threads = Threads(threads) if by_turns else ThreadPoolExecutor(threads)
        self.most = most
        self.under_way: Counter[Share] = Counter()

    async def answer(self, scope: HTTPScope, body: bytes, send: Send) -> None:
        def application(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
            # It is here: no thread asks the loop for it.
            answered: Iterable[bytes] = self.application(
                environ | {"wsgi.input": BytesIO(body)}, start_response
            )
            return answered

        # No bound to what waits to be read: most answers are in memory as they are, and a thread
        # that waited for a slow reader of a file would be missing to all others.
        threads: Any = self.threads  # any executor will do
        responder = Responder(application, threads, send_queue_size=0)
        await responder(scope, nothing, send)

    async def asked(self, scope: HTTPScope) -> Answer:
        """What is answered to a request without a body, in whole."""
        said: list[Any] = []

        async def keep(message: Any) -> None:
            said.append(message)

        await self.answer(scope, b"", keep)
        body = b"".join(message.get("body", b"") for message in said)
        return Answer(said[0]["status"], tuple(said[0]["headers"]), body)

    @contextmanager
    def place(self, share: Share) -> Iterator[None]:
        """A place for one more request; raises TurnedAway where its share is used up."""
        if self.under_way[share] >= self.most:
            raise TurnedAway(429)
        self.under_way[share] += 1
        try:
            yield
        finally:
            self.under_way[share] -= 1
            self.under_way += Counter()


async def nothing() -> HTTPRequestEvent:
    """More of a body that is here in whole."""
    return {"type": "http.request", "body": b"", "more_body": False}
