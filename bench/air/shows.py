"""People who run shows: take after take on a task that is on air, and its stop at the end.

They do what the task's own page offers them: TAKE where it is not held, *Send again* or *I checked*
where an outcome stays unknown, *Stop* until it has ended.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from bench.air.clicks import Click
from bench.air.line import PATIENCE, LeftAlone, Line
from bench.air.page import Page
from bench.machine import slowness
from studio.editor.models import LayoutTemplate

LOOK_SECONDS = 0.3
ON_THEIR_WAY = ("pushing", "preparing")


@dataclass
class Show:
    """`pressed` has what each TAKE's key was to show; `again` counts what was sent again."""

    click: Click
    looks: list[LayoutTemplate]
    is_to_stop: bool
    pressed: dict[str, LayoutTemplate] = field(default_factory=dict)
    acknowledged: set[str] = field(default_factory=set)
    again: int = 0
    is_on: bool = False
    is_stopped: bool = False

    @property
    def task(self) -> str:
        """The row that its push led to."""
        return self.click.task


@dataclass
class Operator:
    """One person at one show."""

    line: Line
    show: Show
    chance: random.Random

    def run(self) -> None:
        self.show.is_on = self.is_on_air()
        if not self.show.is_on:
            return
        for look in self.show.looks:
            self.take(look)
        if self.show.is_to_stop:
            self.stop()
        else:
            self.settle()

    def is_on_air(self) -> bool:
        """Whether the push has come on air; what else became of it is not this person's show."""
        states = (page.state for page in self.looking())
        return next(state for state in states if state not in ON_THEIR_WAY) == "on_air"

    def take(self, look: LayoutTemplate) -> None:
        """Put it into preview, and press TAKE until one press is taken."""
        if (status := self.post("prepare/", {"template": look.pk})) != 302:
            raise LeftAlone(f"{self.show.task}: prepare {status}")
        for page in self.looking():
            if page.is_held:
                if page.is_on_already:
                    # A press whose answer was lost was taken after all.
                    return
                self.decide(page)
                continue
            key = page.form["key"]
            self.show.pressed[key] = look
            if self.post("take/", {**page.form, "armed": "1"}) == 302:
                self.show.acknowledged.add(key)
                return

    def decide(self, page: Page) -> None:
        """What an open outcome asks of a person: to ask again, to send again, or to give up."""
        button = self.chance.choice(["ask-again", "send-again", "give-up"])
        if not (address := page.address(button)):
            return
        before = self.line.tries
        status = self.line.insist("POST", address).status
        # One whose answer was lost may have been heard, and is refused when it is repeated.
        if button == "send-again" and (status == 302 or self.line.tries - before > 1):
            self.show.again += 1

    def settle(self) -> None:
        """Wait, and decide, until it is known what viewers see."""
        for page in self.looking():
            if not page.is_open:
                return
            self.decide(page)

    def stop(self) -> None:
        for page in self.looking():
            if page.state == "ended":
                self.show.is_stopped = True
                return
            if page.address("stop"):
                self.post("stop/")

    def looking(self) -> Iterator[Page]:
        """The page again and again. Raises LeftAlone."""
        deadline = time.monotonic() + PATIENCE * slowness()
        while time.monotonic() < deadline:
            yield self.page()
            time.sleep(LOOK_SECONDS)
        raise LeftAlone(f"{self.show.task}: {self.page().state}")

    def page(self) -> Page:
        return Page(self.line.insist("GET", f"/tasks/{self.show.task}/").text)

    def post(self, act: str, fields: dict[str, object] | None = None) -> int:
        return self.line.insist("POST", f"/tasks/{self.show.task}/{act}", fields).status
