"""The web server: an event loop takes requests in, a few threads have Django answer them.

A request costs a thread only once it is there in whole, and no longer than Django needs: whoever
sends half of one, or reads nothing of the answer, holds up nobody. What one address may have open
and under way is bounded; a stop and signing in have threads and a share of their own.
"""

from __future__ import annotations

import asyncio
import logging
import socket
import threading
import time
from collections import Counter
from collections.abc import Callable
from typing import Any, ClassVar
from uuid import UUID

import uvicorn
from a2wsgi.asgi_typing import HTTPScope, Receive, Send
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.http import HttpRequest, parse_cookie
from django.urls import Resolver404, resolve
from django.utils.translation import get_language_from_request, gettext, override
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware
from uvicorn.protocols.http.h11_impl import H11Protocol

from studio.api import problems
from studio.api.arming import PANELS
from studio.processes import noting
from studio.processes.lanes import Lane, Share, TurnedAway
from studio.processes.panels import CALLED, Panels
from studio.processes.requests import SAFE, Requests, is_proxy, name_of
from studio.waking import Listener

logger = logging.getLogger(__name__)

# Threads of each process for what is asked of it, and what an address may have under way at once.
# Those that read, draw and write have eight: with what is urgent no more than connections to a
# database (STUDIO_DATABASE_CONNECTIONS), which a stop must not wait for.
READING = WRITING = (3, 64)
DRAWING = (2, 64)
UPLOADING = (2, 8)
HASHING = (2, 16)
URGENT = (2, 16)
WATCHING = (2, 8)
STAYING = (2, 128)
# By the names of their addresses: what one needs to stop a task and to come in, and what watches
# over the studio.
URGENT_NAMES = frozenset({"start", "task", "task-stop", "api-task-stop"})
WATCHING_NAMES = frozenset({"healthz", "metrics", "readyz"})
# What reads although it is sent by POST: an editor's pictures, which are many and small, and else.
DRAWING_NAMES = frozenset({"template-preview"})
READING_NAMES = frozenset(
    {"template-check", "template-frames", "api-validate", "api-render", "api-import"}
)
UPLOADING_NAMES = frozenset({"template-upload", "template-import"})
# Seconds that a request waits for SQLite's lock, where a worker waits for 20.
LOCK_SECONDS = 5
# Where a password is hashed, which takes long on purpose.
HASHING_NAMES = frozenset(
    {
        *("account_login", "account_reauthenticate", "account-password"),
        *("password-new", "invitation-account"),
    }
)
# How the addresses end at which panels and tallies stay, and their names.
EVENTS = "/events"
EVENTS_NAMES = frozenset(
    {"api-task-events", "task-tally-events", "tally-shared-events", "task-wall-events"}
)
# Those of a link, which tell whoever has it the same.
BY_LINK_NAMES = frozenset({"tally-shared-events"})
FORWARDED_HTTPS = (b"x-forwarded-proto", b"https")
# Seconds within which a request's head is there, and then its body.
HEAD_SECONDS = BODY_SECONDS = 20.0
# Bytes of a body: more than Django takes, which says so in words of its own; and of an upload.
MOST_BYTES = 3 * 2**20
MOST_UPLOADED_BYTES = 32 * 2**20
# Of what is too large, so much is heard: who is still sending does not listen, and a proxy that is
# cut off says that the studio is away.
MOST_HEARD_BYTES = 64 * 2**20
# Connections an address may hold; those of a proxy are everybody's.
MOST_CONNECTIONS = 256
# Seconds that answers under way are given when the process is told to end: the supervisor has a
# little more patience.
LAST_SECONDS = 12


def serve(listening: socket.socket) -> None:
    """Answers who connects there until the process is told to end."""
    if connection.vendor == "sqlite":
        connection.settings_dict["OPTIONS"]["timeout"] = LOCK_SECONDS
    front = Front(WSGIHandler())
    server = uvicorn.Server(configured(front))
    front.panels.ending = lambda: server.should_exit
    if settings.REDIS:
        from studio import redis  # noqa: PLC0415  # who has none spares it

        Listener([(PANELS, CALLED)], redis.heard).start()
    threading.Thread(target=note_instead, args=[front.panels.ending], daemon=True).start()
    server.run(sockets=[listening])


def note_instead(ends: Callable[[], bool]) -> None:
    """Until the process is told to end; a clock that has just been started notes by itself."""
    while not ends():
        try:
            noting.note_instead()
        except Exception:  # whatever it was: said, and looked at again
            logger.exception("what is not well could not be noted")
        finally:
            connection.close()
        time.sleep(noting.LOOK_EVERY)


def configured(application: Any) -> uvicorn.Config:
    """Inside of `Requests`, which asks who the peer is, a proxy has said for whom it asks."""
    if settings.PROXIES:
        application = ProxyHeadersMiddleware(application, settings.PROXIES)
    return uvicorn.Config(
        Requests(application),
        http=Connection,
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
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


class Front:
    """The ASGI application before Django's WSGI one.

    What is asked goes through one of eight lanes: while saves wait for a database that is locked,
    pages are shown, pictures wait behind no page, saves behind no password, and a stop behind none
    of them.
    """

    def __init__(self, application: Any) -> None:
        self.reading = Lane(application, *READING)
        self.drawing = Lane(application, *DRAWING)
        self.writing = Lane(application, *WRITING)
        self.uploading = Lane(application, *UPLOADING)
        self.hashing = Lane(application, *HASHING)
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
                async with asyncio.timeout(BODY_SECONDS):
                    body = await whole_body(receive, most, told_length(scope))
                await lane.answer(scope, body, send)
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
        if name in DRAWING_NAMES:
            return self.drawing, (address, None)
        if name in UPLOADING_NAMES:
            return self.uploading, (address, None)
        if name in HASHING_NAMES and scope["method"] not in SAFE:
            return self.hashing, (address, None)
        reads = scope["method"] in SAFE or name in READING_NAMES
        return self.reading if reads else self.writing, (address, None)


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


def told_length(scope: HTTPScope) -> int:
    """The bytes of the body that its head tells of, 0 where it does not."""
    return next((int(value) for name, value in scope["headers"] if name == b"content-length"), 0)


async def whole_body(receive: Receive, most: int, told: int) -> bytes:
    """Of a request whose head tells of so many bytes. Raises TurnedAway where they are more than
    `most`, ConnectionError where they never come.
    """
    body = bytearray()
    size = told
    heard = 0
    more = told <= MOST_HEARD_BYTES
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ConnectionError
        assert message["type"] == "http.request"
        heard += len(message["body"])
        size = max(told, heard)
        if size <= most:
            body += message["body"]
        more = message["more_body"] and heard <= MOST_HEARD_BYTES
    if size > most:
        raise TurnedAway(413)
    return bytes(body)


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
