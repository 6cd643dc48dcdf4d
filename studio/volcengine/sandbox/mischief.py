"""What the sandbox is told to do wrong, so that a crew can rehearse a bad day.

mischief.json in the sandbox's folder holds the wishes that stand, whole or not at all, for its
owner's eyes only; the server looks into it at every request. Whoever changes it holds the lock
beside it, so that the page that tells and the server that spends a wish lose none of the
other's. A file that is not exactly as it should be is none: then the sandbox behaves well.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Literal
from urllib.parse import parse_qs

from studio.rules.codec import strict_loads
from studio.rules.document import Json
from studio.rules.problems import InvalidDocument
from studio.volcengine.sandbox import envelope
from studio.volcengine.sandbox.envelope import Turned
from studio.volcengine.sandbox.faults import NO_FAULT, Fault, lose
from studio.volcengine.sandbox.signature import Request

FILE_NAME = "mischief.json"
LOCK_NAME = "mischief.lock"
MAX_FILE_BYTES = 16 * 1024
MAX_SECONDS = 120
MAX_MESSAGE = 200

Kind = Literal["slow", "lose", "refuse", "fail", "throttled", "key", "clock", "unreachable"]
Of = Literal["any", "push", "take", "stop", "inquiry"]

OF_ACTION: dict[str, Of] = {
    "CreateCloudMixTask": "push",
    "UpdateCloudMixTask": "take",
    "DeleteCloudMixTask": "stop",
    "ListCloudMixTask": "inquiry",
    "GetCloudMixTaskDetail": "inquiry",
}
_EVERY: tuple[Of, ...] = ("push", "take", "stop", "inquiry", "any")
# What each kind can happen to.
OFS: dict[Kind, tuple[Of, ...]] = {
    "lose": _EVERY,
    "refuse": ("push", "take", "stop"),
    "fail": ("take",),
    "slow": _EVERY,
    "throttled": _EVERY,
    "key": _EVERY,
    "clock": _EVERY,
    "unreachable": ("any",),
}
# Nobody listens then: there is no next request to count.
NEVER_ONCE = frozenset({"unreachable"})
TURNED: dict[Kind, Turned] = {
    "key": Turned("InvalidAccessKey", "The access key does not exist"),
    "clock": Turned("InvalidTimestamp", "X-Date is too far from the present"),
    "throttled": Turned("FlowLimitExceeded", "Too many requests in one second"),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Wish:
    """One thing to do wrong, with the next request of a kind or until told otherwise.

    `seconds` belongs to `slow`, `message` to `refuse`. Raises ValueError for what cannot be.
    """

    kind: Kind
    of: Of
    once: bool = False
    seconds: float = 0
    message: str = ""

    def __post_init__(self) -> None:
        if self.of not in OFS.get(self.kind, ()) or (self.once and self.kind in NEVER_ONCE):
            raise ValueError("kind")
        if (0 < self.seconds <= MAX_SECONDS) != (self.kind == "slow"):
            raise ValueError("seconds")
        is_line = self.message.isprintable() and len(self.message) <= MAX_MESSAGE
        if not is_line or bool(self.message.strip()) != (self.kind == "refuse"):
            raise ValueError("message")

    @property
    def place(self) -> tuple[Kind, Of]:
        """At most one wish stands here."""
        return self.kind, self.of


Wishes = tuple[Wish, ...]


# --- The file -----------------------------------------------------------------------------


def standing(data_dir: Path) -> Wishes:
    """What stands now; nothing where there is no file, or none that is as it should be."""
    try:
        with (data_dir / FILE_NAME).open("rb") as file:
            return _read(file.read(MAX_FILE_BYTES + 1))
    except (OSError, ValueError, TypeError, InvalidDocument):
        return ()


def tell(data_dir: Path, wanted: Wish) -> None:
    """Have it stand, in place of what stood there. Raises OSError where nothing can be written."""
    _change(data_dir, lambda wishes: (*_without(wishes, wanted.place), wanted))


def lift(data_dir: Path, place: tuple[str, str]) -> None:
    """Take back what stands there."""
    _change(data_dir, lambda wishes: _without(wishes, place))


def behave(data_dir: Path) -> None:
    """Take back everything."""
    _change(data_dir, lambda _wishes: ())


def _without(wishes: Wishes, place: tuple[str, str]) -> Wishes:
    return tuple(row for row in wishes if row.place != place)


def _change(data_dir: Path, change: Callable[[Wishes], Wishes]) -> None:
    data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _alone(data_dir):
        _write(data_dir, change(standing(data_dir)))


@contextmanager
def _alone(data_dir: Path) -> Iterator[None]:
    """The lock ends with its holder, however that ends."""
    number = os.open(data_dir / LOCK_NAME, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(number, fcntl.LOCK_EX)
        yield
    finally:
        os.close(number)


def _read(data: bytes) -> Wishes:
    if len(data) > MAX_FILE_BYTES:
        raise ValueError("size")
    value = strict_loads(data)
    if not isinstance(value, dict) or not isinstance(rows := value.get("wishes"), list):
        raise ValueError("wishes")
    wishes = tuple(_wish(row) for row in rows)
    if len({row.place for row in wishes}) != len(wishes):
        raise ValueError("twice")
    return wishes


def _wish(value: Json) -> Wish:
    types = {"kind": str, "of": str, "once": bool, "seconds": int | float, "message": str}
    if not isinstance(value, dict) or value.keys() != types.keys():
        raise ValueError("keys")
    if not all(isinstance(value[key], kind) for key, kind in types.items()):
        raise ValueError("types")
    if isinstance(value["seconds"], bool):
        raise ValueError("types")
    return Wish(**value)  # type: ignore[arg-type]  # each looked at, and by Wish itself


def _write(data_dir: Path, wishes: Wishes) -> None:
    fresh = data_dir / f".{FILE_NAME}.{os.getpid()}"
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump({"wishes": [asdict(row) for row in wishes]}, file, indent=2)
    fresh.replace(data_dir / FILE_NAME)


# --- The server's side ----------------------------------------------------------------------


class Mischief:
    """What is wished to go wrong with requests. Any thread may ask."""

    def __init__(self, data_dir: Path) -> None:
        self._data_dir = data_dir

    @property
    def is_unreachable(self) -> bool:
        return any(row.kind == "unreachable" for row in standing(self._data_dir))

    def fault_of(self, request: Request) -> Fault:
        """What goes wrong with this request; what was for one request alone stands no longer."""
        action = parse_qs(request.query).get("Action", [""])[0]
        fault = NO_FAULT
        for row in self._spent(OF_ACTION.get(action)):
            fault = replace(fault, **FAULTS[row.kind](row, action))
        return fault

    def _spent(self, of: Of | None) -> Wishes:
        wishes = _meant_for(of, standing(self._data_dir))
        if not any(row.once for row in wishes):
            return wishes
        with _alone(self._data_dir):
            now = standing(self._data_dir)
            wishes = _meant_for(of, now)
            spent = {row.place for row in wishes if row.once}
            _write(self._data_dir, tuple(row for row in now if row.place not in spent))
        return wishes


def _meant_for(of: Of | None, wishes: Wishes) -> Wishes:
    """Those for such a request: the first that turns it away, else all that go wrong with it."""
    mine = [row for row in wishes if of and row.of in (of, "any") and row.kind in FAULTS]
    turning = [row for row in mine if row.kind in TURNED or row.kind == "refuse"]
    # The longest wait last: it is the one that counts.
    slow = sorted((row for row in mine if row.kind == "slow"), key=lambda row: row.seconds)
    return tuple(turning[:1] or [row for row in mine if row.kind != "slow"]) + tuple(slow)


def _turned(wish: Wish, action: str) -> dict[str, Any]:
    return {"instead": envelope.turned_away(action, TURNED[wish.kind])}


FAULTS: dict[Kind, Callable[[Wish, str], dict[str, Any]]] = {
    "lose": lambda _wish, _action: {"ending": lose},
    "refuse": lambda wish, action: {"instead": envelope.result(action, 400, wish.message)},
    "fail": lambda _wish, _action: {"failing": True},
    "slow": lambda wish, _action: {"slow": wish.seconds},
    **dict.fromkeys(TURNED, _turned),
}
