"""What the five actions answer, typed strictly: an answer is a stranger's.

Raises UnknownOutcome("unexpected") where a successful answer lacks what it is for. An odd entry of
a list is told apart as `Unread`, and the others count; so does each key of a task's Detail.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from studio.rules.document import Json
from studio.volcengine.answers import Answer
from studio.volcengine.errors import UnknownOutcome
from studio.volcengine.lenient_json import LOST_LETTER, readable
from studio.volcengine.troubles import NO_TROUBLES, Troubles, troubles

_TASK_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
MAX_STATUS_LENGTH = 64
# What the vendor's typed schema counts in.
MAX_NUMBER = 2**31 - 1


@dataclass(frozen=True, kw_only=True, slots=True)
class Created:
    """A task accepted by the cloud; `request_id` is empty where the service gave none."""

    task_id: str
    request_id: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Updated:
    """An update accepted, not yet applied: Detail's `last_success` tells.

    `operation` is the task's new version (`OptID`), or None where the service gave none.
    """

    operation: int | None
    request_id: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Deleted:
    """The end of a task accepted."""

    request_id: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Listed:
    """One row of the list. `status` is the service's word, known or not, as it came."""

    task_id: str
    name: str
    status: str
    created_at: datetime | None
    updated_at: datetime | None
    stopped_at: datetime | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Unread:
    """A row of the list whose id, name or status is not what it should be.

    `task_id` is "" and `name` None where they can't be read; `digest` tells two such rows apart.
    """

    task_id: str
    name: str | None
    created_at: datetime | None
    digest: str


Entry = Listed | Unread


@dataclass(frozen=True, kw_only=True, slots=True)
class Listing:
    """One page; `count` is how many tasks there are on all of them, None where unreadable."""

    count: int | None
    tasks: tuple[Listed, ...]
    unread: tuple[Unread, ...]
    request_id: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Scan:
    """Every page's tasks. Only a complete scan can say that a task is not there, and of a name
    only where no entry is `doubtful`.
    """

    tasks: tuple[Listed, ...]
    unread: tuple[Unread, ...]
    complete: bool

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All that have an id, whatever else of them can be read."""
        return (*self.tasks, *(entry for entry in self.unread if entry.task_id))

    def doubtful(self, name: str) -> list[Entry]:
        """The entries that may be the task of this name for all that can be read of them."""
        every: tuple[Entry, ...] = (*self.tasks, *self.unread)
        return [entry for entry in every if may_be_named(entry, name)]


def may_be_named(entry: Entry, name: str) -> bool:
    """Whether an entry whose name can't be read, or not to its end, may have this name."""
    if entry.name is None:
        return True
    start, lost, _rest = entry.name.partition(LOST_LETTER)
    return name.startswith(start) if lost else name == start


@dataclass(frozen=True, kw_only=True, slots=True)
class Detail:
    """One task. `rule` is its configuration as JSON text, with stream keys in it.

    `status` and `rule` are "" where the service gave none that can be read.
    `last_operation` is the version last accepted and `last_success` the version last applied;
    0 where the service gave no such number.
    """

    task_id: str
    status: str
    last_operation: int
    last_success: int
    rule: str = field(repr=False)
    request_id: str
    troubles: Troubles = NO_TROUBLES


def created(answer: Answer) -> Created:
    row = _Row(answer.data, answer.request_id)
    return Created(task_id=row.task_id(), request_id=answer.request_id)


def updated(answer: Answer) -> Updated:
    """Accepted is accepted: a missing or odd OptID changes nothing about that."""
    row = _Row(answer.data if isinstance(answer.data, dict) else {}, answer.request_id)
    return Updated(operation=row.number("OptID") or None, request_id=answer.request_id)


def deleted(answer: Answer) -> Deleted:
    """The answer's data is free text, not for parsing (docs/6469/1271156)."""
    return Deleted(request_id=answer.request_id)


def listing(answer: Answer) -> Listing:
    row = _Row(answer.data, answer.request_id)
    entries = [_entry(item, answer.request_id) for item in row.items("Result")]
    count = row.number("Count")
    if count is None and not row.has("Result"):
        raise row.unexpected("Result")
    return Listing(
        count=count,
        tasks=tuple(entry for entry in entries if isinstance(entry, Listed)),
        unread=tuple(entry for entry in entries if isinstance(entry, Unread)),
        request_id=answer.request_id,
    )


def _entry(item: Json, request_id: str) -> Entry:
    try:
        return _listed(_Row(item, request_id))
    except UnknownOutcome:
        return _unread(item, request_id)


def _listed(row: _Row) -> Listed:
    return Listed(
        task_id=row.task_id(),
        name=row.text("Name"),
        status=row.status(),
        created_at=row.time("CreatedAt"),
        updated_at=row.time("UpdatedAt"),
        stopped_at=row.time("StoppedAt"),
    )


def _unread(item: Json, request_id: str) -> Unread:
    row = _Row(item if isinstance(item, dict) else {}, request_id)
    return Unread(
        task_id=_unless_odd(row.task_id) or "",
        name=_unless_odd(lambda: row.text("Name")),
        created_at=row.time("CreatedAt"),
        digest=_digest(item),
    )


def _digest(item: Json) -> str:
    try:
        return hashlib.sha256(repr(item).encode()).hexdigest()
    except RecursionError:
        # As deep as JSON's parser goes is deeper than this goes: all such are one, and the scan
        # then lacks some.
        return ""


def _unless_odd(read: Callable[[], str]) -> str | None:
    try:
        return read()
    except UnknownOutcome:
        return None


def detail(answer: Answer, asked: str) -> Detail:
    """The task asked for; the answer about another one is no answer."""
    row = _Row(answer.data, answer.request_id)
    if row.task_id() != asked:
        raise row.unexpected("TaskID")
    return Detail(
        task_id=asked,
        status=_unless_odd(row.status) or "",
        last_operation=row.number("LastOperationIndex") or 0,
        last_success=row.number("LastSuccessOperationIndex") or 0,
        rule=row.raw_text("Rule"),
        request_id=answer.request_id,
        troubles=troubles(row.value),
    )


class _Row:
    """Reads one object of an answer, key by key."""

    def __init__(self, value: Json, request_id: str) -> None:
        self._request_id = request_id
        if not isinstance(value, dict):
            raise self.unexpected("Data")
        self.value = value

    def unexpected(self, key: str) -> UnknownOutcome:
        return UnknownOutcome("unexpected", self._request_id, key)

    def text(self, key: str) -> str:
        value = self.value.get(key)
        if not isinstance(value, str):
            raise self.unexpected(key)
        return readable(value)

    def raw_text(self, key: str) -> str:
        """As it came, for whoever checks it; "" for anything else."""
        value = self.value.get(key)
        return value if isinstance(value, str) else ""

    def has(self, key: str) -> bool:
        return self.value.get(key) is not None

    def number(self, key: str) -> int | None:
        """What counts something; None for anything else."""
        value = self.value.get(key)
        if not isinstance(value, int) or isinstance(value, bool):
            return None
        return value if 0 <= value <= MAX_NUMBER else None

    def items(self, key: str) -> list[Json]:
        """A list; an empty one may come as null."""
        value = self.value.get(key)
        if value is None:
            return []
        if not isinstance(value, list):
            raise self.unexpected(key)
        return value

    def task_id(self) -> str:
        value = self.text("TaskID")
        if not _TASK_ID.fullmatch(value):
            raise self.unexpected("TaskID")
        return value

    def status(self) -> str:
        value = self.text("Status")
        if not 0 < len(value) <= MAX_STATUS_LENGTH or not value.isprintable():
            raise self.unexpected("Status")
        return value

    def time(self, key: str) -> datetime | None:
        """`{"Time": "2024-03-13T10:48:31+08:00"}`; None for anything else: it only informs."""
        value = self.value.get(key)
        written = value.get("Time") if isinstance(value, dict) else None
        try:
            moment = datetime.fromisoformat(written) if isinstance(written, str) else None
            # In UTC, which the first and the last day of the calendar may have no time in.
            return moment.astimezone(UTC) if moment and moment.tzinfo else None
        except (ValueError, OverflowError):
            return None
