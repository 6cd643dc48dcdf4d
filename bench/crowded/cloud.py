"""A cloud with very many tasks, all of them on air, at many accounts; it notes what came when."""

from __future__ import annotations

import json
import re
import threading
import time
from collections import defaultdict
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any, Self
from urllib.parse import parse_qs

from studio.volcengine.sandbox.faults import Fault
from studio.volcengine.sandbox.signature import Request
from tests.volcengine import stand_in
from tests.volcengine.stand_in import reply, success

# How long an answer takes, in seconds.
LATENCY = 0.1
CREDENTIAL = re.compile(r"Credential=AKCROWDED(\d+)/")
PAGE = 100


@dataclass(frozen=True)
class Came:
    """One request: `at` by the monotonic clock, `subject` a page of the list or a task's id."""

    at: float
    account: int
    action: str
    subject: str


def task_id(number: int) -> str:
    return f"{number:016x}"


@dataclass
class Cloud:
    """`tasks` by turns at so many `accounts`; `created` says when a push of a name came."""

    tasks: int
    accounts: int
    url: str = ""
    came: list[Came] = field(default_factory=list)
    created: dict[str, float] = field(default_factory=dict)
    made: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    stack: ExitStack = field(default_factory=ExitStack)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def __enter__(self) -> Self:
        self.url = self.stack.enter_context(stand_in.running(self.answer)).url
        for number in range(self.tasks):
            self.made[number % self.accounts].append(task_id(number))
        return self

    def __exit__(self, *_why: object) -> None:
        self.stack.close()

    def listed(self) -> set[int]:
        """The accounts whose list was asked for."""
        return {each.account for each in list(self.came) if each.action == "ListCloudMixTask"}

    def answer(self, request: Request) -> Fault:
        now = time.monotonic()
        found = CREDENTIAL.search(request.headers["authorization"])
        assert found
        account = int(found[1])
        action = parse_qs(request.query)["Action"][0]
        body = json.loads(request.body)
        subject = str(body.get("TaskID") or body.get("Page") or "")
        with self.lock:
            self.came.append(Came(now, account, action, subject))
            told = self.carried_out(account, action, body, now)
        time.sleep(LATENCY)
        return reply(200, success(told))

    def carried_out(self, account: int, action: str, body: Any, now: float) -> Any:
        own = self.made[account]
        if action == "ListCloudMixTask":
            first = (body["Page"] - 1) * PAGE
            rows = [
                {"Name": each, "Status": "runing", "TaskID": each}
                for each in own[first : first + PAGE]
            ]
            return {"Count": len(own), "Result": rows}
        if action == "CreateCloudMixTask":
            made = task_id(1_000_000 + len(self.created))
            self.created[body["Name"]] = now
            own.append(made)
            return {"TaskID": made}
        return {"TaskID": body["TaskID"], "Status": "runing"}
