"""A cloud that carries requests out, but loses, delays and breaks what it says of them.

What befalls a request is chosen by the seed alone: for a write by its task's number, what it asks
for and how often that came, for a read by how many came before.
"""

from __future__ import annotations

import json
import random
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple, Self
from urllib.parse import parse_qs

from bench.air.apps import CALL_SECONDS
from studio.mixes.models.versions import without_output
from studio.rules import codec
from studio.rules.document import Json, MixedRules
from studio.volcengine.sandbox.envelope import Answer
from studio.volcengine.sandbox.gateway import Gateway
from studio.volcengine.sandbox.keys import Note
from studio.volcengine.sandbox.signature import Request
from studio.volcengine.sandbox.tasks import Tasks
from tests.volcengine import stand_in
from tests.volcengine.bodies import ACCESS_KEY, SECRET_KEY
from tests.volcengine.stand_in import Handler, drop, gateway_error, reply, reset

# How much later than the client has given up a late write is carried out.
LATE_SECONDS = 0.6
# The three days of a task are 108 minutes: longer than any run.
SPEED = 40.0
PAGE = 100

WRITE_FATES = {
    "reset before": 0.08,
    "answer lost": 0.08,
    "carried out late": 0.06,
    "500 after": 0.05,
    "500 before": 0.03,
    "400": 0.03,
    "sender killed before": 0.03,
    "sender killed after": 0.03,
}
READ_FATES = {"read reset": 0.05, "read 500": 0.04}
CREATE, UPDATE, DELETE = "CreateCloudMixTask", "UpdateCloudMixTask", "DeleteCloudMixTask"

Rows = list[dict[str, Any]]
Look = str

# Kills whichever process has this port of the loopback address.
Strike = Callable[[int], None]


class LaggingTasks(Tasks):
    """A list that shows a task only some time after it was created.

    `names` are its tasks' by their ids, `looks` the documents each has accepted.
    """

    def __init__(self, folder: Path, lag: float) -> None:
        super().__init__(folder, SPEED)
        self._lag = lag
        self._shown_from: dict[str, float] = {}
        self.names: dict[str, str] = {}
        self.looks: dict[str, list[Look]] = {}

    def create(self, name: str, rules: MixedRules) -> dict[str, Json]:
        created = super().create(name, rules)
        task_id = str(created["TaskID"])
        self._shown_from[task_id] = time.monotonic() + self._lag
        self.names[task_id], self.looks[task_id] = name, [look_of(codec.write(rules))]
        return created

    def update(self, task_id: str, rules: MixedRules, *, fails: bool = False) -> dict[str, Json]:
        updated = super().update(task_id, rules, fails=fails)
        self.looks[task_id].append(look_of(codec.write(rules)))
        return updated

    def all(self) -> Rows:
        """Every task there is, shown or not."""
        rows: Rows = []
        while True:
            listing: dict[str, Any] = super().list(len(rows) // PAGE + 1, PAGE)
            rows += listing["Result"]
            if len(rows) >= listing["Count"] or not listing["Result"]:
                return rows

    def running(self) -> set[str]:
        """The ids of those that viewers see."""
        return {row["TaskID"] for row in self.all() if row["Status"] == "runing"}

    def list(self, page: int, page_size: int) -> dict[str, Json]:
        now = time.monotonic()
        shown = [row for row in self.all() if self._shown_from[row["TaskID"]] <= now]
        begin = (page - 1) * page_size
        return {"Count": len(shown), "Result": [*shown[begin : begin + page_size]]}


def look_of(rules: dict[str, Any]) -> Look:
    """What a document shows, as text that is the same for the same look."""
    return json.dumps(without_output(rules), sort_keys=True)


class Wish(NamedTuple):
    """What a write asks for: the same for the same wish, however often it comes.

    `task` is the Name of a create, the TaskID of anything else.
    """

    action: str
    task: str
    look: Look = ""

    @classmethod
    def read(cls, action: str, body: dict[str, Any]) -> Self:
        if action == CREATE:
            return cls(action, body["Name"])
        look = look_of(body["MixedRules"]) if action == UPDATE else ""
        return cls(action, body["TaskID"], look)


@dataclass
class FaultyCloud:
    tasks: LaggingTasks
    gateway: Gateway
    seed: int
    strike: Strike
    url: str = ""
    arrivals: list[float] = field(default_factory=list)
    faults: Counter[str] = field(default_factory=Counter)
    turned_away: Counter[Wish] = field(default_factory=Counter)
    # The bodies that came for each wish.
    writes: dict[Wish, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    reads: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def script(self, handler: Handler, request: Request) -> None:
        """Answers one request as its fate has it."""
        wished, fate = self.note(request)
        before, after = FATES.get(fate, (carry_on, send))
        if before(self, handler, request):
            answer = self.gateway.answer(request)
            if wished and answer.status == 429:
                with self.lock:
                    self.turned_away[wished] += 1
            after(self, handler, request, answer)

    def note(self, request: Request) -> tuple[Wish | None, str]:
        """Write the request down; what it wishes for, unless it is a read, and its fate."""
        action = parse_qs(request.query)["Action"][0]
        wished = None
        with self.lock:
            self.arrivals.append(time.monotonic())
            if action in (CREATE, UPDATE, DELETE):
                body = json.loads(request.body)
                wished = Wish.read(action, body)
                self.writes[wished].append(body)
                fate = chosen(self.turn(wished), WRITE_FATES)
            else:
                self.reads += 1
                fate = chosen(f"{self.seed} read {self.reads}", READ_FATES)
            if fate:
                self.faults[fate] += 1
        return wished, fate

    def turn(self, wished: Wish) -> str:
        """The same in every run of a seed, though ids and suffixes are drawn."""
        times = len(self.writes[wished])
        if wished.action == CREATE:
            return f"{self.seed} {number_of(wished.task)} {times}"
        of_task = [known for known in self.writes if known[:2] == wished[:2]]
        number = number_of(self.tasks.names[wished.task])
        return f"{self.seed} {number} {wished.action} {of_task.index(wished)} {times}"


def number_of(name: str) -> str:
    """The number of a click, of the name its task has (`push-017-…`)."""
    return name.split("-")[1]


@contextmanager
def faulty_cloud(folder: Path, *, seed: int, lag: float, strike: Strike) -> Iterator[FaultyCloud]:
    """A faulty cloud that listens on loopback for as long as the block lasts."""
    folder.mkdir()
    tasks = LaggingTasks(folder, lag)
    gateway = Gateway(tasks, Note(url="", access_key=ACCESS_KEY, secret_key=SECRET_KEY))
    cloud = FaultyCloud(tasks, gateway, seed, strike)
    with stand_in.running(cloud.script) as started:
        cloud.url = started.url
        yield cloud


def chosen(by: str, shares: dict[str, float]) -> str:
    """One of the fates, or none, always the same for the same text."""
    drawn = random.Random(by).random()
    for fate, share in shares.items():
        drawn -= share
        if drawn < 0:
            return fate
    return ""


# --- What befalls a request before it is carried out (False: it never is), and after -----

Before = Callable[[FaultyCloud, Handler, Request], bool]
After = Callable[[FaultyCloud, Handler, Request, Answer], None]


def carry_on(_cloud: FaultyCloud, _handler: Handler, request: Request) -> bool:
    # As long as the service may think, so that kills find requests under way.
    time.sleep(random.Random(request.body).random() * 0.04)
    return True


def reset_before(_cloud: FaultyCloud, handler: Handler, request: Request) -> bool:
    reset(handler, request)
    return False


def fail_before(_cloud: FaultyCloud, handler: Handler, request: Request) -> bool:
    reply(500, gateway_error("InternalError"))(handler, request)
    return False


def refuse(_cloud: FaultyCloud, handler: Handler, request: Request) -> bool:
    reply(400, gateway_error("InvalidParameter"))(handler, request)
    return False


def be_late(_cloud: FaultyCloud, _handler: Handler, _request: Request) -> bool:
    time.sleep(CALL_SECONDS + LATE_SECONDS)
    return True


def kill_before(cloud: FaultyCloud, handler: Handler, _request: Request) -> bool:
    cloud.strike(handler.client_address[1])
    return False


def send(_cloud: FaultyCloud, handler: Handler, request: Request, answer: Answer) -> None:
    reply(answer.status, answer.body)(handler, request)


def lose(_cloud: FaultyCloud, handler: Handler, request: Request, _answer: Answer) -> None:
    drop(handler, request)


def fail_after(_cloud: FaultyCloud, handler: Handler, request: Request, _answer: Answer) -> None:
    reply(500, gateway_error("InternalError"))(handler, request)


def kill_after(cloud: FaultyCloud, handler: Handler, _request: Request, _answer: Answer) -> None:
    cloud.strike(handler.client_address[1])


FATES: dict[str, tuple[Before, After]] = {
    "reset before": (reset_before, send),
    "answer lost": (carry_on, lose),
    "carried out late": (be_late, lose),
    "500 after": (carry_on, fail_after),
    "500 before": (fail_before, send),
    "400": (refuse, send),
    "sender killed before": (kill_before, send),
    "sender killed after": (carry_on, kill_after),
    "read reset": (reset_before, send),
    "read 500": (fail_before, send),
}
