"""Panels that are told the same: who reads slowly, who comes at once, and who answers late."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings
from django.db import connection
from django.urls import reverse

from studio.audit.models import Entry
from studio.processes import panels
from studio.processes.panels import Answer, Panels, Room, Seen, follow, left
from studio.processes.web import Front

TASK = UUID(int=1)
CHINESE = f"{settings.LANGUAGE_COOKIE_NAME}=zh-hans; any=2".encode()


def scope(token: bytes = b"one") -> Any:
    headers = [(b"authorization", token), (b"x-request-id", str(object()).encode())]
    path = f"/api/v1/tasks/{TASK}/events"
    return {"type": "http", "path": path, "query_string": b"", "headers": headers}


def state(name: bytes) -> Answer:
    return Answer(200, ((b"etag", b'"%s"' % name),), name)


class Django:
    """Says what is so when it is asked, some time later, and counts how often it was asked."""

    def __init__(self, now: Answer) -> None:
        self.now, self.asked, self.waits = now, 0, 0.0
        self.is_asked = False

    async def ask(self, asked: Any) -> Answer:
        self.asked += 1
        found = self.now
        self.is_asked = self.waits > 1
        await asyncio.sleep(self.waits)
        known = dict(asked["headers"]).get(b"if-none-match")
        return Answer(304, (), b"") if known in found.tags else found


class Panel:
    """What one is sent; it reads while `reads` is set, and leaves when it is told to."""

    def __init__(self) -> None:
        self.reads, self.leaves = asyncio.Event(), asyncio.Event()
        self.reads.set()
        self.statuses: list[int] = []
        self.told: list[bytes] = []

    async def send(self, message: Any) -> None:
        await self.reads.wait()
        if message["type"] == "http.response.start":
            self.statuses.append(message["status"])
        elif message["body"]:
            self.told.append(message["body"])

    async def receive(self) -> Any:
        await self.leaves.wait()
        return {"type": "http.disconnect"}


def played(play: Callable[[], Awaitable[None]], monkeypatch: pytest.MonkeyPatch) -> None:
    """In a loop of its own; the database is what `looked_at` makes of it."""
    monkeypatch.setattr(
        panels, "looked_at", lambda tasks, _seen: Seen(marks=dict.fromkeys(tasks, ""))
    )
    monkeypatch.setattr(panels, "done_looking", lambda: None)
    with ThreadPoolExecutor(1) as apart:
        apart.submit(asyncio.run, play()).result(20)  # type: ignore[arg-type]  # it is a coroutine


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(5):
        while not holds():
            await asyncio.sleep(0.005)


def shown(all_of_them: Panels, panel: Panel, token: bytes = b"one") -> asyncio.Task[None]:
    return asyncio.create_task(all_of_them.show(scope(token), TASK, panel.receive, panel.send))


def test_who_reads_slowly_is_told_the_newest(monkeypatch: pytest.MonkeyPatch) -> None:
    async def play() -> None:
        django, panel = Django(state(b"A")), Panel()
        there = Panels(django.ask, lambda: False)
        shows = shown(there, panel)
        await until(lambda: panel.told == [b"A"])
        (room,) = there.rooms.values()
        panel.reads.clear()
        room.tell(state(b"B"))
        await asyncio.sleep(0.02)
        room.tell(state(b"C"))
        panel.reads.set()
        await until(lambda: panel.told[-1:] == [b"C"])
        panel.leaves.set()
        await shows
        await until(lambda: not there.rooms)

    played(play, monkeypatch)


def test_all_who_come_at_once_are_asked_for_once_and_told_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def play() -> None:
        django, crowd = Django(state(b"A")), [Panel() for _n in range(50)]
        django.waits = 0.02
        there = Panels(django.ask, lambda: False)
        shows = [shown(there, panel) for panel in crowd]
        await until(lambda: all(panel.told for panel in crowd))
        await asyncio.sleep(0.1)
        assert {tuple(panel.told) for panel in crowd} == {(b"A",)}
        assert (len(there.rooms), django.asked <= 3) == (1, True)
        other = shown(there, Panel(), b"another")
        await until(lambda: len(there.rooms) == 2)
        for task in (*shows, other):
            task.cancel()
        await until(lambda: not there.rooms)

    played(play, monkeypatch)


def test_no_older_answer_comes_after_a_newer_one(monkeypatch: pytest.MonkeyPatch) -> None:
    async def play() -> None:
        django, first, second = Django(state(b"A")), Panel(), Panel()
        there = Panels(django.ask, lambda: False)
        shows = [shown(there, first)]
        await until(lambda: first.told == [b"A"])
        await asyncio.sleep(0.05)
        django.now, django.waits = state(b"B"), 0.05
        shows.append(shown(there, second))
        await asyncio.sleep(0.01)
        (room,) = there.rooms.values()
        django.now, django.waits = state(b"C"), 0.0
        room.news.set()
        await until(lambda: first.told[-1:] == [b"C"])
        await asyncio.sleep(0.1)
        assert sorted(first.told) == first.told
        assert second.told[-1] == b"C"
        for task in shows:
            task.cancel()

    played(play, monkeypatch)


@pytest.mark.parametrize(
    ("said", "patience"),
    [(Answer(503, (), b""), 0.05), (Answer(401, (), b"who?"), 60.0)],
    ids=["the database is away", "the token is gone"],
)
def test_it_ends_where_nobody_can_say_how_the_task_stands(
    said: Answer, patience: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(panels, "SURE", 0.02)
    monkeypatch.setattr(panels, "PATIENCE", patience)

    async def play() -> None:
        django, panel = Django(state(b"A")), Panel()
        there = Panels(django.ask, lambda: False)
        shows = shown(there, panel)
        await until(lambda: panel.told == [b"A"])
        django.now = said
        await shows
        assert (panel.statuses, panel.told) == ([200], [b"A"])
        assert not there.rooms
        late = Panel()
        await shown(there, late)
        assert (late.statuses, late.told) == ([said.status], [said.body] if said.body else [])

    played(play, monkeypatch)


def test_no_beat_says_that_a_state_holds_of_which_django_says_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, seconds in (("SURE", 0.02), ("BEAT", 0.02), ("PATIENCE", 0.3)):
        monkeypatch.setattr(panels, name, seconds)

    async def play() -> None:
        django, panel, late = Django(state(b"A")), Panel(), Panel()
        there = Panels(django.ask, lambda: False)
        shows = shown(there, panel)
        await until(lambda: panel.told[:2] == [b"A", panels.QUIET])
        django.waits = 5.0
        await until(lambda: django.is_asked)
        comes = shown(there, late)
        async with asyncio.timeout(2):
            await asyncio.gather(shows, comes)
        assert (late.statuses, late.told) == ([503], [])
        await until(lambda: not there.rooms)

        # Whether or not it is being asked.
        old = Panel()
        then = time.monotonic() - panels.PATIENCE
        gone = asyncio.create_task(left(old.receive))
        await follow(Room(scope(), TASK, state(b"A"), answered_at=then), gone, old.send)
        assert old.told == []
        gone.cancel()

    played(play, monkeypatch)


def test_whoever_has_a_link_shares_a_room_with_all_who_read_its_language(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def play() -> None:
        asked: list[Any] = []

        async def ask(scope: Any) -> Answer:
            asked.append(scope)
            return state(b"A")

        front = Front(None)
        front.panels.ask = ask
        path = reverse("tally-shared-events", args=[TASK, "token"])
        english, chinese = (b"accept-language", b"en-GB;q=0.9,fr"), (b"cookie", CHINESE)
        sent: list[list[tuple[bytes, bytes]]] = [
            [english, (b"host", b"here:8000")],
            [english, (b"host", b"HERE:8000"), (b"cookie", b"any=1"), (b"accept", b"a/b")],
            [(b"host", b"here:9"), (b"authorization", b"Bearer x"), (b"studio-person", b"x")],
            [(b"host", b"here"), *[(b"x-forwarded-proto", b"any")] * 2, (b"if-none-match", b"x")],
            [english, (b"host", b"here:8000"), chinese],
        ]
        common = {"type": "http", "method": "GET", "path": path, "client": ("192.0.2.1", 1)}
        crowd = [Panel() for _one in sent]
        shows = [
            asyncio.create_task(
                front(
                    {**common, "query_string": b"n=%d" % n, "headers": headers},  # type: ignore[typeddict-item]
                    panel.receive,
                    panel.send,
                )
            )
            for n, (headers, panel) in enumerate(zip(sent, crowd, strict=True))
        ]
        await until(lambda: all(panel.told for panel in crowd))
        assert len(front.panels.rooms) == 2
        names = {name for scope in asked for name, _value in scope["headers"]}
        assert names - {b"if-none-match"} == {b"host", b"accept-language"}
        for task in shows:
            task.cancel()
        await until(lambda: not front.panels.rooms)

    played(play, monkeypatch)


@pytest.mark.django_db(transaction=True)
def test_a_look_knows_whether_anybody_else_has_written() -> None:
    def write() -> None:
        Entry.objects.create(act="pushed")
        connection.close()

    before = panels.written()
    assert panels.written() == before
    with ThreadPoolExecutor(1) as apart:
        apart.submit(write).result()
    assert panels.written() != before
