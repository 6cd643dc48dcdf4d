"""What people ask the studio for by HTTP, and whether the answers are those a studio may give."""

from __future__ import annotations

import http.client
import json
import threading
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from tests.driving.crowd import page_headers
from tests.driving.visitor import Visitor

# A browser waits longer than anything here may take.
ANSWER_SECONDS = 60.0
# A connection that was quiet for so long is left: the server is about to close it.
QUIET_SECONDS = 3.0
# What a studio may say that cannot do what it is asked: part of a sentence, by its short name.
SENTENCES: Mapping[str, tuple[int, str]] = {
    "database": (503, "database does not answer at this moment"),
    "disk": (503, "Nothing can be saved until there is room"),
    "crowded": (429, "Too many requests at once from your address"),
}


@dataclass(frozen=True)
class Reply:
    """`status` is 0 where no answer came."""

    status: int
    text: str = ""
    location: str = ""
    sent: float = 0.0
    seconds: float = 0.0

    @property
    def is_answer(self) -> bool:
        """Whether the studio did what it was asked, or said why it never will."""
        return self.status not in (0, 429, 503)

    @property
    def says(self) -> str:
        """The name of the sentence it says instead; "" for none that is known."""
        known = (
            name
            for name, (status, words) in SENTENCES.items()
            if status == self.status and words in self.text
        )
        return next(known, "")


@dataclass
class Ledger:
    """What was answered, by everybody's requests since it was last turned over.

    `truths` are the sentences that are true at present.
    """

    truths: frozenset[str] = frozenset()
    statuses: Counter[int] = field(default_factory=Counter)
    sentences: Counter[str] = field(default_factory=Counter)
    untrue: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, what: str, reply: Reply) -> None:
        with self.lock:
            self.statuses[reply.status] += 1
            if reply.says:
                self.sentences[reply.says] += 1
            if not self.is_true(reply):
                self.untrue.append(f"{what}: {reply.status} {reply.text[:200]!r}")

    def is_true(self, reply: Reply) -> bool:
        """No answer says nothing; and a refusal is for whoever asked to judge."""
        if reply.is_answer:
            return reply.status < 500
        return not reply.status or reply.says in self.truths

    def turn_over(self, truths: frozenset[str]) -> None:
        with self.lock:
            self.truths = truths
            self.statuses.clear()
            self.sentences.clear()


def is_a_proxy_s(status: int, text: str) -> bool:
    """Whether a proxy says that no host of the studio answers it."""
    return status in (502, 504) or (status == 503 and not text)


class Asker:
    """A signed-in person with one connection, which is kept between two requests as browsers do;
    from an address of this computer, where one is given.
    """

    def __init__(self, visitor: Visitor, ledger: Ledger, address: str = "") -> None:
        self.headers = page_headers(visitor)
        self.ledger = ledger
        self.connection = visitor.connection(ANSWER_SECONDS)
        if address:
            # Missing in the stubs.
            self.connection.source_address = (address, 0)  # type: ignore[attr-defined]
        self.used = 0.0

    def get(self, path: str) -> Reply:
        return self.ask("GET", path, None, {"Accept": "text/html"})

    def read(self, path: str) -> Any:
        """The JSON that is answered, once it is. Raises AssertionError."""
        deadline = time.monotonic() + ANSWER_SECONDS
        while (reply := self.get(path)).status != 200:
            assert time.monotonic() < deadline, reply
            time.sleep(0.5)
        return json.loads(reply.text)

    def post(self, path: str, fields: Mapping[str, str] | None = None) -> Reply:
        kind = "application/x-www-form-urlencoded"
        headers = {"Accept": "text/html", "Content-Type": kind}
        return self.ask("POST", path, urlencode(fields or {}), headers)

    def ask(self, method: str, path: str, body: str | None, headers: Mapping[str, str]) -> Reply:
        """What is answered; of status 0 where nothing is."""
        sent = time.monotonic()
        if sent - self.used > QUIET_SECONDS:
            self.connection.close()
        try:
            self.connection.request(method, path, body, {**self.headers, **headers})
            answer = self.connection.getresponse()
            text = answer.read().decode(errors="replace")
            place = answer.headers.get("Location", "")
            status = 0 if is_a_proxy_s(answer.status, text) else answer.status
            reply = Reply(status, text, place, sent, time.monotonic() - sent)
        except (OSError, http.client.HTTPException):
            self.connection.close()
            reply = Reply(0, sent=sent, seconds=time.monotonic() - sent)
        self.used = time.monotonic()
        self.ledger.note(f"{method} {path}", reply)
        return reply
