"""Panels that stay connected to a task: each is told its state whole, at once and when it changes.

The event loop holds them, and no thread waits with one. Of every task that is watched the few
columns are looked at that its state comes from; what has changed is asked for once for all who came
with the same token, as any request would be. Who reads slowly is told the newest state, not those
between.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from uuid import UUID

from a2wsgi.asgi_typing import HTTPScope, Receive, Send
from django.db import Error, connection

from studio.api import panels

# Seconds between two looks at what is watched.
LOOK = 0.2
# Seconds after which a state is asked for in any case: so it is known that somebody still looks,
# and whether the token is still good.
SURE = 4.0
# Seconds after which somebody who was told nothing is sent a line that says nothing.
BEAT = 15
# Panels of one address.
MOST = 128
QUIET = b":\n\n"
# Headers in which two who are to be told the same may differ.
OWN = frozenset({b"if-none-match", b"last-event-id"})
# What may be otherwise next time, and is no end.
PASSING = frozenset({429, 500, 502, 503, 504})
Header = tuple[bytes, bytes]
Key = tuple[str, tuple[Header, ...]]


@dataclass(frozen=True)
class Answer:
    """What Django says."""

    status: int
    headers: tuple[Header, ...]
    body: bytes

    @property
    def is_state(self) -> bool:
        return self.status == HTTPStatus.OK


Ask = Callable[[HTTPScope], Awaitable[Answer]]
# What is told where Django could not be asked.
CLOSED = Answer(HTTPStatus.SERVICE_UNAVAILABLE, ((b"retry-after", b"1"),), b"")


@dataclass
class Room:
    """Those who are told the same of one task. What is in `newest`, each has been told or will be;
    `changed` is set, and another in its place, when that is another.
    """

    scope: HTTPScope
    task: UUID
    newest: Answer | None = None
    changed: asyncio.Event = field(default_factory=asyncio.Event)
    # Set where its state may be another by now.
    news: asyncio.Event = field(default_factory=asyncio.Event)
    people: int = 0
    keeping: asyncio.Task[None] | None = None

    def tell(self, answer: Answer) -> None:
        self.newest = answer
        before, self.changed = self.changed, asyncio.Event()
        before.set()

    def question(self) -> HTTPScope:
        """For what is not known yet."""
        known = self.newest.headers if self.newest else ()
        tags = [(b"if-none-match", value) for name, value in known if name.lower() == b"etag"]
        rest = [pair for pair in self.scope["headers"] if pair[0] not in OWN]
        scope = self.scope.copy()
        scope["headers"] = [*rest, *tags]
        return scope


class Panels:
    """All who are connected to this process, until it is `ending`; `ask` is how Django is asked."""

    def __init__(self, ask: Ask, ending: Callable[[], bool]) -> None:
        self.ask, self.ending = ask, ending
        self.rooms: dict[Key, Room] = {}
        self.of_address: Counter[str] = Counter()
        self.looking: asyncio.Task[None] | None = None
        self.thread = ThreadPoolExecutor(1, thread_name_prefix="panels")

    @contextmanager
    def place(self, address: str) -> Iterator[bool]:
        """Whether there is one more for that address."""
        self.of_address[address] += 1
        try:
            yield self.of_address[address] <= MOST
        finally:
            self.of_address[address] -= 1
            self.of_address += Counter()

    async def show(self, scope: HTTPScope, task: UUID, receive: Receive, send: Send) -> None:
        """Tells one panel until it leaves, or until there is no more to be told."""
        async with self.room(scope, task) as room:
            while room.newest is None:
                await room.changed.wait()
            told = room.newest
            start = {"type": "http.response.start", "status": told.status, "headers": head(told)}
            await send(start)  # type: ignore[arg-type]  # a plain dictionary will do
            if told.is_state:
                gone = asyncio.create_task(left(receive))
                try:
                    await self.follow(room, gone, send)
                finally:
                    gone.cancel()
            await say(send, b"" if told.is_state else told.body, more=False)

    async def follow(self, room: Room, gone: asyncio.Task[None], send: Send) -> None:
        told = None
        while room.newest and room.newest.is_state and not gone.done():
            await say(send, QUIET if room.newest is told else room.newest.body)
            told = room.newest
            changed = asyncio.create_task(room.changed.wait())
            await asyncio.wait({gone, changed}, timeout=BEAT, return_when="FIRST_COMPLETED")
            changed.cancel()

    @asynccontextmanager
    async def room(self, scope: HTTPScope, task: UUID) -> AsyncIterator[Room]:
        """With those who are there for the same; it is closed when the last one leaves."""
        key = key_of(scope)
        known = self.rooms.get(key)
        room = known or self.opened(key, Room(scope, task))
        room.people += 1
        try:
            if known:
                # What was told last may be a look old.
                await self.renew(room)
            yield room
        finally:
            room.people -= 1
            room.news.set()

    def opened(self, key: Key, room: Room) -> Room:
        self.rooms[key] = room
        room.keeping = asyncio.create_task(self.keep(key, room))
        if self.looking is None or self.looking.done():
            self.looking = asyncio.create_task(self.look())
        return room

    async def keep(self, key: Key, room: Room) -> None:
        """Asks for what a room is told, while there is somebody, and something to be told."""
        try:
            while room.people > 0:
                room.news.clear()
                await self.renew(room)
                if room.newest and not room.newest.is_state:
                    return
                with suppress(TimeoutError):
                    async with asyncio.timeout(SURE):
                        await room.news.wait()
                if self.ending():
                    return
        finally:
            # At once: who comes now comes into another.
            del self.rooms[key]
            if room.newest is None or room.newest.is_state:
                room.tell(CLOSED)

    async def renew(self, room: Room) -> None:
        found = await self.ask(room.question())
        is_passing = found.status in PASSING or found.status == HTTPStatus.NOT_MODIFIED
        if room.newest is None or not is_passing:
            room.tell(found)

    async def look(self) -> None:
        """Says which rooms are to ask again, as long as there are any."""
        seen = Seen()
        loop = asyncio.get_running_loop()
        while self.rooms:
            rooms = list(self.rooms.values())
            tasks = {room.task for room in rooms}
            # While the database is away nobody knows of a change: who asks in any case is told so.
            with suppress(Error):
                now = await loop.run_in_executor(self.thread, looked_at, tasks, seen)
                for room in rooms:
                    if self.ending() or now.marks[room.task] != seen.marks.get(room.task):
                        room.news.set()
                seen = now
            await asyncio.sleep(LOOK)
        await loop.run_in_executor(self.thread, connection.close)


@dataclass(frozen=True)
class Seen:
    """What a look found: of each task a mark, which is another when its state may be."""

    stamp: object = None
    marks: dict[UUID, str] = field(default_factory=dict)


def looked_at(tasks: set[UUID], before: Seen) -> Seen:
    """By one connection as long as it is good for it: to get another costs more than a look."""
    try:
        stamp = written()
        if stamp == before.stamp and before.marks.keys() == tasks:
            return before
        return Seen(stamp, panels.marks(tasks))
    except Error:
        connection.close()
        raise


def written() -> object:
    """Another one after whatever anybody else has written; SQLite counts for each connection."""
    is_postgresql = connection.vendor == "postgresql"
    query = "SELECT pg_current_wal_insert_lsn()" if is_postgresql else "PRAGMA data_version"
    with connection.cursor() as cursor:
        cursor.execute(query)
        return connection.connection, cursor.fetchone()


def key_of(scope: HTTPScope) -> Key:
    headers = sorted(pair for pair in scope["headers"] if pair[0] not in OWN)
    return scope["path"], tuple(headers)


def head(answer: Answer) -> list[Header]:
    """As Django gives it; what goes on has no length, and no proxy is to hold it back."""
    if not answer.is_state:
        return list(answer.headers)
    kept = [pair for pair in answer.headers if pair[0].lower() not in (b"content-length", b"etag")]
    return [*kept, (b"x-accel-buffering", b"no")]


async def say(send: Send, body: bytes, *, more: bool = True) -> None:
    await send({"type": "http.response.body", "body": body, "more_body": more})


async def left(receive: Receive) -> None:
    """Returns when whoever asked is gone."""
    while (await receive())["type"] != "http.disconnect":
        """What a GET has to say is not looked at."""
