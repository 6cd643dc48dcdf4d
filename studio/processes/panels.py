"""Panels that stay connected to a task: each is told its state whole, at once and when it changes.

The event loop holds them, and no thread waits with one. Of every task that is watched the few
columns are looked at that its state comes from; what has changed is asked for once for all who came
with the same token, as any request would be. Who reads slowly is told the newest state, not those
between.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from uuid import UUID

from a2wsgi.asgi_typing import HTTPScope, Receive, Send
from django.db import Error, connection
from django.http.request import split_domain_port

from studio.api import panels

# Seconds between two looks at what is watched.
LOOK = 0.2
# Seconds after which a look is a whole one although nobody has written: time alone changes states.
WHOLE_LOOK = 1.0
# Set where something else than the database has changed: the next look is a whole one.
CALLED = threading.Event()
# Seconds after which a state is asked for in any case: so it is known that somebody still looks,
# and whether the token is still good.
SURE = 4.0
# Seconds after which nobody is shown any more what could not be asked for anew.
PATIENCE = 2.5 * SURE
# Seconds after which somebody who was told nothing is sent a line that says nothing: a light that
# misses a few of them is taken for no news any more (static/pages/standing.js).
BEAT = 3
QUIET = b":\n\n"
# Headers by which two who ask for the same are answered otherwise. Those that a proxy numbers each
# request with are none.
TELLING = frozenset(
    {
        *(b"authorization", b"cookie", b"accept", b"accept-language"),
        *(b"host", b"x-forwarded-proto", b"studio-person"),
    }
)
# What may be otherwise next time, and is no end.
PASSING = frozenset({429, 500, 502, 503, 504})
Header = tuple[bytes, bytes]
Key = tuple[str, bytes, tuple[Header, ...]]


@dataclass(frozen=True)
class Answer:
    """What Django says."""

    status: int
    headers: tuple[Header, ...]
    body: bytes

    @property
    def is_state(self) -> bool:
        return self.status == HTTPStatus.OK

    @property
    def tags(self) -> list[bytes]:
        """Its ETag, where it has one."""
        return [value for name, value in self.headers if name.lower() == b"etag"]


Ask = Callable[[HTTPScope], Awaitable[Answer]]
# What is told where Django could not be asked.
CLOSED = Answer(HTTPStatus.SERVICE_UNAVAILABLE, ((b"retry-after", b"1"),), b"")


@dataclass(eq=False)
class Room:
    """Those who are told the same of one task: what is in `newest`. `changed` is set, and another
    in its place, when that is another.
    """

    scope: HTTPScope
    task: UUID
    newest: Answer | None = None
    changed: asyncio.Event = field(default_factory=asyncio.Event)
    # Set where its state may be another by now.
    news: asyncio.Event = field(default_factory=asyncio.Event)
    people: int = 0
    keeping: asyncio.Task[None] | None = None
    is_open: bool = True
    # One question after the other; how many there were, and when one was answered last.
    asking: asyncio.Lock = field(default_factory=asyncio.Lock)
    asked: int = 0
    answered_at: float = field(default_factory=time.monotonic)

    def hear(self, answer: Answer) -> None:
        """What Django says of it now; for a while nothing is changed by its saying nothing."""
        if answer.status in PASSING and self.newest:
            if self.patience <= 0:
                self.tell(CLOSED)
            return
        self.answered_at = time.monotonic()
        is_same = self.newest and answer.is_state and answer.tags == self.newest.tags
        if answer.status != HTTPStatus.NOT_MODIFIED and not is_same:
            self.tell(answer)

    @property
    def patience(self) -> float:
        """Seconds for which what was told last may yet be shown; below 0 where it is too old."""
        return self.answered_at + PATIENCE - time.monotonic()

    def tell(self, answer: Answer) -> None:
        self.newest = answer
        before, self.changed = self.changed, asyncio.Event()
        before.set()

    def question(self) -> HTTPScope:
        """For what is not known yet."""
        tags = [(b"if-none-match", tag) for tag in (self.newest.tags if self.newest else ())]
        rest = [pair for pair in self.scope["headers"] if pair[0] != b"if-none-match"]
        scope = self.scope.copy()
        scope["headers"] = [*rest, *tags]
        return scope


class Panels:
    """All who are connected to this process, until it is `ending`; `ask` is how Django is asked."""

    def __init__(self, ask: Ask, ending: Callable[[], bool]) -> None:
        self.ask, self.ending = ask, ending
        self.rooms: dict[Key, Room] = {}
        self.looking: asyncio.Task[None] | None = None
        self.thread = ThreadPoolExecutor(1, thread_name_prefix="panels")

    async def show(self, scope: HTTPScope, task: UUID, receive: Receive, send: Send) -> None:
        """Tells one panel until it leaves, or until there is no more to be told."""
        async with self.room(scope, task) as room:
            while room.newest is None:
                await room.changed.wait()
            first = room.newest
            start = {"type": "http.response.start", "status": first.status, "headers": head(first)}
            await send(start)  # type: ignore[arg-type]  # a plain dictionary will do
            if first.is_state:
                gone = asyncio.create_task(left(receive))
                try:
                    await follow(room, gone, send)
                finally:
                    gone.cancel()
            await say(send, b"" if first.is_state else first.body, more=False)

    @asynccontextmanager
    async def room(self, scope: HTTPScope, task: UUID) -> AsyncIterator[Room]:
        """With those who are there for the same; it is closed when the last one leaves."""
        key = key_of(scope)
        room = self.rooms.get(key) or self.opened(key, Room(scope, task))
        room.people += 1
        try:
            if room.newest:
                # What was told last may be a look old.
                await self.renew(room)
            yield room
        finally:
            room.people -= 1
            room.news.set()

    def opened(self, key: Key, room: Room) -> Room:
        self.rooms[key] = room
        room.keeping = asyncio.create_task(self.keep(key, room))
        return room

    async def keep(self, key: Key, room: Room) -> None:
        """Asks for what a room is told, while there is somebody, and something to be told."""
        try:
            while room.people > 0 and not self.ending():
                if self.looking is None or self.looking.done():
                    self.looking = asyncio.create_task(self.look())
                room.news.clear()
                await self.renew(room)
                if room.newest and not room.newest.is_state:
                    return
                with suppress(TimeoutError):
                    async with asyncio.timeout(SURE):
                        await room.news.wait()
        finally:
            # At once: who comes now comes into another.
            room.is_open = False
            del self.rooms[key]
            if room.newest is None or room.newest.is_state:
                room.tell(CLOSED)

    async def renew(self, room: Room) -> None:
        """Asks what its state is now. Who waited for another to ask takes what that one found, if
        it was asked since.
        """
        before = room.asked
        async with room.asking:
            if room.is_open and room.asked == before:
                room.asked += 1
                room.hear(await self.answer(room.question()))

    async def answer(self, question: HTTPScope) -> Answer:
        """What Django says in time: where the database hangs it says nothing at all."""
        try:
            async with asyncio.timeout(PATIENCE):
                return await self.ask(question)
        except TimeoutError:
            return CLOSED

    async def look(self) -> None:
        """Says which rooms are to ask again, as long as there are any."""
        seen = Seen()
        loop = asyncio.get_running_loop()
        while self.rooms:
            tasks = {room.task for room in self.rooms.values()}
            now = seen
            # While the database is away nobody knows of a change: who asks in any case is told so.
            with suppress(Error):
                now = await loop.run_in_executor(self.thread, looked_at, tasks, seen)
            # Those who came meanwhile, too: what this look has seen, no other sees again.
            for room in self.rooms.values():
                if self.ending() or now.marks.get(room.task) != seen.marks.get(room.task):
                    room.news.set()
            seen = now
            await asyncio.sleep(LOOK)
        # Who comes while this one ends begins another.
        self.looking = None
        await loop.run_in_executor(self.thread, done_looking)


async def follow(room: Room, gone: asyncio.Task[None], send: Send) -> None:
    """Sends what a room is told, until it is told no state or the panel is gone; no beat says that
    a state still holds of which Django has said nothing for too long.
    """
    told = None
    while True:
        # Taken together: what is told while this one is being read comes next.
        newest, changed = room.newest, room.changed
        if newest is None or not newest.is_state or room.patience <= 0 or gone.done():
            return
        await say(send, QUIET if newest is told else newest.body)
        told = newest
        waiting = asyncio.create_task(changed.wait())
        most = min(BEAT, room.patience)
        await asyncio.wait({gone, waiting}, timeout=most, return_when="FIRST_COMPLETED")
        waiting.cancel()


@dataclass(frozen=True)
class Seen:
    """What a look found: of each task a mark, which is another when its state may be; and when."""

    stamp: object = None
    marks: dict[UUID, str] = field(default_factory=dict)
    at: float = 0.0


def looked_at(tasks: set[UUID], before: Seen) -> Seen:
    """By one connection as long as it is good for it: to get another costs more than a look."""
    now = time.monotonic()
    is_young = not was_called() and now - before.at < WHOLE_LOOK
    try:
        stamp = written()
        if is_young and stamp == before.stamp and before.marks.keys() == tasks:
            return before
        return Seen(stamp, panels.marks(tasks), now)
    except Error:
        connection.close()
        raise


def was_called() -> bool:
    """Since that was asked last. It is cleared only where it was set, and before anything is looked
    at: who calls meanwhile is heard now or next time.
    """
    is_called = CALLED.is_set()
    if is_called:
        CALLED.clear()
    return is_called


def done_looking() -> None:
    """In the thread that looked: another's connection is not its own to close."""
    connection.close()


def written() -> object:
    """Another one after whatever anybody else has written and can be seen; SQLite counts for each
    connection.
    """
    is_postgresql = connection.vendor == "postgresql"
    query = "SELECT pg_current_snapshot()::text" if is_postgresql else "PRAGMA data_version"
    with connection.cursor() as cursor:
        cursor.execute(query)
        return connection.connection, cursor.fetchone()


def key_of(scope: HTTPScope) -> Key:
    headers = sorted(telling(*pair) for pair in scope["headers"] if pair[0] in TELLING)
    return scope["path"], scope["query_string"], tuple(headers)


def telling(name: bytes, value: bytes) -> Header:
    """What is told by a header: a host, as Django reads it, however it is spelt, at any port."""
    if name == b"host":
        value = split_domain_port(value.decode("latin-1"))[0].encode("latin-1")
    return name, value


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
