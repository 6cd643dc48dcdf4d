"""The id of the request that is being answered, or that asked for what is done now: by it the lines
of one click are found in the logs of all processes. Empty of what nobody asked for.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

HEADER = b"x-request-id"
LONGEST = 64
_SHAPE = re.compile(rf"[A-Za-z0-9_.:-]{{1,{LONGEST}}}")
_current: ContextVar[str] = ContextVar("request", default="")


def new() -> str:
    return secrets.token_hex(8)


def current() -> str:
    return _current.get()


def is_id(text: str) -> bool:
    """Whether it may stand in a log and in a column: somebody else made it."""
    return _SHAPE.fullmatch(text) is not None


@contextmanager
def within(request: str) -> Iterator[None]:
    """What is done within was asked for by this request."""
    before = _current.set(request)
    try:
        yield
    finally:
        _current.reset(before)
