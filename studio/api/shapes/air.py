"""What is answered of what goes on air: tasks, their operations, and their state for panels. Times
are ISO 8601 with their offset.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel

from studio.api.shapes.answers import Fault


class Cloud(BaseModel):
    id: UUID
    name: str
    kind: Literal["volcengine", "byteplus", "sandbox"]


class Operation(BaseModel):
    """As the history's files have it (docs/history.md); `task_key` is the task's `id` here."""

    id: UUID
    task_key: UUID
    at: datetime
    kind: Literal["push", "take", "stop"]
    number: int
    outcome: str
    person: str
    task: str
    name: str
    task_id: str
    cloud: str
    sent_at: datetime | None
    settled_at: datetime | None
    request_id: str
    code: str
    message: str
    in_trouble: list[str]
    changes: list[str] | None
    addresses: list[str]


class OperationWhole(Operation):
    """`document` is what was to go on air, every address cut short; null of a stop."""

    document: dict[str, Any] | None


class History(BaseModel):
    items: list[Operation]
    next: str | None


class Latest(BaseModel):
    """What was asked of a task last, and how far it got."""

    id: UUID
    kind: Literal["push", "take", "stop"]
    title: str
    outcome: str
    at: datetime
    why: str


class Task(BaseModel):
    """`task_id` is the cloud's own and "" until there is one; `state` where it stands, `status` the
    cloud's own word for it; `shows` what is on air, by its title.
    """

    id: UUID
    title: str
    name: str
    task_id: str
    state: str
    status: str
    cloud: Cloud
    template: UUID | None
    shows: str
    is_billed: bool
    made_elsewhere: bool
    created_at: datetime
    on_air_at: datetime | None
    ended_at: datetime | None
    ends_in: str
    latest: Latest | None


class Tasks(BaseModel):
    items: list[Task]
    next: str | None


class Look(BaseModel):
    """One of the rundown; `is_behind` where its template was saved since."""

    id: int
    title: str
    template: UUID | None
    on_air: bool
    next: bool
    is_behind: bool


class Program(BaseModel):
    """What is on air as far as is known; `rules` has every address cut short."""

    title: str
    at: datetime | None
    version: int
    rules: dict[str, Any]


class Can(BaseModel):
    stop: bool
    push: bool
    prepare: bool


class TaskWhole(Task):
    """`in_preview` is the title of what is prepared, "" of nothing; `held` why TAKE does nothing
    now, "" when it may be armed. `back` is the operation that leads back to the look before.
    `unknown` says what is known where an outcome is not, `trouble` what the cloud says is wrong,
    `changed_elsewhere` what somebody else made of the task.
    """

    program: Program | None
    in_preview: str
    held: str
    rundown: list[Look]
    back: UUID | None
    unknown: str
    trouble: str
    in_trouble: list[str]
    changed_elsewhere: list[str] | None
    unreachable_sources: list[str]
    can: Can


class Preview(BaseModel):
    """What the next take would send; `changes` is null where nobody knows what is on air."""

    title: str
    template: UUID | None
    by: str
    at: datetime | None
    rules: dict[str, Any]
    changes: list[str] | None
    reseated: list[str]
    joining: list[str]
    other_output: list[str]
    problems: list[Fault]
    held: str


class Armed(BaseModel):
    armed: str
    seconds: int


class PushCloud(Cloud):
    """`why_not` is "" where this token's owner may push there."""

    why_not: str


class Push(BaseModel):
    """What would be sent, where to, and what stands in the way; `busy` are tasks that push to one
    of its addresses now. It goes to `cloud` unless another is chosen.
    """

    template: UUID
    version: int
    name: str
    cloud: UUID
    clouds: list[PushCloud]
    addresses: list[str]
    set_aside: list[str]
    busy: list[str]
    problems: list[Fault]


class StateProgram(BaseModel):
    title: str
    at: datetime | None


class StatePreview(BaseModel):
    """`tag` is what arming and a take name as If-Match; `look` where it is one of the rundown."""

    title: str
    look: int | None
    by: str
    at: datetime | None
    tag: str


class StateSource(BaseModel):
    """`light` is what its tally light says. `program` is null where nobody knows whether viewers
    see it; where the light is `maybe` they may.
    """

    id: str
    light: Literal["program", "maybe", "coming", "preview", "off", "unknown"]
    program: bool | None
    preview: bool


class StateArmed(BaseModel):
    by: str
    until: datetime


class Waiting(BaseModel):
    kind: Literal["push", "take", "stop"]
    title: str
    outcome: str
    by: str


class State(BaseModel):
    """A task for buttons and lights. `program` is null while viewers see nothing or nobody knows
    what, `armed` is what was armed over the API. `latest` says how far the last operation got, and
    why no further; `held` why TAKE does nothing now.

    Not `known` is how it stands where the cloud has not said so for a minute (`silent_since`) or
    can't be asked: `on_air` is null then, and the rest as it was last.
    """

    task: UUID
    title: str
    state: str
    known: bool
    silent_since: datetime | None
    light: Literal["program", "maybe", "coming", "off", "unknown"]
    on_air: bool | None
    version: int
    applied_version: int
    program: StateProgram | None
    preview: StatePreview | None
    sources: list[StateSource]
    looks: list[Look]
    armed: StateArmed | None
    held: str
    waiting: Waiting | None
    latest: Latest | None
    trouble: str
    in_trouble: list[str]
    changed_elsewhere: bool
