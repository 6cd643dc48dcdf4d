"""One run: clicks among kills, mishaps and faults until each is acknowledged, and then, among kills
and faults, until all is quiet; in a brief run nobody is killed any more by then.
"""

from __future__ import annotations

import math
import random
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from queue import SimpleQueue
from typing import Any, Protocol

from django.conf import settings
from django.db import connection
from django.test import Client
from django_tasks_db.models import DBTaskResult

from bench.air.clicks import Click, clicks, push
from bench.air.cloud import CountedGateway, FaultyCloud, faulty_cloud
from bench.air.line import SECRET, LeftAlone, Line
from bench.air.mishaps import BRIEF_LAST_SECONDS, LAST_SECONDS, Mishap, mishaps_of
from bench.air.rate import most_in_a_second
from bench.air.show_verdict import show_verdict, untrue
from bench.air.shows import Operator, Show
from bench.air.verdict import UNFINISHED, end_of, never, unsettled, verdict
from bench.air.victims import BRIEF, LIVES, Victims
from bench.machine import slowness
from studio.accounts.models import Workspace
from studio.editor.models import LayoutTemplate
from studio.mixes.models import Connection, Kind, Operation, State
from studio.rules.geometry import Box
from tests import builders
from tests.driving.clock import Clock
from tests.driving.mishaps import Scene
from tests.volcengine.bodies import ACCESS_KEY, SECRET_KEY

PEOPLE = 6
# After the clicks, for each kind of kill and mishap to have come.
KIND_SECONDS = 20.0
# After the last click is acknowledged, for everything to come to its end.
SETTLE_SECONDS = 40.0
SETTLE_SECONDS_PER_PUSH = 1.0
LOOK_SECONDS = 0.5
# What is pushed, and what seven takes at most can show after it.
DOCUMENTS = 8


class Life(Protocol):
    """Something that goes on until it is all over."""

    def live(self, over: threading.Event) -> None: ...


def attack(
    scene: Scene,
    clock: Clock,
    folder: Path,
    *,
    pushes: int,
    shows: int,
    takes: int,
    accounts: int,
    lag: float,
    seed: int,
    brief: bool,
) -> dict[str, Any]:
    """What became of `pushes` clicks, and of the shows on some `shows` of their tasks.

    `folder` is the cloud's, at which the studio has so many `accounts`.
    """
    studio = scene.studio
    mishaps = mishaps_of(scene, clock, seed, BRIEF_LAST_SECONDS if brief else LAST_SECONDS)
    victims = Victims(studio, seed, BRIEF if brief else LIVES)
    with faulty_cloud(
        folder, seed=seed, lag=lag, strike=victims.strike_owner, accounts=accounts
    ) as cloud:
        first, *others = cloud.gateways
        studio.environment["VOLC_LIVE_URL"] = settings.VOLC_LIVE_URL = first.url
        studio.environment["STUDIO_CLOUD_ALLOW"] = ",".join(map(host_of, others))
        try:
            studio.start()
            templates = make_templates()
            clicked = clicks(pushes, templates, seed, connect(others))
            run = Run(
                *(clicked, shows_of(clicked, templates, takes), math.ceil(shows / PEOPLE)),
                *(cloud, victims.answered, seed),
                counts=clock.is_one,
            )
            began = time.monotonic()
            with ExitStack() as longer:
                if not brief:
                    longer.enter_context(going_on(victims.all))
                with going_on([*mishaps, *(victims.all if brief else ())]):
                    run.click(studio.port)
                    wait_for_each_kind(victims, mishaps)
                # PostgreSQL was away meanwhile.
                connection.close()
                run.settle()
            took = time.monotonic() - began
        finally:
            studio.stop()
        about = {"pushes": pushes, "accounts": accounts, "lag": lag, "seed": seed}
        about |= {"seconds": round(took)}
        return about | run.result() | around(victims, mishaps)


@contextmanager
def going_on(lives: Sequence[Life]) -> Iterator[None]:
    """They live until the block ends."""
    over = threading.Event()
    with ThreadPoolExecutor(len(lives)) as pool:
        living = [pool.submit(each.live, over) for each in lives]
        try:
            yield
        finally:
            over.set()
    for each in living:
        each.result()


def wait_for_each_kind(victims: Victims, mishaps: list[Mishap]) -> None:
    """What can come and has not yet may be late by chance, or on a busy machine."""
    deadline = time.monotonic() + KIND_SECONDS * slowness()
    while time.monotonic() < deadline and around(victims, mishaps)["never"]:
        time.sleep(LOOK_SECONDS)


def around(victims: Victims, mishaps: list[Mishap]) -> dict[str, Any]:
    """How often each kind of kill and mishap came, and which could not or did not."""
    kills = victims.kills()
    times = {each.name: each.times for each in mishaps}
    impossible = {each.name: each.impossible for each in mishaps if each.impossible}
    return {
        "kills": kills,
        "mishaps": times,
        "impossible": impossible,
        "never": never(kills | times, impossible),
    }


# The shows whose push is acknowledged, as they come; None after the last.
Pushed = SimpleQueue[Show | None]


@dataclass
class Run:
    """`shows` has each click's, of which each operator runs as many as `each` says."""

    clicks: list[Click]
    shows: list[Show]
    each: int
    cloud: FaultyCloud
    answered: Callable[[], None]
    seed: int
    # Of when a request came, on the monotonic clock: while processes disagree about the time, each
    # takes turns by its own.
    counts: Callable[[float], bool] = lambda _at: True
    lines: list[Line] = field(default_factory=list)
    # What people could not go on with.
    troubles: list[str] = field(default_factory=list)

    def click(self, port: int) -> None:
        """All clicks and shows, until each is over: who pushes has somebody who runs the shows."""
        cookies = {**signed_in(), settings.CSRF_COOKIE_NAME: SECRET}
        self.lines = [Line(port, cookies, self.answered) for _person in range(2 * PEOPLE)]
        with ThreadPoolExecutor(2 * PEOPLE) as people:
            at_work = []
            for person in range(PEOPLE):
                pushed = Pushed()
                at_work += [
                    people.submit(self.push, person, self.lines[2 * person], pushed),
                    people.submit(self.operate, person, self.lines[2 * person + 1], pushed),
                ]
        for each in at_work:
            each.result()

    def push(self, person: int, line: Line, pushed: Pushed) -> None:
        chance = random.Random(f"{self.seed} person {person}")
        with self.left_alone():
            for show in self.shows[person::PEOPLE]:
                push(line, show.click, chance)
                pushed.put(show)
        pushed.put(None)

    def operate(self, person: int, line: Line, pushed: Pushed) -> None:
        """The first shows that come on air of those whose push is acknowledged."""
        chance, on = random.Random(f"{self.seed} operator {person}"), 0
        with self.left_alone():
            for show in iter(pushed.get, None):
                if on < self.each:
                    Operator(line, show, chance).run()
                    on += show.is_on

    @contextmanager
    def left_alone(self) -> Iterator[None]:
        """What a person does, as far as the studio lets them."""
        try:
            yield
        except LeftAlone as trouble:
            self.troubles.append(str(trouble))

    def settle(self) -> None:
        """Return once nothing moves and the cloud has nothing that we do not know of."""
        limit = SETTLE_SECONDS + len(self.clicks) * SETTLE_SECONDS_PER_PUSH
        deadline = time.monotonic() + limit * slowness()
        while time.monotonic() < deadline and not self.is_quiet():
            time.sleep(LOOK_SECONDS)

    def is_quiet(self) -> bool:
        rows = list(Operation.objects.select_related("task"))
        pushes = [row for row in rows if row.kind == Kind.PUSH]
        return (
            not any(end_of(row) in UNFINISHED for row in rows)
            and not unsettled(pushes, self.cloud.tasks.all())
            and not untrue(self.cloud.tasks)
        )

    def result(self) -> dict[str, Any]:
        return verdict(self.clicks, self.cloud) | {
            "operations": Operation.objects.count(),
            "repeated_clicks": sum(click.tries > 1 for click in self.clicks),
            "troubles": self.troubles,
            "server_errors": sum(line.server_errors for line in self.lines),
            "faults": dict(sorted(self.cloud.faults.items())),
            "turned_away": self.cloud.turned_away.total(),
            "requests": sum(len(each.arrivals) for each in self.cloud.gateways),
            "most_in_a_second": max(
                most_in_a_second(filter(self.counts, each.arrivals)) for each in self.cloud.gateways
            ),
            "jobs": DBTaskResult.objects.count(),
            "inquiries": sum(Operation.objects.values_list("inquiries", flat=True)),
            "still_unknown": Operation.objects.filter(state=State.UNKNOWN).count(),
            "on_air": show_verdict(self.shows, self.cloud),
        }


def shows_of(clicks: list[Click], templates: list[LayoutTemplate], takes: int) -> list[Show]:
    """Of each click the looks after the one it was pushed with; every other show is stopped."""
    return [
        Show(
            click=click,
            looks=[templates[(click.number + n) % DOCUMENTS] for n in range(1, takes + 1)],
            is_to_stop=click.number % 2 == 0,
        )
        for click in clicks
    ]


def connect(others: list[CountedGateway]) -> list[str]:
    """Where people push to, as the dialog posts it: the account of the environment's keys, and the
    others.
    """
    workspace = Workspace.objects.embedded()
    keys = (ACCESS_KEY, SECRET_KEY)
    rows = [
        builders.paid_cloud(workspace, name=f"Studio {n}", url=each.url, keys=keys)
        for n, each in enumerate(others, start=2)
    ]
    first = Connection.objects.of_environment()
    assert first
    return [f"{row.pk}:{row.version}" for row in (first, *rows)]


def host_of(gateway: CountedGateway) -> str:
    return gateway.url.partition("://")[2]


def make_templates() -> list[LayoutTemplate]:
    """Templates that differ, so that a body that got to another's task would show."""
    workspace = Workspace.objects.embedded()
    return [
        builders.template(
            workspace,
            builders.document(Box(n * 10, n * 10, 640, 360)),
            name=f"show {n}",
            user=workspace.owner(),
        )
        for n in range(DOCUMENTS)
    ]


def signed_in() -> dict[str, str]:
    """The cookie of the owner's session."""
    client = Client()
    client.force_login(Workspace.objects.embedded().owner())
    name = settings.SESSION_COOKIE_NAME
    return {name: client.cookies[name].value}
