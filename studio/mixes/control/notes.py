"""What has to be said about a task that is not simply on air."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from studio.documents.changes import Said, sentences
from studio.documents.naming import logo_name
from studio.elapsed import is_lately
from studio.library.chosen import wanted_by, wanted_of
from studio.library.models import Frame
from studio.library.models import State as FrameState
from studio.library.wording import message
from studio.lists import in_sentences
from studio.mixes.models import Kind, MixTask, Operation, Phase, State

# Twice as long as a running task goes unasked.
SILENCE = timedelta(seconds=60)


@dataclass(frozen=True, kw_only=True, slots=True)
class Unknown:
    """What is known although an outcome is not; `can_decide` once a person may decide it."""

    pk: UUID
    kind: str
    title: str
    can_decide: bool
    sent_at: datetime | None
    inquired_at: datetime | None
    what: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Late:
    """The take that is on air although a person had given it up."""

    title: str
    sent_at: datetime | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Drift:
    """What somebody else made of a task: since when, which version, and how it differs from ours.

    Not `readable` is what is no document.
    """

    at: datetime
    version: int
    ours: int
    changes: list[Said]
    readable: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class LostSource:
    """A source on air that could not be fetched from here: why, and when it last was."""

    name: str
    why: str
    seen_at: datetime | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Trouble:
    """What the cloud says is wrong with a task, in its own words, and with which sources."""

    message: str
    code: str
    sources: list[str]


def silent_since(task: MixTask) -> datetime | None:
    """The cloud's last answer about a task, once that is too old to be taken for now.

    Of one that it has never told of, that is its answer to the push; of one that was made
    elsewhere, when it was met.
    """
    if not task.task_id or not task.is_moving:
        return None
    last = task.seen_at or (task.push and task.push.settled_at) or task.created_at
    return None if is_lately(last, SILENCE) else last


def unknown(task: MixTask) -> Unknown | None:
    item = next((row for row in task.history if row.state == State.UNKNOWN), None)
    if item is None:
        return None
    return Unknown(
        pk=item.pk,
        kind=item.kind,
        title=item.title,
        can_decide=item.can_be_decided,
        sent_at=item.sent_at,
        inquired_at=item.inquired_at,
        what=what_is_known(item),
    )


def what_is_known(item: Operation) -> str:
    if item.kind == Kind.PUSH:
        known = _("The push was sent, but no clear answer came: the task may be on air.")
    elif item.kind == Kind.STOP:
        known = _("The stop was sent, but no clear answer came: the task may still be on air.")
    else:
        known = _("The take was sent, but no clear answer came: either look may be on air.")
    if not item.inquiries:
        return known
    looked = ngettext(
        "Looked once: the cloud shows no sign of it so far.",
        "Looked %(count)d times: the cloud shows no sign of it so far.",
        item.inquiries,
    )
    return in_sentences([known, looked % {"count": item.inquiries}])


def late(task: MixTask) -> Late | None:
    vain = (row for row in task.history if row.was_carried_out_after_all)
    item = next((row for row in vain if row.version == task.applied_version), None)
    return Late(title=item.title, sent_at=item.sent_at) if item else None


def drift(task: MixTask) -> Drift | None:
    if task.drifted_at is None:
        return None
    ours, theirs = task.rules, task.drift
    changes: list[Said] = []
    if ours and theirs:
        changes = sentences(ours, theirs.with_output(ours.output))
    return Drift(
        at=task.drifted_at,
        version=task.drift_version,
        ours=task.version,
        changes=changes,
        readable=theirs is not None,
    )


def trouble(task: MixTask) -> Trouble | None:
    if not (task.trouble or task.trouble_code or task.in_trouble):
        return None
    return Trouble(message=task.trouble, code=task.trouble_code, sources=task.in_trouble)


def blank_logos(task: MixTask) -> list[str]:
    """Those on air that cannot be drawn: the cloud does not say what they are, or where."""
    logos = (task.shown.logos if task.shown else None) or ()
    return [
        logo_name(logo.url, index)
        for index, logo in enumerate(logos)
        if not ((logo.url and logo.box.area) or task.is_over)
    ]


def lost_sources(task: MixTask) -> list[LostSource]:
    """Those of what is on air.

    What this computer cannot reach, the cloud may; so it is a hint, never a verdict.
    """
    program = task.program
    if program is None or task.phase is not Phase.ON_AIR:
        return []
    frames = Frame.objects.of(task.workspace, wanted_by(program))
    shown = [(source.id, wanted_of(source)) for source in program.sources]
    failed = [
        (name, frames[wanted])
        for name, wanted in shown
        if wanted in frames and frames[wanted].state == FrameState.FAILED
    ]
    return [
        LostSource(name=name, why=message(frame), seen_at=frame.fetched_at)
        for name, frame in failed
    ]
