"""Who acts now: the person or token behind a request, a command, or the studio itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from studio.accounts.models import User


@dataclass(frozen=True, kw_only=True)
class Actor:
    """`person` is None of the studio itself; `token` is the name of one that spoke for the person;
    `address` is the peer's IP address, empty of a command.
    """

    person: User | None = None
    token: str = ""
    address: str = ""


Who = Callable[[], Actor]
_current: ContextVar[Who] = ContextVar("actor", default=Actor)


def current() -> Actor:
    return _current.get()()


@contextmanager
def acting(who: Who) -> Iterator[None]:
    """What is recorded within was done by whom `who` tells then: somebody may only just sign in."""
    before = _current.set(who)
    try:
        yield
    finally:
        _current.reset(before)
