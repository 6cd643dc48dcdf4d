"""A cloud that carries requests out, but loses, delays and breaks what it says of them. People may
have several accounts there, each with its own address, limit and list.

What goes wrong with a request is chosen by the seed alone: for a write by its task's number, what
it asks for and how often that came, for a read by how many came before.
"""

from __future__ import annotations

import json
import random
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from copy import copy
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from pathlib import Path
from typing import Any, NamedTuple, Self
from urllib.parse import parse_qs

from bench.air.apps import CALL_SECONDS
from studio.rules import codec
from studio.rules.document import Json, MixedRules
from studio.volcengine.sandbox import faults
from studio.volcengine.sandbox.envelope import Answer
from studio.volcengine.sandbox.faults import NO_FAULT, Fault
from studio.volcengine.sandbox.gateway import Gateway
from studio.volcengine.sandbox.http import Wire
from studio.volcengine.sandbox.keys import Note
from studio.volcengine.sandbox.signature import Request
from studio.volcengine.sandbox.tasks import Tasks
from tests.volcengine import stand_in
from tests.volcengine.bodies import ACCESS_KEY, SECRET_KEY
from tests.volcengine.stand_in import gateway_error

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
INTERNAL_ERROR = Answer(500, "req-1", json.dumps(gateway_error("InternalError")).encode())
REFUSAL = Answer(400, "req-1", json.dumps(gateway_error("InvalidParameter")).encode())
CREATE, UPDATE, DELETE = "CreateCloudMixTask", "UpdateCloudMixTask", "DeleteCloudMixTask"

Rows = list[dict[str, Any]]
# Tasks of others, in shapes that no document names: they are to hide none of ours. They are so old
# that none of them whose name can't be read can be a push of ours.
BEFORE = {"Time": "2026-01-01T00:00:00Z"}
OLD = {"CreatedAt": BEFORE, "UpdatedAt": BEFORE}
ODD: Rows = [
    {**OLD, "Name": None, "TaskID": "odd-1", "Status": "runing"},
    {**OLD, "Name": "a\0b", "TaskID": "odd-2", "Status": "runing"},
    {**OLD, "Name": "numeric", "TaskID": 4, "Status": "runing"},
    {**OLD, "Name": "shapeless", "TaskID": {"id": "odd-5"}, "Status": "runing"},
    {**OLD, "Name": "no status", "TaskID": "odd-6", "Status": ""},
    {**OLD, "Name": "long", "TaskID": "odd-7", "Status": "done", "Bytes": 10**19},
]
Look = str

# Kills whichever process has this port of the loopback address.
Strike = Callable[[int], None]


class LaggingTasks(Tasks):
    """A list that shows a task only some time after it was created, and to the account that did.

    `names` are its tasks' by their ids, `looks` the documents each has accepted, of all accounts.
    """

    def __init__(self, folder: Path, lag: float) -> None:
        super().__init__(folder, SPEED)
        self._lag = lag
        self._shown_from: dict[str, float] = {}
        self.names: dict[str, str] = {}
        self.looks: dict[str, list[Look]] = {}
        self._own: set[str] = set()

    def of_another_account(self) -> Self:
        """The same cloud's, whose list shows what is created here alone."""
        other = copy(self)
        other._own = set()
        return other

    def create(self, name: str, rules: MixedRules) -> dict[str, Json]:
        created = super().create(name, rules)
        task_id = str(created["TaskID"])
        self._shown_from[task_id] = time.monotonic() + self._lag
        self.names[task_id], self.looks[task_id] = name, [look_of(codec.write(rules))]
        self._own.add(task_id)
        return created

    def update(self, task_id: str, rules: MixedRules, *, fails: bool = False) -> dict[str, Json]:
        updated = super().update(task_id, rules, fails=fails)
        self.looks[task_id].append(look_of(codec.write(rules)))
        return updated

    def all(self) -> Rows:
        """Every task there is, shown or not, whosever it is."""
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
        own = [row for row in self.all() if row["TaskID"] in self._own]
        shown = [row for row in own if self._shown_from[row["TaskID"]] <= now] + ODD
        begin = (page - 1) * page_size
        return {"Count": len(shown), "Result": [*shown[begin : begin + page_size]]}


def look_of(rules: dict[str, Any]) -> Look:
    """What a MixedRules object shows, as text that is the same for the same look."""
    shown = {key: value for key, value in rules.items() if key != "Output"}
    return json.dumps(shown, sort_keys=True)


class Wish(NamedTuple):
    """What a write asks for: the same for the same wish, however often it comes.

    `task` is the Name of a create, the TaskID of anything else.
    """

    action: str
    task: str
    look: Look = ""

    @classmethod
    def of(cls, request: Request) -> Self | None:
        """None of a request that only reads."""
        (action,) = parse_qs(request.query)["Action"]
        if action not in (CREATE, UPDATE, DELETE):
            return None
        body = json.loads(request.body)
        if action == CREATE:
            return cls(action, body["Name"])
        look = look_of(body["MixedRules"]) if action == UPDATE else ""
        return cls(action, body["TaskID"], look)


class CountedGateway(Gateway):
    """One account's, at an address of its own. Counts what it turns away, by what was wished for,
    and how often for its keys; `arrivals` are when requests came, on the monotonic clock.
    """

    url = ""

    def __init__(self, tasks: LaggingTasks) -> None:
        super().__init__(tasks, Note(url="", access_key=ACCESS_KEY, secret_key=SECRET_KEY))
        self.turned_away: Counter[Wish] = Counter()
        self.keys_refused = 0
        self.arrivals: list[float] = []
        self._counting = threading.Lock()

    def answer(self, request: Request, *, failing: bool = False) -> Answer:
        answer = super().answer(request, failing=failing)
        if answer.status in (401, 429) and (wished := Wish.of(request)):
            with self._counting:
                self.turned_away[wished] += 1
                self.keys_refused += answer.status == 401
        return answer


@dataclass
class FaultyCloud:
    tasks: LaggingTasks
    gateways: list[CountedGateway]
    seed: int
    strike: Strike
    faults: Counter[str] = field(default_factory=Counter)
    # The bodies that came for each wish.
    writes: dict[Wish, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    reads: int = 0
    # So many seconds at most does the service think before it looks at a request, so that kills,
    # and keys that are replaced, find some under way.
    thinking: float = 0.04
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def turned_away(self) -> Counter[Wish]:
        """By any account."""
        return sum((each.turned_away for each in self.gateways), Counter())

    def fault_of(self, gateway: CountedGateway, request: Request) -> Fault:
        """What goes wrong with a request, which is written down."""
        with self.lock:
            gateway.arrivals.append(time.monotonic())
            fate = self.fate(request)
            if fate:
                self.faults[fate] += 1
        fault = self.fates.get(fate, NO_FAULT)
        thinking = random.Random(request.body).random() * self.thinking
        return replace(fault, wait=fault.wait or thinking)

    def fate(self, request: Request) -> str:
        if wished := Wish.of(request):
            self.writes[wished].append(json.loads(request.body))
            return chosen(self.turn(wished), WRITE_FATES)
        self.reads += 1
        return chosen(f"{self.seed} read {self.reads}", READ_FATES)

    def turn(self, wished: Wish) -> str:
        """The same in every run of a seed, though ids and suffixes are drawn."""
        times = len(self.writes[wished])
        if wished.action == CREATE:
            return f"{self.seed} {number_of(wished.task)} {times}"
        of_task = [known for known in self.writes if known[:2] == wished[:2]]
        number = number_of(self.tasks.names[wished.task])
        return f"{self.seed} {number} {wished.action} {of_task.index(wished)} {times}"

    @cached_property
    def fates(self) -> dict[str, Fault]:
        return {
            "reset before": Fault(instead=faults.reset),
            "answer lost": Fault(ending=faults.lose),
            "carried out late": Fault(wait=CALL_SECONDS + LATE_SECONDS, ending=faults.lose),
            "500 after": Fault(ending=INTERNAL_ERROR),
            "500 before": Fault(instead=INTERNAL_ERROR),
            "400": Fault(instead=REFUSAL),
            "sender killed before": Fault(instead=self.kill),
            "sender killed after": Fault(ending=self.kill),
            "read reset": Fault(instead=faults.reset),
            "read 500": Fault(instead=INTERNAL_ERROR),
        }

    def kill(self, wire: Wire) -> None:
        self.strike(wire.client_address[1])


def number_of(name: str) -> str:
    """The number of a click, of the name its task has (`push-017-…`)."""
    return name.split("-")[1]


@contextmanager
def faulty_cloud(
    folder: Path, *, seed: int, lag: float, strike: Strike, accounts: int = 1
) -> Iterator[FaultyCloud]:
    """A faulty cloud that listens on loopback for as long as the block lasts."""
    folder.mkdir()
    tasks = LaggingTasks(folder, lag)
    gateways = [CountedGateway(tasks.of_another_account()) for _ in range(accounts)]
    cloud = FaultyCloud(tasks, gateways, seed, strike)
    with ExitStack() as stack:
        for each in gateways:
            script = partial(cloud.fault_of, each)
            each.url = stack.enter_context(stand_in.running(script, each)).url
        yield cloud


def chosen(by: str, shares: dict[str, float]) -> str:
    """One of the fates, or none, always the same for the same text."""
    drawn = random.Random(by).random()
    for fate, share in shares.items():
        drawn -= share
        if drawn < 0:
            return fate
    return ""
