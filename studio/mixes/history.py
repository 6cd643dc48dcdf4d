"""The history: every operation with what it changed, newest first, read in bounded parts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, IntegerField, OuterRef, Q, Subquery, UUIDField
from django.db.models.functions import Coalesce

from studio.mixes.differences import differences
from studio.mixes.models import Kind, Operation, State
from studio.mixes.models.operation import OperationQuerySet
from studio.rules import codec
from studio.rules.document import MixedRules

PAGE = 50
# An export is read and written in parts of this many rows, and has no more than these in all.
PART = 200
MOST_EXPORTED = 10_000


@dataclass(frozen=True, kw_only=True)
class Entry:
    """An operation as the history tells it.

    `number` is its place among the task's operations of its kind, from 1. `changes` are the
    differences to what was on air before it; None where there was nothing to compare.
    """

    operation: Operation
    number: int
    changes: list[str] | None


def page(rows: OperationQuerySet, last: Operation | None = None) -> tuple[list[Entry], bool]:
    """The entries after `last`, and whether there are more."""
    found = list(after(described(rows), last)[: PAGE + 1])
    return entries(found[:PAGE]), len(found) > PAGE


def parts(rows: OperationQuerySet) -> Iterator[list[Entry]]:
    """All of them, part by part, each by a query of its own: no transaction is kept open."""
    rows, last = described(rows), None
    while found := list(after(rows, last)[:PART]):
        yield entries(found)
        last = found[-1]


def is_too_long(rows: OperationQuerySet) -> bool:
    """Whether there are more rows than an export holds."""
    return rows[MOST_EXPORTED : MOST_EXPORTED + 1].exists()


def after(rows: OperationQuerySet, last: Operation | None) -> OperationQuerySet:
    if last is None:
        return rows
    older = Q(created_at__lt=last.created_at)
    return rows.filter(older | Q(created_at=last.created_at, pk__lt=last.pk))


def described(rows: OperationQuerySet) -> OperationQuerySet:
    """With all that `entries` needs, newest first."""
    mine = Operation.objects.filter(task=OuterRef("task"))
    alike = mine.filter(kind=OuterRef("kind"), created_at__lte=OuterRef("created_at"))
    counted = alike.order_by().values("kind").annotate(count=Count("pk")).values("count")
    on_air = mine.filter(state=State.ACCEPTED, created_at__lt=OuterRef("created_at"))
    on_air = on_air.exclude(kind=Kind.STOP).order_by("-created_at")
    return (
        rows.select_related("task", "person", "workspace")
        .annotate(
            number=Coalesce(Subquery(counted, IntegerField()), 1),
            before=Subquery(on_air.values("pk")[:1], UUIDField()),
        )
        .order_by("-created_at", "-pk")
    )


def entries(found: list[Operation]) -> list[Entry]:
    """What `described` rows tell, with what was on air before them read at once."""
    takes = [row for row in found if row.kind == Kind.TAKE]
    before = documents(row.before for row in takes if row.before)  # type: ignore[attr-defined]  # described
    return [
        Entry(
            operation=row,
            number=row.number,  # type: ignore[attr-defined]  # described
            changes=changes(row, before.get(row.before)) if row in takes else None,  # type: ignore[attr-defined]
        )
        for row in found
    ]


def documents(keys: Iterable[UUID]) -> dict[UUID, MixedRules]:
    found = Operation.objects.in_bulk(list(set(keys)))
    return {pk: document for pk, row in found.items() if (document := document_of(row))}


def document_of(operation: Operation) -> MixedRules | None:
    """What it was to put on air; a stop puts nothing on."""
    rules = operation.body.get("MixedRules")
    return codec.read_rules(rules) if rules else None


def changes(take: Operation, before: MixedRules | None) -> list[str] | None:
    document = document_of(take)
    return differences(before, document) if before and document else None
