"""The page of one task, as one value."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, fields, is_dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from studio.accounts.access import role_for
from studio.accounts.models import Role, User
from studio.documents.facts import Fact, addresses, facts
from studio.documents.jpegs import etag_of
from studio.editor.models import LayoutTemplate
from studio.lists import in_a_row, said_of
from studio.mixes.clouds.connections import CloudShown
from studio.mixes.control import notes, progress
from studio.mixes.control.preview import (
    Preview,
    RundownRow,
    TakeForm,
    prepared,
    rundown,
    take,
)
from studio.mixes.history.rows import PastRow, of_task
from studio.mixes.models import Kind, MixTask, Operation, Phase
from studio.mixes.words.connections import why_silent
from studio.mixes.words.durations import ends_in
from studio.mixes.words.operations import OUTCOMES, OperationRow, Reason, operation, reason


@dataclass(frozen=True, kw_only=True, slots=True)
class TaskPage:
    """Everything the page of one task shows.

    `said` is the state as one sentence, for screen readers; `ends_in` is "" unless the end is
    near, `elsewhere` why its cloud cannot be asked now. While `moving` the page asks
    again, and more often while `busy`: something is about to change. `since` is when it went on
    air; `back` the last good look before this one; `here` names who looks at it now. What a
    person `can_…` do goes by role and by phase.
    """

    task: MixTask
    cloud: CloudShown
    template: LayoutTemplate | None
    state: str
    # The cloud's own word, shown for a state that has none here.
    status: str
    said: str
    ends_in: str
    moving: bool
    busy: bool
    elsewhere: str
    silent_since: datetime | None
    clock: progress.Clock | None
    since: datetime | None
    ended: progress.End | None
    reason: Reason | None
    unknown: notes.Unknown | None
    late: notes.Late | None
    drift: notes.Drift | None
    trouble: notes.Trouble | None
    lost_sources: list[notes.LostSource]
    blank_logos: list[str]
    operation: OperationRow | None
    steps: list[progress.Step]
    program_name: str
    program_at: datetime | None
    # Names the picture by what it shows and by the pictures in it.
    program_stamp: str
    has_program: bool
    applied_version: int
    preview: Preview | None
    take: TakeForm | None
    back: Operation | None
    rundown: list[RundownRow]
    here: list[str]
    urls: list[str]
    facts: list[Fact]
    history: list[PastRow]
    can_stop: bool
    can_push: bool
    can_prepare: bool
    can_adopt: bool
    can_keep: bool
    can_succeed: bool
    can_inquire: bool

    @property
    def stamp(self) -> str:
        """Changes with anything the page shows; the key of the next click is no news."""
        text = json.dumps(self, default=plain, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    def context(self) -> dict[str, Any]:
        """Its values by name, as the templates know them."""
        values = {each.name: getattr(self, each.name) for each in fields(self)}
        return values | {"stamp": self.stamp}


def plain(value: object) -> object:
    """What JSON has no word for, so that equal pages are equal texts."""
    if is_dataclass(value):
        return {each.name: getattr(value, each.name) for each in fields(value) if each.compare}
    if isinstance(value, Model):
        return [value.pk, str(value)]
    if isinstance(value, (datetime, UUID, Promise)):
        return str(value)
    raise TypeError(type(value))


def page_of(task: MixTask, user: User, here: list[User]) -> TaskPage:
    """The page as `user` sees it, of a row from `MixTask.objects.whole()` that `get_owned` found
    for them; `here` are those who look at it.
    """
    role = role_for(task, user)
    operates = role.includes(Role.OPERATOR)
    document = task.rules
    latest = task.latest
    seating = task.seated()
    next_up = prepared(task, seating, user) if seating else None
    can_adopt = operates and task.is_stranger and task.output is None
    return TaskPage(
        task=task,
        cloud=task.cloud.described(),
        template=task.template if task.template and not task.template.deleted_at else None,
        state=task.phase.value,
        status=task.status,
        said=said(task),
        ends_in=ends_in(task.run),
        moving=task.is_moving,
        busy=task.phase is Phase.PUSHING or task.take_under_way is not None,
        elsewhere="" if task.is_over else why_silent(task.cloud),
        silent_since=notes.silent_since(task),
        clock=progress.clock(task),
        since=task.on_air_at,
        ended=progress.end(task, user),
        reason=reason(latest) if latest else None,
        unknown=notes.unknown(task),
        late=notes.late(task),
        drift=notes.drift(task),
        trouble=notes.trouble(task),
        lost_sources=notes.lost_sources(task),
        blank_logos=notes.blank_logos(task),
        operation=numbered(task, latest, user) if latest else None,
        steps=progress.steps(latest) if latest else [],
        program_name=program_name(task),
        program_at=task.program_at,
        program_stamp=etag_of(task.workspace, task.shown).strip('"'),
        has_program=task.shown is not None,
        applied_version=task.applied_version,
        preview=next_up,
        take=take(task, next_up, user) if operates else None,
        back=task.way_back(),
        rundown=rundown(task),
        here=[person.called(user) for person in here],
        urls=addresses(document) if document else [],
        facts=[*identity(task), *(facts(document) if document else [])],
        history=of_task(task, user),
        can_stop=operates and task.can_stop,
        can_push=operates and task.shown is not None,
        can_prepare=operates and not task.is_over and task.output is not None,
        can_adopt=can_adopt,
        can_keep=can_adopt or (role.includes(Role.EDITOR) and task.shown is not None),
        can_succeed=operates
        and task.shown is not None
        and not task.is_over
        and bool(ends_in(task.run)),
        can_inquire=operates,
    )


def program_name(task: MixTask) -> str:
    """What the program shows, by the name people know it by; somebody else's look has none."""
    if task.program_title:
        return task.program_title
    if task.program_at:
        return _("made elsewhere")
    return task.template.name if task.template else ""


def said(task: MixTask) -> str:
    """The state in a sentence, spoken when it changes."""
    words = [str(task.phase.label)]
    change = task.latest_change
    if change and change.kind == Kind.TAKE and not task.is_over:
        words.append(f"{change.title} {OUTCOMES[change.outcome]}")
    if task.in_trouble and not task.is_over:
        words.append(_("in trouble: %(names)s") % {"names": in_a_row(task.in_trouble)})
    return said_of(f"{task.title} {task.suffix}", in_a_row(words))


def identity(task: MixTask) -> list[Fact]:
    """What the cloud's own console knows it by."""
    named = [(_("Name at the cloud"), task.name), (_("Task ID"), task.task_id)]
    return [{"label": label, "value": value} for label, value in named if value]


def numbered(task: MixTask, item: Operation, reader: User) -> OperationRow:
    """An operation with its place among the task's takes: “take 6”."""
    takes = [row.pk for row in reversed(task.history) if row.kind == Kind.TAKE]
    return operation(item, reader, takes.index(item.pk) + 1 if item.pk in takes else None)
