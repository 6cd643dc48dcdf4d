"""The web server: an event loop takes requests in, a few threads have Django answer them.

A request costs a thread only once it is there in whole, and no longer than Django needs: whoever
sends half of one, or reads nothing of the answer, holds up nobody. What one address may have under
way is bounded; a stop and signing in have threads and a share of their own.
"""

from __future__ import annotations

import asyncio
import socket
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn
from a2wsgi import WSGIMiddleware
from a2wsgi.asgi_typing import HTTPRequestEvent, HTTPScope, Receive, Send
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.urls import Resolver404, resolve
from django.utils.translation import gettext

# Threads of each process for what is asked of it, and what an address may have under way at once.
READING = WRITING = (4, 64)
URGENT = (2, 16)
WATCHING = (1, 8)
# By the names of their addresses: what one needs to stop a task and to come in, and what watches
# over the studio; and what reads although it is sent by POST.
URGENT_NAMES = frozenset({"start", "task", "task-stop"})
WATCHING_NAMES = frozenset({"healthz", "readyz"})
READING_NAMES = frozenset({"template-preview", "template-check", "template-frames"})
# Seconds that a request waits for SQLite's lock, where a worker waits for 20.
LOCK_SECONDS = 5
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
# Seconds within which a request is there in whole, and the bytes of the largest: an upload.
BODY_SECONDS = 20.0
MOST_BYTES = 32 * 2**20
Share = tuple[str, str | None]
# Seconds that answers under way are given when the process is told to end.
LAST_SECONDS = 4


def serve(listening: socket.socket) -> None:
    """Answers who connects there until the process is told to end."""
    if connection.vendor == "sqlite":
        connection.settings_dict["OPTIONS"]["timeout"] = LOCK_SECONDS
    config = uvicorn.Config(
        Front(WSGIHandler()),
        http="h11",
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=bool(settings.PROXIES),
        forwarded_allow_ips=settings.PROXIES,
        timeout_graceful_shutdown=LAST_SECONDS,
    )
    uvicorn.Server(config).run(sockets=[listening])


class TurnedAway(Exception):
    """A request that Django does not see; `status` says how it is answered."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class Front:
    """The ASGI application before Django's WSGI one.

    What is asked goes through one of four lanes: while saves wait for a database that is locked,
    pages are shown, and a stop waits behind neither.
    """

    def __init__(self, application: Any) -> None:
        self.reading = Lane(application, *READING)
        self.writing = Lane(application, *WRITING)
        self.urgent = Lane(application, *URGENT)
        self.watching = Lane(application, *WATCHING)

    async def __call__(self, scope: HTTPScope, receive: Receive, send: Send) -> None:
        lane, share = self.way(scope)
        # To WSGI `X_Y` and `X-Y` are one header: what a proxy has checked, nobody can spell anew.
        scope["headers"] = [pair for pair in scope["headers"] if b"_" not in pair[0]]
        try:
            with lane.place(share):
                async with asyncio.timeout(BODY_SECONDS):
                    body = await whole_body(receive)
                await lane.answer(scope, replayed(body), send)
        except TimeoutError:
            await say(send, 408)
        except TurnedAway as turned:
            await say(send, turned.status)
        except ConnectionError:
            """Whoever asked is gone: nobody waits for an answer."""

    def way(self, scope: HTTPScope) -> tuple[Lane, Share]:
        """The lane of a request, and whose share of it that takes: each address has one, and of
        what is urgent one for each name.
        """
        # None where it was gone before it could be asked.
        address = str((scope.get("client") or ("", 0))[0])
        name = name_of(scope["path"])
        if name in URGENT_NAMES:
            return self.urgent, (address, name)
        if name in WATCHING_NAMES:
            return self.watching, (address, None)
        reads = scope["method"] in SAFE or name in READING_NAMES
        return self.reading if reads else self.writing, (address, None)


class Lane:
    """Threads that answer, and how many requests of each share wait for them."""

    def __init__(self, application: Any, threads: int, most: int) -> None:
        # No bound to what waits to be read: Django has it in memory as it is, and a thread that
        # waited for a slow reader would be missing to all others.
        self.answer = WSGIMiddleware(application, workers=threads, send_queue_size=0)
        self.most = most
        self.under_way: Counter[Share] = Counter()

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


def name_of(path: str) -> str | None:
    """The name of an address, or None of what is nobody's."""
    try:
        return resolve(path).url_name
    except Resolver404:
        return None


async def whole_body(receive: Receive) -> bytes:
    """Raises TurnedAway where it is too large, ConnectionError where it never comes."""
    body = bytearray()
    more = True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ConnectionError
        assert message["type"] == "http.request"
        body += message["body"]
        if len(body) > MOST_BYTES:
            raise TurnedAway(413)
        more = message["more_body"]
    return bytes(body)


def replayed(body: bytes) -> Receive:
    async def receive() -> HTTPRequestEvent:
        return {"type": "http.request", "body": body, "more_body": False}

    return receive


async def say(send: Send, status: int) -> None:
    """An answer without Django, for a person."""
    sentences = {
        408: gettext("The request did not arrive in time. Try again."),
        413: gettext("This is larger than the studio takes."),
        429: gettext("Too many requests at once from your address. Wait a second and try again."),
    }
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"x-content-type-options", b"nosniff"),
        (b"connection", b"close"),
        (b"retry-after", b"1"),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    body = sentences[status].encode()
    await send({"type": "http.response.body", "body": body, "more_body": False})
