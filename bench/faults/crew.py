"""Who pushes, takes and stops during each fault, and repeats each click until it is heard."""

from __future__ import annotations

import threading
import time
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.air.page import Page
from bench.faults.asking import Asker, Ledger, Reply
from bench.faults.editors import first_box
from bench.faults.sandbox import Task, tasks_at
from tests.driving.crowd import made
from tests.driving.processes import wait_for
from tests.driving.visitor import Visitor, key_in
from tests.volcengine.bodies import mixed_rules

AGAIN_SECONDS = 0.5
# Who waits longer than this has been left alone by the studio.
PATIENCE = 120.0
# What a studio may say of an operation that did not reach the cloud: people see that and decide.
TOLD = ("unknown", "failed", "refused")
# How far right the first box lies in the look of the first fault; in each further one by one more.
FIRST_LOOK = 500
# A kind, the typed name of a task, and of what puts something on air the look.
Name = tuple[str, str, int | None]


class LeftAlone(Exception):
    """Before a fault there was nothing to take or to stop: an earlier one is not over."""


@dataclass
class Click:
    """One press that is repeated as it was. `acknowledged` is when, by the monotonic clock."""

    asker: Asker
    path: str
    fields: dict[str, str]
    acknowledged: float | None = None
    refused: str = ""
    tries: int = 0
    led_to: str = ""

    def insist(self, delay: float) -> None:
        time.sleep(delay)
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            self.tries += 1
            reply = self.asker.post(self.path, self.fields)
            if reply.is_answer:
                self.hear(reply)
                return
            time.sleep(AGAIN_SECONDS)
        self.refused = "never answered"

    def hear(self, reply: Reply) -> None:
        if reply.status == 302:
            self.acknowledged, self.led_to = time.monotonic(), reply.location
        else:
            # A press whose answer was lost may have been heard: what the studio shows then counts.
            self.refused = f"{reply.status}"


@dataclass
class Round:
    """The clicks of one fault, and the cloud's names of the tasks they are about."""

    number: int
    pushed: str
    on_air: str
    leaving: str
    push: Click
    take: Click
    stop: Click

    @property
    def look(self) -> int:
        return FIRST_LOOK + self.number

    @property
    def clicks(self) -> dict[str, Click]:
        return {"push": self.push, "take": self.take, "stop": self.stop}

    @property
    def names(self) -> tuple[Name, Name, Name]:
        """What tells its push, its take and its stop from all others."""
        return (
            ("push", self.pushed, self.look),
            ("take", self.on_air, self.look),
            ("stop", self.leaving, None),
        )

    def counts(self, tasks: list[Task]) -> dict[Name, int]:
        """How often the cloud has each."""
        takes = (task.looks.count(self.look) for task in tasks if title_of(task) == self.on_air)
        stops = (task.stopped is not None for task in tasks if title_of(task) == self.leaving)
        pushes = sum(title_of(task) == self.pushed for task in tasks)
        return dict(zip(self.names, (pushes, sum(takes), sum(stops)), strict=True))


def title_of(task: Task) -> str:
    """The name that was typed, of the one the cloud has (`round-03-abc…`)."""
    return task.name.rsplit("-", 1)[0]


@dataclass
class Crew:
    """`air` is the task that all takes are made on, `leaving` the one that is stopped next: by name
    and by the path of its page.
    """

    visitor: Visitor
    data: Path
    ledger: Ledger
    air: tuple[str, str] = ("", "")
    leaving: tuple[str, str] = ("", "")
    spares: int = 0
    rounds: list[Round] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.asker = Asker(self.visitor, self.ledger)

    def prepare(self) -> Round:
        """All that comes before the next fault's three clicks."""
        number = len(self.rounds)
        template = self.template(FIRST_LOOK + number)
        self.air = self.air if self.takes(self.air, template) else self.spare()
        if not self.takes(self.air, template):
            raise LeftAlone(self.air[0])
        self.leaving = self.leaving if self.comes_on_air(self.leaving) else self.spare()
        name = f"round-{number:02}"
        this = Round(
            number,
            *(name, self.air[0], self.leaving[0]),
            push=self.click(f"{template}push/", self.push_fields(template, name)),
            take=self.click(f"{self.air[1]}take/", {**self.page(self.air).form, "armed": "1"}),
            stop=self.click(f"{self.leaving[1]}stop/", {}),
        )
        self.rounds.append(this)
        return this

    def click(self, path: str, fields: dict[str, str]) -> Click:
        return Click(Asker(self.visitor, self.ledger), path, fields)

    def press(self, this: Round) -> list[threading.Thread]:
        """The three clicks, as soon as the fault is there."""
        threads = [
            threading.Thread(target=click.insist, args=(0.2 + 0.1 * n,), daemon=True)
            for n, click in enumerate(this.clicks.values())
        ]
        for thread in threads:
            thread.start()
        return threads

    def go_on(self, this: Round) -> None:
        """The task that was pushed is the next to be stopped."""
        self.leaving = (this.pushed, this.push.led_to)

    def spare(self) -> tuple[str, str]:
        """A new task that is on air."""
        task = self.pushed()
        if not self.comes_on_air(task):
            raise LeftAlone(task[0])
        return task

    def pushed(self) -> tuple[str, str]:
        """A new task on its way there."""
        self.spares += 1
        name = f"spare-{self.spares:02}"
        template = self.template(FIRST_LOOK - self.spares)
        page = self.visitor.post(f"{template}push/", **self.push_fields(template, name))
        return name, page.removeprefix(self.visitor.origin)

    def template(self, look: int) -> str:
        """The path of a new template with a look of its own."""
        rules = deepcopy(mixed_rules())
        first_box(rules)["X"] = look
        return made(self.visitor, rules)

    def push_fields(self, template: str, name: str) -> dict[str, str]:
        dialog = self.asker.get(f"{template}push/").text
        return {"name": name, **{field: key_in(dialog, field) for field in ("key", "version")}}

    def page(self, task: tuple[str, str]) -> Page:
        return Page(self.asker.get(task[1]).text)

    def comes_on_air(self, task: tuple[str, str]) -> bool:
        return bool(task[1]) and self.in_time(lambda: self.page(task).state == "on_air")

    def takes(self, task: tuple[str, str], template: str) -> bool:
        """Whether the template's look can be taken there, once it is in preview."""
        if not task[1]:
            return False
        pk = template.strip("/").split("/")[-1]
        look = f"{task[1]}prepare/", {"template": pk}
        # The first of them may meet what is left of a web server that was killed.
        return self.in_time(lambda: self.asker.post(*look).is_answer) and self.in_time(
            lambda: not self.page(task).is_held
        )

    def in_time(self, holds: Any) -> bool:
        try:
            wait_for(holds, "", 30)
        except AssertionError:
            return False
        return True

    def told(self) -> dict[Name, str]:
        """The outcomes the studio tells of, the newest of each."""
        rows = self.asker.read("/tasks/history.json")
        return {name_of(row): row["outcome"] for row in reversed(rows)}

    def verdict(self) -> dict[str, int]:
        """Of all rounds: what the cloud has more than once, what it lacks although the studio says
        otherwise, and what it lacks as the studio says.
        """
        told, tasks = self.told(), list(tasks_at(self.data).values())
        verdict = {"doubled": 0, "missing": 0, "told": 0}
        for this in self.rounds:
            for name, count in this.counts(tasks).items():
                verdict["doubled"] += max(0, count - 1)
                if not count:
                    verdict["told" if told.get(name) in TOLD else "missing"] += 1
        return verdict


def name_of(row: dict[str, Any]) -> Name:
    """Of an entry of the history."""
    look = first_box(row["document"])["X"] if row["document"] else None
    return row["kind"], row["name"].rsplit("-", 1)[0], look
