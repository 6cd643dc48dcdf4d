"""One studio with its tasks on air, and all who work there."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count, cycle
from pathlib import Path

from bench.faults.editors import first_box
from bench.load.book import Book, Noted
from bench.load.people import (
    BROWSING,
    LISTING,
    Caller,
    Person,
    Pusher,
    Reader,
    Saver,
    Taker,
    Watcher,
    editor,
)
from bench.load.places import Place, place_of
from bench.panels import Panel, Script
from tests.driving.crowd import Rules, made
from tests.driving.processes import wait_for
from tests.driving.visitor import Visitor
from tests.volcengine.bodies import mixed_rules

BROWSERS, LISTERS, WATCHERS = 5, 5, 10
# A task gets another look whenever its turn comes again.
LOOKS = 7
TOKENS = """
from studio.mixes.clouds.callbacks import token_of
from studio.mixes.models import MixTask
for task in MixTask.objects.filter(ended_at=None):
    print(task.pk, token_of(task.pk))
"""


@dataclass
class Room:
    """One studio with its tasks on air; `tokens` are those of their callbacks, by task."""

    place: Place
    script: Script
    rules: Rules
    tokens: dict[str, str] = field(default_factory=dict)
    # Of the looks that no task has had yet.
    numbers: count[int] = field(default_factory=lambda: count(1))

    def fill(self, tasks: int) -> None:
        """With tasks that are on air."""
        path = made(self.visitor, mixed_rules())
        pusher = Pusher(
            Noted(self.visitor, book := Book(), "push"), Noted(self.visitor, book, "read"), path
        )
        for _task in range(tasks):
            pusher.act()
        assert not book.errors, book.errors[:3]
        last = [place.strip("/").split("/")[-1] for place in pusher.pushed]
        wait_for(lambda: all(self.is_on_air(task) for task in last[-3:]), "all are on air", 120)
        self.tokens = dict(line.split() for line in self.place.manage(TOKENS).splitlines())

    @property
    def visitor(self) -> Visitor:
        return self.place.visitor

    def is_on_air(self, task: str) -> bool:
        return bool(self.script.state(task)["on_air"])

    def people(
        self, book: Book, editors: int, callbacks: float, pictures: float
    ) -> tuple[list[Saver], list[Person]]:
        """Who saves, and everybody."""
        paths = [made(self.visitor, look(next(self.numbers))) for _look in range(LOOKS)]
        looks = cycle([path.strip("/").split("/")[-1] for path in paths])
        tasks = list(self.tokens)
        everybody = [
            person
            for number in range(editors)
            for person in editor(
                self.visitor, book, self.rules, pictures, self.place.address(number)
            )
        ]
        everybody += [
            self.reader(book, ["/templates/", "/templates/?q=show"], BROWSING)
            for _browser in range(BROWSERS)
        ]
        everybody += [self.reader(book, ["/tasks/"], LISTING) for _lister in range(LISTERS)]
        everybody += [
            Watcher(Noted(self.visitor, book, "read"), f"/tasks/{task}/")
            for task in tasks[:WATCHERS]
        ]
        everybody.append(
            Pusher(Noted(self.visitor, book, "push"), Noted(self.visitor, book, "read"), paths[0])
        )
        everybody.append(Taker(self.script, book, cycle(tasks), looks))
        if callbacks:
            asker = Noted(self.visitor, book, "callback")
            everybody.append(Caller(asker, cycle(self.tokens.values()), 1 / callbacks))
        return [person for person in everybody if isinstance(person, Saver)], everybody

    def reader(self, book: Book, paths: list[str], every: float) -> Reader:
        return Reader(Noted(self.visitor, book, "read"), cycle(paths), every)

    def panels(self, many: int) -> list[Panel]:
        tasks = cycle(self.tokens)
        panels = [Panel(self.script, next(tasks)) for _panel in range(many)]
        for panel in panels:
            panel.watch()
        return panels


def look(number: int) -> Rules:
    """A document that differs from the other ones."""
    rules = mixed_rules()
    first_box(rules)["X"] = number
    return rules


@contextmanager
def room(kind: str, prepared: Path | None) -> Iterator[Room]:
    """With nothing on air yet; in a folder that is prepared, where there is one."""
    with place_of(kind, prepared) as place:
        script = Script(place.visitor, place.token)
        yield Room(place, script, busiest(place.visitor, script))


def busiest(visitor: Visitor, script: Script) -> Rules:
    """The demo's document of the most sources, as its page opens it: its address is masked there,
    and so left out.
    """
    items = script.ask("GET", "templates")[0]["items"]
    pages = [json.loads(visitor.get(f"/templates/{item['id']}/opening/")) for item in items]
    documents: list[Rules] = [page["rules"] for page in pages]
    found = max(documents, key=lambda rules: len(rules["InputSource"]))
    found["Output"]["Url"] = []
    return found
