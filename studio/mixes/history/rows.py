"""The history: every operation with what it changed, newest first, read in bounded parts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, IntegerField, OuterRef, Q, Subquery, UUIDField

from studio.accounts.models import User
from studio.documents.changes import sentences
from studio.mixes.models import Kind, MixTask, Operation, State
from studio.mixes.models.queue import OperationQuerySet
from studio.mixes.models.rounds import DOCUMENTS
from studio.mixes.models.states import NEVER_ON_AIR
from studio.mixes.words.operations import OperationRow, operation, reason
from studio.rules.document import MixedRules

PAGE = 50
LATEST = 8
# An export is read and written in parts of this many rows, and has no more than these in all.
PART = 200
MOST_EXPORTED = 10_000
# The kinds of what puts something on air.
SHOWS = (Kind.PUSH, Kind.TAKE)


@dataclass(frozen=True, kw_only=True)
class Entry:
    """An operation as the history tells it.

    `number` is its place among the task's operations of its kind, from 1. `changes` are the
    differences to what was on air before it; None where there was nothing to compare.
    """

    operation: Operation
    number: int
    changes: list[str] | None


@dataclass(frozen=True, kw_only=True, slots=True)
class PastRow:
    """An entry as a page shows it. `changes` as in Entry; `code` is of what was not done."""

    operation: OperationRow
    task: MixTask
    changes: list[str] | None
    has_picture: bool
    never_on_air: bool
    code: str


def of_task(task: MixTask, reader: User) -> list[PastRow]:
    """The latest operations of a task, as its page shows them: the whole of it is a page away."""
    return [row(entry, reader) for entry in latest(task.history)]


def latest(history: Sequence[Operation]) -> Iterator[Entry]:
    """The first few of all operations of a task, newest first, as `entries` has them: a page that
    asks every other second asks for them once.
    """
    for place, item in enumerate(history[:LATEST]):
        older = history[place:]
        yield Entry(
            operation=item,
            number=sum(
                each.kind == item.kind and each.created_at <= item.created_at for each in history
            ),
            changes=changes(item, document_before(item, older)),
        )


def document_before(item: Operation, older: Sequence[Operation]) -> MixedRules | None:
    """What was accepted last before a take; of anything else, None."""
    if item.kind != Kind.TAKE:
        return None
    accepted = (each for each in older if each.kind in SHOWS and each.state == State.ACCEPTED)
    found = next((each for each in accepted if each.created_at < item.created_at), None)
    return found.document if found else None


def row(entry: Entry, reader: User) -> PastRow:
    """What `reader` is shown of an entry; a number only of a take."""
    item = entry.operation
    why = reason(item)
    return PastRow(
        operation=operation(item, reader, entry.number if item.kind == Kind.TAKE else None),
        task=item.task,
        changes=entry.changes,
        has_picture=item.kind != Kind.STOP,
        never_on_air=item.outcome in NEVER_ON_AIR,
        code=why.code if why else "",
    )


def page(
    rows: OperationQuerySet[Operation], last: Operation | None = None
) -> tuple[list[Entry], bool]:
    """The entries after `last`, and whether there are more."""
    keys = keys_after(rows, last, PAGE + 1)
    return entries(keys[:PAGE]), len(keys) > PAGE


def parts(rows: OperationQuerySet[Operation]) -> Iterator[list[Entry]]:
    """All of them, part by part, each by queries of its own: no transaction is kept open."""
    last = None
    while part := entries(keys_after(rows, last, PART)):
        yield part
        last = part[-1].operation


def is_too_long(rows: OperationQuerySet[Operation]) -> bool:
    """Whether there are more rows than an export holds."""
    return rows.order_by("-created_at")[MOST_EXPORTED : MOST_EXPORTED + 1].exists()


def keys_after(rows: OperationQuerySet[Operation], last: Operation | None, most: int) -> list[UUID]:
    """Newest first. The keys alone: what goes with them is looked up for these few."""
    if last:
        same = Q(created_at=last.created_at, pk__lt=last.pk)
        older = Q(created_at__lt=last.created_at) | same
        # Said twice, as only a plain bound makes a database begin there.
        rows = rows.filter(older, created_at__lte=last.created_at)
    return list(rows.order_by("-created_at", "-pk").values_list("pk", flat=True)[:most])


def entries(keys: list[UUID]) -> list[Entry]:
    """Newest first, each with its number and what it changed."""
    found = list(described(Operation.objects.filter(pk__in=keys)))
    before = documents(row.before for row in found if row.kind == Kind.TAKE and row.before)
    return [
        Entry(
            operation=row,
            number=row.number,
            changes=changes(row, before.get(row.before)),
        )
        for row in found
    ]


def described(rows: OperationQuerySet[Operation]) -> OperationQuerySet[Any]:
    """With `number` and, as `before`, the key of what was accepted last before it."""
    mine = Operation.objects.filter(task=OuterRef("task"))
    alike = mine.filter(kind=OuterRef("kind"), created_at__lte=OuterRef("created_at"))
    counted = alike.order_by().values("kind").annotate(count=Count("pk")).values("count")
    on_air = mine.filter(
        state=State.ACCEPTED,
        kind__in=SHOWS,
        created_at__lt=OuterRef("created_at"),
    ).order_by("-created_at")
    return (
        rows.select_related("task", "person", "workspace")
        .defer(*(f"task__{name}" for name in DOCUMENTS))
        .annotate(
            number=Subquery(counted, IntegerField()),
            before=Subquery(on_air.values("pk")[:1], UUIDField()),
        )
        .order_by("-created_at", "-pk")
    )


def documents(keys: Iterable[UUID]) -> dict[UUID, MixedRules]:
    found = Operation.objects.in_bulk(list(set(keys)))
    return {pk: row.document for pk, row in found.items() if row.document}


def changes(operation: Operation, before: MixedRules | None) -> list[str] | None:
    """None for a push, which comes before anything else, and for a stop."""
    after = operation.document
    if not before or not after:
        return None
    # Where a push calls back to is no difference: a take never says it.
    pair = before.without_callback(), after.without_callback()
    return [said.text for said in sentences(*pair)]
