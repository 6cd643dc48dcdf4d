"""What lists say of a task, worked out once until a column of its row is another."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import F, Prefetch, Q, QuerySet

from studio.mixes.models import MixTask, Operation, Phase
from studio.mixes.models.phases import MAY_RUN, OVER
from studio.mixes.models.rounds import DOCUMENTS, MixTaskQuerySet
from studio.mixes.models.run import Run
from studio.mixes.models.states import NEVER_ON_AIR, Outcome

# Tasks whose summaries a process keeps, some 3 kB each.
KEPT = 2_000
# Columns that are written whenever the cloud is asked, and of which no summary tells.
OFTEN = ("checked_at", "seen_at", "watched_at", "detailed_at")
LOOKED_AT = ("seen_at", "watched_at")
TASK = [
    field.attname
    for field in MixTask._meta.concrete_fields
    if field.name not in (*DOCUMENTS, *OFTEN)
]
OPERATION = [
    field.attname
    for field in Operation._meta.concrete_fields
    if field.name not in ("body", "body_hash")
]
TEMPLATE_NAME, HAS_PICTURE = "template_name", "has_picture"
BESIDE = {
    TEMPLATE_NAME: F("template__name"),
    HAS_PICTURE: Q(program__isnull=False) | Q(rules__isnull=False),
}
Columns = tuple[Any, ...]
# What is written of a task, and of each of its operations that tell where it stands.
Mark = tuple[Columns, list[Columns]]


@dataclass(frozen=True, kw_only=True, slots=True)
class LastOperation:
    """What was asked of a task last; `person` is a user's key, None of one who is gone."""

    kind: str
    outcome: Outcome
    at: datetime
    person: int | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Summary:
    """What a list says of a task, whenever it is looked at and by whomever.

    `created_at` is when it was pushed, or first seen; `template_name` and `shows` are "" where
    there is nothing to say; `status` is the cloud's own word; `pushes` counts addresses;
    `in_trouble` are IDs of sources, none once it is over; `latest` is what was asked of it last,
    `has_failed` says that its last change was refused or never sent, `can_prepare` that it takes
    looks. `cloud` is the key of its connection.
    """

    pk: UUID
    title: str
    name: str
    task_id: str
    suffix: str
    created_at: datetime
    is_stranger: bool
    template_name: str
    shows: str
    pushes: int
    phase: Phase
    status: str
    in_trouble: tuple[str, ...]
    latest: LastOperation | None
    has_failed: bool
    has_drifted: bool
    can_adopt: bool
    can_prepare: bool
    has_picture: bool
    cloud: UUID
    run: Run

    @property
    def is_over(self) -> bool:
        return self.phase in OVER

    @property
    def may_run(self) -> bool:
        return self.phase in MAY_RUN

    @property
    def needs_somebody(self) -> bool:
        """Whether it waits for a person: an unknown outcome, a change made elsewhere, its near
        end.
        """
        if self.is_over:
            return False
        is_unknown = self.phase is Phase.UNKNOWN
        return is_unknown or self.has_drifted or self.has_failed or self.run.is_near_end


@dataclass(frozen=True, kw_only=True, slots=True)
class Summarised:
    """A task in the list: its summary, when the cloud last told of it, and when somebody last
    looked.
    """

    summary: Summary
    seen_at: datetime | None
    watched_at: datetime | None

    @property
    def pk(self) -> UUID:
        return self.summary.pk

    @property
    def is_over(self) -> bool:
        return self.summary.is_over


_kept: dict[UUID, tuple[Mark, Summary]] = {}


def summarised(tasks: MixTaskQuerySet) -> list[Summarised]:
    """These tasks, in their order. Who asks every few seconds finds most as they were: of them the
    database tells what is written there, which costs a tenth of what rows and all they say do.
    """
    looked_at = list(tasks.values_list("pk", *LOOKED_AT))
    marks = marks_of([pk for pk, *_times in looked_at])
    kept = ((pk, mark, _kept.get(pk)) for pk, mark in marks.items())
    summaries = {pk: known[1] for pk, mark, known in kept if known and known[0] == mark}
    summaries |= {each.pk: each for each in anew(marks.keys() - summaries.keys(), marks)}
    return [
        Summarised(summary=summaries[pk], seen_at=seen_at, watched_at=watched_at)
        for pk, seen_at, watched_at in looked_at
        # Not of one that was deleted meanwhile.
        if pk in summaries
    ]


def marks_of(pks: Collection[UUID]) -> dict[UUID, Mark]:
    if not pks:
        return {}
    tasks = MixTask.objects.filter(pk__in=pks).annotate(**BESIDE)
    found: dict[UUID, Mark] = {
        key_of(columns[0]): (columns, [])
        for columns in written(tasks.order_by().values_list("pk", *TASK, *BESIDE))
    }
    asked = Operation.objects.filter(task__in=pks).telling().order_by("task_id", "created_at")
    for columns in written(asked.values_list("task_id", *OPERATION)):
        if mark := found.get(key_of(columns[0])):
            mark[1].append(columns)
    return found


def written(rows: QuerySet[Any, Any]) -> list[Columns]:
    """As the database has them: to make Python's values of them costs more than to read them."""
    sql, params = rows.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        fetched: list[Columns] = cursor.fetchall()
    return fetched


def key_of(written: str | UUID) -> UUID:
    """SQLite has no UUIDs."""
    return UUID(written) if isinstance(written, str) else written


def anew(pks: Collection[UUID], marks: Mapping[UUID, Mark]) -> list[Summary]:
    """The summaries of these tasks, each kept beside its mark if that was the same before its row
    was read and after.
    """
    if not pks:
        return []
    asked = Operation.objects.telling().defer("body").order_by("created_at")
    rows = MixTask.objects.filter(pk__in=pks).annotate(**BESIDE).defer(*DOCUMENTS)
    tasks = rows.prefetch_related(Prefetch("operations", asked))
    found = {task.pk: summary_of(task) for task in tasks}
    if len(_kept.keys() | found.keys()) > KEPT:
        _kept.clear()
    for pk, mark in marks_of(found).items():
        if mark == marks[pk]:
            _kept[pk] = mark, found[pk]
    return list(found.values())


def summary_of(task: MixTask) -> Summary:
    latest, change, phase = task.latest, task.latest_change, task.phase
    return Summary(
        pk=task.pk,
        title=task.title,
        name=task.name,
        task_id=task.task_id,
        suffix=task.suffix,
        created_at=task.created_at,
        is_stranger=task.is_stranger,
        template_name=getattr(task, TEMPLATE_NAME) or "",
        shows=task.program_title,
        pushes=task.push_url_count,
        phase=phase,
        status=task.status,
        in_trouble=() if phase in OVER else tuple(task.in_trouble),
        latest=last_operation(latest) if latest else None,
        has_failed=change is not None and has_failed(change),
        has_drifted=task.drifted_at is not None,
        can_adopt=task.is_stranger and task.output is None and phase not in OVER,
        can_prepare=phase is Phase.ON_AIR and task.output is not None,
        has_picture=getattr(task, HAS_PICTURE),
        cloud=task.cloud_id,
        run=task.run,
    )


def last_operation(item: Operation) -> LastOperation:
    return LastOperation(
        kind=item.kind, outcome=item.outcome, at=item.created_at, person=item.person_id
    )


def has_failed(change: Operation) -> bool:
    """Whether it never came on air, and nobody has given it up."""
    return change.outcome in NEVER_ON_AIR and change.outcome != Outcome.GIVEN_UP
