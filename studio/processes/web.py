"""The web server: an event loop takes requests in, a few threads have Django answer them.

A request costs a thread only once it is there in whole, and no longer than Django needs: whoever
sends half of one, or reads nothing of the answer, holds up nobody. What one address may have open
and under way is bounded; a stop and signing in have threads and a share of their own.
"""

from __future__ import annotations

import asyncio
import socket
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from ipaddress import ip_address, ip_network
from typing import Any, ClassVar
from uuid import UUID

import uvicorn
from a2wsgi import WSGIMiddleware
from a2wsgi.asgi_typing import HTTPRequestEvent, HTTPScope, Receive, Send
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.http import HttpRequest, parse_cookie
from django.urls import Resolver404, resolve
from django.utils.translation import get_language_from_request, gettext, override
from uvicorn.protocols.http.h11_impl import H11Protocol

from studio.api import problems
from studio.processes.panels import Answer, Panels

# Threads of each process for what is asked of it, and what an address may have under way at once.
READING = WRITING = (4, 64)
UPLOADING = (2, 8)
URGENT = (2, 16)
WATCHING = (1, 8)
STAYING = (2, 128)
# By the names of their addresses: what one needs to stop a task and to come in, and what watches
# over the studio; and what reads although it is sent by POST.
URGENT_NAMES = frozenset({"start", "task", "task-stop", "api-task-stop"})
WATCHING_NAMES = frozenset({"healthz", "readyz"})
READING_NAMES = frozenset(
    {
        *("template-preview", "template-check", "template-frames"),
        *("api-validate", "api-render", "api-import"),
    }
)
UPLOADING_NAMES = frozenset({"template-upload", "template-import"})
# Seconds that a request waits for SQLite's lock, where a worker waits for 20.
LOCK_SECONDS = 5
# How the addresses end at which panels and tallies stay, and their names.
EVENTS = "/events"
EVENTS_NAMES = frozenset(
    {"api-task-events", "task-tally-events", "tally-shared-events", "task-wall-events"}
)
# Those of a link, which tell whoever has it the same.
BY_LINK_NAMES = frozenset({"tally-shared-events"})
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
FORWARDED_HTTPS = (b"x-forwarded-proto", b"https")
# Seconds within which a request's head is there, and then its body.
HEAD_SECONDS = BODY_SECONDS = 20.0
# Bytes of a body: more than Django takes, which says so in words of its own; and of an upload.
MOST_BYTES = 3 * 2**20
MOST_UPLOADED_BYTES = 32 * 2**20
# Connections an address may hold; those of a proxy are everybody's.
MOST_CONNECTIONS = 256
Share = tuple[str, str | None]
# Seconds that answers under way are given when the process is told to end.
LAST_SECONDS = 4


def serve(listening: socket.socket) -> None:
    """Answers who connects there until the process is told to end."""
    if connection.vendor == "sqlite":
        connection.settings_dict["OPTIONS"]["timeout"] = LOCK_SECONDS
    front = Front(WSGIHandler())
    server = uvicorn.Server(configured(front))
    front.panels.ending = lambda: server.should_exit
    server.run(sockets=[listening])


def configured(application: Any) -> uvicorn.Config:
    return uvicorn.Config(
        application,
        http=Connection,
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=bool(settings.PROXIES),
        forwarded_allow_ips=settings.PROXIES,
        timeout_graceful_shutdown=LAST_SECONDS,
    )


class Connection(H11Protocol):
    """One connection; closed where the head of a request does not come in time, as uvicorn does
    only between two requests, and at once where its address holds too many.
    """

    held: ClassVar[Counter[str]] = Counter()
    head_due: asyncio.TimerHandle | None = None
    address = ""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn's own
        super().connection_made(transport)
        # None where it was gone before it could be asked.
        self.address = (self.client or ("",))[0]
        self.held[self.address] += 1
        if self.held[self.address] > MOST_CONNECTIONS and not is_proxy(self.address):
            transport.abort()
        self.await_head()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        self.await_head()

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        self.held.subtract([self.address])
        if not self.held[self.address]:
            del self.held[self.address]
        self.forget_head()

    def await_head(self) -> None:
        """Sets the time for the head that is to come; drip by drip it has no more of it."""
        if self.cycle is not None and not self.cycle.response_complete:
            self.forget_head()
        elif self.head_due is None:
            self.head_due = self.loop.call_later(HEAD_SECONDS, self.timeout_keep_alive_handler)

    def forget_head(self) -> None:
        if self.head_due is not None:
            self.head_due.cancel()
            self.head_due = None


class TurnedAway(Exception):
    """A request that Django does not see; `status` says how it is answered."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class Front:
    """The ASGI application before Django's WSGI one.

    What is asked goes through one of six lanes: while saves wait for a database that is locked,
    pages are shown, and a stop waits behind neither.
    """

    def __init__(self, application: Any) -> None:
        self.reading = Lane(application, *READING)
        self.writing = Lane(application, *WRITING)
        self.uploading = Lane(application, *UPLOADING)
        self.urgent = Lane(application, *URGENT)
        self.watching = Lane(application, *WATCHING)
        self.staying = Lane(application, *STAYING)
        self.panels = Panels(self.staying.asked, lambda: False)

    async def __call__(self, scope: HTTPScope, receive: Receive, send: Send) -> None:
        if scope["method"] == "GET" and (task := task_watched(scope["path"])):
            await self.stay(scope, task, receive, send)
            return
        lane, share = self.way(scope)
        most = MOST_UPLOADED_BYTES if lane is self.uploading else MOST_BYTES
        scope["headers"] = spelt_once(scope)
        try:
            with lane.place(share):
                if told_length(scope) > most:
                    raise TurnedAway(413)
                async with asyncio.timeout(BODY_SECONDS):
                    body = await whole_body(receive, most)
                await lane.answer(scope, replayed(body), send)
        except TimeoutError:
            await say(scope, send, 408)
        except TurnedAway as turned:
            await say(scope, send, turned.status)
        except ConnectionError:
            """Whoever asked is gone: nobody waits for an answer."""

    async def stay(self, scope: HTTPScope, task: UUID, receive: Receive, send: Send) -> None:
        """Of a panel, which is told what it asks for until it leaves."""
        scope["headers"] = spelt_once(scope)
        if name_of(scope["path"]) in BY_LINK_NAMES:
            scope = by_anybody(scope)
        try:
            with self.staying.place((address_of(scope), None)):
                await self.panels.show(scope, task, receive, send)
        except TurnedAway as turned:
            await say(scope, send, turned.status)

    def way(self, scope: HTTPScope) -> tuple[Lane, Share]:
        """The lane of a request, and whose share of it that takes: each address has one, and of
        what is urgent one for each name.
        """
        address = address_of(scope)
        name = name_of(scope["path"])
        if name in URGENT_NAMES:
            return self.urgent, (address, name)
        if name in WATCHING_NAMES:
            return self.watching, (address, None)
        if name in UPLOADING_NAMES:
            return self.uploading, (address, None)
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

    async def asked(self, scope: HTTPScope) -> Answer:
        """What is answered to a request without a body, in whole."""
        said: list[Any] = []

        async def keep(message: Any) -> None:
            said.append(message)

        await self.answer(scope, replayed(b""), keep)
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


def is_proxy(address: str) -> bool:
    return any(ip_address(address) in ip_network(proxy) for proxy in settings.PROXIES)


def spelt_once(scope: HTTPScope) -> list[tuple[bytes, bytes]]:
    """To WSGI `X_Y` and `X-Y` are one header: what a proxy has checked, nobody can spell anew."""
    return [pair for pair in scope["headers"] if b"_" not in pair[0]]


def address_of(scope: HTTPScope) -> str:
    # None where it was gone before it could be asked.
    return str((scope.get("client") or ("", 0))[0])


def task_watched(path: str) -> UUID | None:
    """Which task it is whose events are asked for there."""
    if not path.endswith(EVENTS):
        return None
    try:
        found = resolve(path)
    except Resolver404:
        return None
    return found.kwargs["pk"] if found.url_name in EVENTS_NAMES else None


def name_of(path: str) -> str | None:
    """The name of an address, or None of what is nobody's."""
    try:
        return resolve(path).url_name
    except Resolver404:
        return None


def told_length(scope: HTTPScope) -> int:
    """The bytes of the body that its head tells of, 0 where it does not."""
    return next((int(value) for name, value in scope["headers"] if name == b"content-length"), 0)


async def whole_body(receive: Receive, most: int) -> bytes:
    """Raises TurnedAway where it is too large, ConnectionError where it never comes."""
    body = bytearray()
    more = True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ConnectionError
        assert message["type"] == "http.request"
        body += message["body"]
        if len(body) > most:
            raise TurnedAway(413)
        more = message["more_body"]
    return bytes(body)


def replayed(body: bytes) -> Receive:
    async def receive() -> HTTPRequestEvent:
        return {"type": "http.request", "body": body, "more_body": False}

    return receive


def by_anybody(scope: HTTPScope) -> HTTPScope:
    """As somebody asks of whom nothing is known but the language: whatever else many send, they
    are told the same, and it is asked for once.
    """
    kept = {pair for pair in scope["headers"] if pair[0] == b"host" or pair == FORWARDED_HTTPS}
    anybody = scope.copy()
    anybody["headers"] = [*kept, (b"accept-language", language_of(scope).encode())]
    anybody["query_string"] = b""
    return anybody


def language_of(scope: HTTPScope) -> str:
    """The one that Django chooses for whoever asks."""
    sent = dict(scope["headers"])
    request = HttpRequest()
    request.COOKIES = parse_cookie(sent.get(b"cookie", b"").decode("latin-1"))
    request.META["HTTP_ACCEPT_LANGUAGE"] = sent.get(b"accept-language", b"").decode("latin-1")
    return get_language_from_request(request)


def told_of(scope: HTTPScope, status: int) -> tuple[bytes, bytes]:
    """What is said instead of an answer, and its type, in the language that pages have for whoever
    asks: to the API's a problem, to all others a sentence.
    """
    with override(language_of(scope)):
        sentence = {
            408: gettext("The request did not arrive in time. Try again."),
            413: gettext("This is larger than the studio takes."),
            429: gettext(
                "Too many requests at once from your address. Wait a second and try again."
            ),
        }[status]
        if scope["path"].startswith(problems.PREFIX):
            return problems.MEDIA_TYPE.encode(), problems.answer(status, sentence).content
    return b"text/plain; charset=utf-8", sentence.encode()


async def say(scope: HTTPScope, send: Send, status: int) -> None:
    """An answer without Django."""
    content_type, body = told_of(scope, status)
    headers = [
        (b"content-type", content_type),
        (b"x-content-type-options", b"nosniff"),
        (b"connection", b"close"),
        (b"retry-after", b"1"),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body, "more_body": False})
