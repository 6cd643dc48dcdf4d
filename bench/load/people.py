"""Who is at work: each does one thing again and again, at a pace of their own."""

from __future__ import annotations

import json
import random
import re
import threading
import time
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from itertools import count
from typing import Protocol

from bench.faults.asking import Reply
from bench.faults.editors import Editor, first_box
from bench.load.book import Book, Noted
from bench.panels import Script
from tests.driving.crowd import Rules, made
from tests.driving.visitor import Visitor, key_in

# Seconds between two of each.
SAVING, BROWSING, LISTING, WATCHING = 1.0, 2.0, 3.0, 2.0
CLICKING = 5.0
# Of a stage at rest: the same picture is asked for again.
STEP = 7
STAMP = re.compile(r"status/\?stamp=(\w+)")


class Person(Protocol):
    every: float

    def act(self) -> None: ...


def go_on(person: Person, over: threading.Event) -> None:
    """At the person's pace, from a moment of its own on; who is answered late is not asked more."""
    due = time.monotonic() + random.uniform(0, person.every)
    while not over.wait(max(0.0, due - time.monotonic())):
        person.act()
        due = max(due + person.every, time.monotonic())


@dataclass
class Saver:
    """Somebody who changes something every second."""

    editor: Editor
    every: float = SAVING

    def act(self) -> None:
        self.editor.save()


@dataclass
class Previewer:
    """The same person's stage: by turns a picture of something new, and the same again."""

    asker: Noted
    again: Noted
    path: str
    rules: Rules
    every: float
    moves: count[int] = field(default_factory=count)

    def act(self) -> None:
        move = next(self.moves)
        asker = self.again if move % 2 else self.asker
        rules = deepcopy(self.rules)
        first_box(rules)["X"] = move // 2 * STEP % 300
        body = json.dumps({"rules": rules, "editor_state": {}})
        asker.ask("POST", f"{self.path}preview/", body, {})


@dataclass
class Reader:
    """Somebody who opens one page after the other, or has one open that asks by itself."""

    asker: Noted
    paths: Iterator[str]
    every: float

    def act(self) -> None:
        self.asker.get(next(self.paths))


@dataclass
class Watcher:
    """Somebody who has the page of a task open, which asks for what is new of it."""

    asker: Noted
    path: str
    stamp: str = ""
    every: float = WATCHING

    def act(self) -> None:
        answer = self.asker.get(f"{self.path}status/?stamp={self.stamp}")
        # A page that is as it was has nothing to say.
        if found := STAMP.search(answer.text):
            self.stamp = found[1]


@dataclass
class Pusher:
    """Somebody who puts shows on air."""

    asker: Noted
    dialog: Noted
    path: str
    pushed: list[str] = field(default_factory=list)
    every: float = CLICKING

    def act(self) -> None:
        page = self.dialog.get(f"{self.path}push/").text
        fields = {name: key_in(page, name) for name in ("key", "version")}
        name = f"load-{len(self.pushed):03}"
        reply = self.asker.post(f"{self.path}push/", {"name": name, **fields})
        if reply.status == 302:
            self.pushed.append(reply.location)


@dataclass
class Taker:
    """Somebody who shows another look on each task in turn, by the API, as a deck does."""

    script: Script
    book: Book
    tasks: Iterator[str]
    looks: Iterator[str]
    taken: int = 0
    every: float = CLICKING

    def act(self) -> None:
        sent = time.monotonic()
        try:
            self.script.click(next(self.tasks), next(self.looks))
            reply = Reply(200, sent=sent, seconds=time.monotonic() - sent)
            self.taken += 1
        except (RuntimeError, OSError) as error:
            reply = Reply(0, str(error), sent=sent)
        self.book.note("take", reply)


@dataclass
class Caller:
    """The cloud, which tells a task of ours how its sources are."""

    asker: Noted
    tokens: Iterator[str]
    every: float

    def act(self) -> None:
        body = json.dumps({"Event": 1, "Sources": [{"ID": "1", "Status": "ok"}]})
        self.asker.ask("POST", f"/hooks/mix/{next(self.tokens)}/", body, {})


def editor(
    visitor: Visitor, book: Book, rules: Rules, pictures: float, address: str
) -> list[Person]:
    """One page, from an address of this computer: what it saves first, and what it shows meanwhile,
    so many pictures a second.
    """

    def asker(kind: str) -> Noted:
        return Noted(visitor, book, kind, address)

    path = made(visitor, rules)
    saver = Saver(Editor(asker("save"), path, rules, version=2))
    if not pictures:
        return [saver]
    asks, again = asker("preview"), asker("preview again")
    return [saver, Previewer(asks, again, path, rules, 1 / pictures)]
