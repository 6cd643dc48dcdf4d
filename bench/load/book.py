"""What was asked for, by kind: how soon it was answered, and what was no answer."""

from __future__ import annotations

import math
import threading
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from bench.faults.asking import Asker, Ledger, Reply
from tests.driving.visitor import Visitor


@dataclass
class Book:
    """`seconds` has the time of each answer by kind, of what was answered while the book was open;
    `errors` is whatever was answered otherwise than it should have been.
    """

    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    errors: list[str] = field(default_factory=list)
    is_open: bool = False
    lock: threading.Lock = field(default_factory=threading.Lock)

    def open(self) -> None:
        self.is_open = True

    def close(self) -> None:
        self.is_open = False

    def note(self, kind: str, reply: Reply) -> None:
        with self.lock:
            if self.is_open:
                self.seconds[kind].append(reply.seconds)
            if not reply.is_answer or reply.status >= 400:
                self.errors.append(f"{kind}: {reply.status} {reply.text[:200]!r}")

    def rows(self, seconds: float) -> dict[str, dict[str, float]]:
        """Of so long: of each kind how many a second, and the slower ones in ms."""
        return {
            kind: {
                "a_second": round(len(taken) / seconds, 1),
                **{f"p{share}_ms": round(at(taken, share) * 1000, 1) for share in (50, 95, 99)},
            }
            for kind, taken in sorted(self.seconds.items())
        }


def at(taken: list[float], share: int) -> float:
    """The one that so many of a hundred are no longer than."""
    return sorted(taken)[math.ceil(share / 100 * len(taken)) - 1]


class Noted(Asker):
    """A person at one connection, whose answers are written into the book as of one `kind`."""

    def __init__(self, visitor: Visitor, book: Book, kind: str, address: str = "") -> None:
        super().__init__(visitor, Ledger(), address)
        self.book, self.kind = book, kind

    def ask(self, method: str, path: str, body: str | None, headers: Mapping[str, str]) -> Reply:
        reply = super().ask(method, path, body, headers)
        self.book.note(self.kind, reply)
        return reply
