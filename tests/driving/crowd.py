"""Editors without a browser, who ask for the server's picture as a page does while one drags."""

from __future__ import annotations

import json
import re
import time
from copy import deepcopy
from dataclasses import dataclass
from http.client import HTTPConnection
from typing import Any

from tests.driving.processes import ROOT, RunningStudio
from tests.driving.visitor import Visitor

FRAME_S = 1 / 60
STEP, REACH = 300, 400  # Pixels a second, and how far.

Rules = dict[str, Any]


def patience() -> float:
    """How long a page that is dragged on lets its preview wait, in seconds."""
    script = (ROOT / "static/editor/panels/preview.js").read_text(encoding="utf-8")
    told = re.search(r"const PATIENCE = (\d+);", script)
    assert told
    return int(told[1]) / 1000


PATIENCE_S = patience()


@dataclass(frozen=True)
class Answer:
    """A picture or, with what is told of them, tiles; and what is shown then."""

    body: bytes
    tiles: str | None
    manifest: str


@dataclass(frozen=True)
class Seen:
    """What came of one drag: the last document, the picture that was answered last, and how long
    that took from letting go, in ms. And each document of before with its answer.
    """

    rules: Rules
    picture: bytes
    waited_ms: float
    dragged: tuple[tuple[Rules, Answer], ...] = ()


def demo_rules(studio: RunningStudio) -> Rules:
    """The demo's document of the most sources."""
    rows = studio.rows("SELECT rules FROM editor_layouttemplate")
    documents: list[Rules] = [json.loads(row[0]) for row in rows]
    return max(documents, key=lambda rules: len(rules["InputSource"]))


def made(visitor: Visitor, rules: Rules) -> str:
    """The path of a new template that holds the document."""
    path = visitor.post("/templates/new/").removeprefix(visitor.origin)
    save(visitor, path, rules)
    return path


def save(visitor: Visitor, path: str, rules: Rules) -> None:
    """Saves the document in a new template."""
    visitor.put(f"{path}document/", saving(rules, 1), 1)


def saving(rules: Rules, sequence: int) -> dict[str, Any]:
    """What a page sends to save the document."""
    client = "00000000-0000-4000-8000-000000000000"
    return {"rules": rules, "editor_state": {}, "client": client, "sequence": sequence}


class Dragger:
    """One editor with a template and a connection of their own."""

    def __init__(self, visitor: Visitor, rules: Rules) -> None:
        self._path = made(visitor, rules)
        self._rules = rules
        self._shows = ""
        self._headers = page_headers(visitor)
        self._connection = HTTPConnection(visitor.origin.removeprefix("http://"), timeout=30)

    def drag(self, seconds: float) -> Seen:
        """Drags the source on top for so long and lets go."""
        begin = sent = time.monotonic()
        end = begin + seconds
        dragged = []
        while (due := sent + FRAME_S + PATIENCE_S) < end:
            rest_until(due)
            sent = time.monotonic()
            rules = self.moved(sent - begin)
            dragged.append((rules, self.answer(rules, self._shows)))
        rest_until(end)
        last = self.moved(seconds)
        picture = self.ask(last)
        return Seen(last, picture, (time.monotonic() - end) * 1000, tuple(dragged))

    def moved(self, seconds: float) -> Rules:
        rules = deepcopy(self._rules)
        layout = rules["InputLayout"]["Scene"]["Layout"][-1]
        layout["X"] += int(STEP * seconds) % REACH - REACH // 2
        layout["Y"] -= int(STEP * seconds) % (REACH // 2)
        return rules

    def ask(self, rules: Rules) -> bytes:
        """The server's picture of the document, as a page asks for it at rest."""
        answer = self.answer(rules)
        assert answer.tiles is None
        return answer.body

    def answer(self, rules: Rules, shows: str | None = None) -> Answer:
        """The same, or tiles to be drawn over what is shown."""
        body = json.dumps({"rules": rules, "editor_state": {}, "shows": shows})
        self._connection.request("POST", f"{self._path}preview/", body, self._headers)
        answer = self._connection.getresponse()
        found = answer.read()
        assert answer.status == 200
        self._shows = answer.headers["Preview-Manifest"]
        return Answer(found, answer.headers["Preview-Tiles"], self._shows)


def page_headers(visitor: Visitor) -> dict[str, str]:
    """Those of a page's requests."""
    cookies = {cookie.name: cookie.value or "" for cookie in visitor.cookies}
    token = next(value for name, value in cookies.items() if "csrf" in name)
    return {
        "Accept": "application/json",
        "Content-Type": "application/json",
        "Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()),
        "Origin": visitor.origin,
        "X-CSRFToken": token,
    }


def is_true(visitor: Visitor, seen: Seen) -> bool:
    """Whether it is the picture of the document, drawn where nothing was drawn before."""
    return Dragger(visitor, seen.rules).ask(seen.rules) == seen.picture


def rest_until(moment: float) -> None:
    time.sleep(max(0, moment - time.monotonic()))
