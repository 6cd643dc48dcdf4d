"""Editors without a browser who save again and again, and what a copy made then holds."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, NamedTuple

from tests.driving.crowd import Rules, made, page_headers
from tests.driving.processes import wait_for
from tests.driving.visitor import Visitor

CLIENT = "00000000-0000-4000-8000-000000000000"


class Saved(NamedTuple):
    """When a version was sent and when it was acknowledged, by the monotonic clock."""

    sent: float
    acknowledged: float


class Saver:
    """One editor with a template and a connection of their own."""

    def __init__(self, visitor: Visitor, rules: Rules) -> None:
        self.path = made(visitor, rules)
        self.saves = {2: Saved(time.monotonic(), time.monotonic())}
        self._rules = deepcopy(rules)
        self._headers = page_headers(visitor)
        self._connection = visitor.connection(60)

    @property
    def template(self) -> str:
        return self.path.strip("/").rpartition("/")[2]

    def save(self) -> None:
        """The document anew, with the version it becomes as a box's place."""
        version = max(self.saves)
        sent = time.monotonic()
        headers = self._headers | {"If-Match": f'"{version}"'}
        self._connection.request("PUT", f"{self.path}document/", self.body(version + 1), headers)
        answer = self._connection.getresponse()
        told = json.loads(answer.read())
        assert (answer.status, told.get("version")) == (200, version + 1), told
        self.saves[version + 1] = Saved(sent, time.monotonic())

    def body(self, version: int) -> str:
        self._rules["InputLayout"]["Scene"]["Layout"][0]["X"] = version
        saved = {"rules": self._rules, "editor_state": {}, "client": CLIENT, "sequence": version}
        return json.dumps(saved)

    def save_until(self, told: threading.Event) -> None:
        while not told.is_set():
            self.save()


@dataclass
class Crowd:
    """Several of them."""

    savers: list[Saver]

    @contextmanager
    def saving(self) -> Iterator[None]:
        """All of them save while the block runs; raises where one of them could not."""
        told = threading.Event()
        with ThreadPoolExecutor(len(self.savers)) as threads:
            working = [threads.submit(saver.save_until, told) for saver in self.savers]
            try:
                yield
            finally:
                told.set()
        for each in working:
            each.result()

    def wait_for_saves(self) -> None:
        """Until each of them has saved twice from now on: the first may have been sent before."""
        before = [len(saver.saves) for saver in self.savers]
        wait_for(
            lambda: all(
                len(saver.saves) >= count + 2
                for saver, count in zip(self.savers, before, strict=True)
            ),
            "everybody saves",
        )

    def saved(self, since: float, until: float) -> list[float]:
        """How long each save took that was sent then, in seconds."""
        saves = (saved for saver in self.savers for saved in saver.saves.values())
        return [one.acknowledged - one.sent for one in saves if since <= one.sent <= until]

    def moment(self, copied: Mapping[str, Mapping[str, Any]], began: float, ended: float) -> str:
        """Why what was copied between `began` and `ended` is not of one moment; "" if it is.

        It is if no save that it holds was sent after one that it lacks was acknowledged, it lacks
        none acknowledged before it began, and holds none sent after it ended.
        """
        held, lacked = [began], [ended]
        for saver in self.savers:
            row = copied[saver.template]
            version = row["version"]
            if row["rules"]["InputLayout"]["Scene"]["Layout"][0]["X"] != version > 2:
                return f"{saver.template} is not whole"
            held.append(saver.saves[version].sent)
            if version + 1 in saver.saves:
                lacked.append(saver.saves[version + 1].acknowledged)
        if max(held) > ended:
            return "it holds a save sent after it ended"
        if min(lacked) < began:
            return "it lacks a save acknowledged before it began"
        return "" if max(held) <= min(lacked) else "it is of several moments"
