"""Editors who change something every second, and save it as the editor's page does."""

from __future__ import annotations

import json
import random
import re
import threading
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from bench.faults.asking import Asker, Reply
from tests.driving.crowd import Rules
from tests.driving.processes import ROOT


def seconds_of(name: str) -> float:
    """A time of the page's own, in seconds."""
    script = (ROOT / "static/editor/saving/saving.js").read_text(encoding="utf-8")
    told = re.search(rf"const {name} = ([\d_]+);", script)
    assert told
    return int(told[1]) / 1000


QUIET, SLOWEST = seconds_of("QUIET"), seconds_of("SLOWEST")


@dataclass
class Editor:
    """One page with a template of its own, whose first box lies as far right as it was changed
    often. `version` and `saved` (how many changes) are those acknowledged last, `saved_at` is when
    that save was sent.
    """

    asker: Asker
    path: str
    rules: Rules
    version: int
    client: str = field(default_factory=lambda: str(uuid4()))
    changes: int = 0
    saved: int = 0
    saved_at: float = 0.0
    fails: int = 0
    job: dict[str, Any] | None = None
    troubles: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.began_with = self.version

    def run(self, over: threading.Event) -> None:
        wait = random.uniform(0, QUIET)
        while not over.wait(wait):
            wait = self.save()

    def save(self) -> float:
        """Sends what is not acknowledged, and else a change; seconds until the next time."""
        self.job = self.job or self.change()
        reply = self.asker.ask(
            "PUT",
            f"{self.path}document/",
            json.dumps(self.job),
            {"If-Match": f'"{self.version}"'},
        )
        if reply.status == 200 or (reply.status == 409 and self.is_own(reply)):
            self.accept(reply)
            return QUIET
        if reply.is_answer:
            self.troubles.append(f"a save was answered {reply.status}: {reply.text[:200]}")
        self.fails += 1
        return float(min(SLOWEST, 2**self.fails))

    def change(self) -> dict[str, Any]:
        self.changes += 1
        rules = deepcopy(self.rules)
        first_box(rules)["X"] = self.changes
        body = {"rules": rules, "editor_state": {}}
        return body | {"client": self.client, "sequence": self.changes}

    def is_own(self, reply: Reply) -> bool:
        """Whether what the server holds is this very document."""
        assert self.job
        theirs: dict[str, Any] = json.loads(reply.text)
        return bool(first_box(theirs["rules"])["X"] == first_box(self.job["rules"])["X"])

    def accept(self, reply: Reply) -> None:
        version = int(json.loads(reply.text)["version"])
        if version <= self.version:
            self.troubles.append(f"version {version} came after {self.version}")
        self.version, self.saved, self.saved_at = version, self.changes, reply.sent
        self.job, self.fails = None, 0

    def verdict(self) -> dict[str, int]:
        """What the server holds at the end, against what was acknowledged."""
        held = self.asker.read(f"{self.path}opening/")
        changes, version = first_box(held["rules"])["X"], held["version"]
        return {
            "lost": max(0, self.saved - changes),
            "versions_back": max(0, self.version - version),
            # Each change is one version, however often it was sent.
            "twice": version - self.began_with - changes,
        }


def first_box(rules: Rules) -> dict[str, Any]:
    box: dict[str, Any] = rules["InputLayout"]["Scene"]["Layout"][0]
    return box
