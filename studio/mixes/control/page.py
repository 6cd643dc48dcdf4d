"""The page of one task; the templates name each value."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from studio.accounts.access import may
from studio.accounts.models import Role, User
from studio.documents.facts import addresses, facts
from studio.documents.jpegs import stamp_of_rules
from studio.mixes.clouds import configured
from studio.mixes.control.preview import control
from studio.mixes.models import Kind, MixTask, Operation, Phase, State
from studio.mixes.models.task import LIFETIME
from studio.mixes.words.durations import duration, ends_in
from studio.mixes.words.operations import OUTCOMES, by, operation, reason

# Twice as long as a running task goes unasked.
SILENCE = timedelta(seconds=60)


def page(task: MixTask, user: User) -> dict[str, Any]:
    """Everything the page of one task shows."""
    phase = task.phase
    operates = may(user, task.workspace, Role.OPERATOR)
    document = task.document
    latest = task.latest
    return control(task, user, operates=operates) | {
        "task": task,
        "cloud": configured.described(task.cloud),
        "template": task.template if task.template and not task.template.deleted_at else None,
        "program_name": program_name(task),
        "has_program": (task.program or task.rules) is not None,
        # Something is about to change: it is asked more often.
        "busy": phase is Phase.PUSHING or task.take_under_way is not None,
        # Names the picture by what it shows and by the pictures in it.
        "program_stamp": stamp_of_rules(task.workspace, task.program or task.rules).strip('"'),
        "state": phase.value,
        "ends_in": ends_in(task),
        "moving": task.is_moving,
        "elsewhere": configured.label(task.cloud) if task.is_elsewhere else "",
        "silent_since": silent_since(task),
        "said": said(task),
        "clock": clock(task),
        "since": task.on_air_at,
        "ended": ended(task, user),
        "reason": latest and reason(latest),
        "unknown": unknown(task),
        "late": late(task),
        "operation": latest and numbered(task, latest, user) | {"steps": steps(latest)},
        "refused": "",
        "armed": False,
        "urls": addresses(document) if document else [],
        "facts": [*identity(task), *(facts(document) if document else [])],
        "can_stop": operates and task.can_stop,
        "can_push": operates and (task.program or task.rules) is not None,
        "can_adopt": operates and task.is_stranger and task.output is None,
        "can_succeed": operates and not task.is_over and bool(ends_in(task)),
        "can_look": operates,
    }


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
    return f"{task.title}: {', '.join(words)}"


def silent_since(task: MixTask) -> datetime | None:
    """The cloud's last answer about a task, once that is too old to be taken for now."""
    if task.seen_at is None or not task.is_moving:
        return None
    return task.seen_at if timezone.now() - task.seen_at > SILENCE else None


def identity(task: MixTask) -> list[dict[str, str]]:
    """What the cloud's own console knows it by."""
    named = [(_("Name at the cloud"), task.name), (_("Task ID"), task.task_id)]
    return [{"label": label, "value": value} for label, value in named if value]


def numbered(task: MixTask, item: Operation, reader: User) -> dict[str, Any]:
    """An operation with its place among the task's takes: “take 6”."""
    takes = [row.pk for row in reversed(task.history) if row.kind == Kind.TAKE]
    number = takes.index(item.pk) + 1 if item.pk in takes else None
    return operation(item, reader) | {"number": number}


def unknown(task: MixTask) -> dict[str, Any] | None:
    """What is known although an outcome is not."""
    item = next((row for row in task.history if row.state == State.UNKNOWN), None)
    if item is None:
        return None
    return {
        "pk": item.pk,
        "kind": item.kind,
        "title": item.title,
        "can_decide": item.is_looked_for,
        "sent_at": item.sent_at,
        "looked_at": item.looked_at,
        "what": what_is_known(item),
    }


def late(task: MixTask) -> dict[str, Any] | None:
    """The take that is on air although a person had given it up."""
    vain = (row for row in task.history if row.was_given_up_in_vain)
    item = next((row for row in vain if row.version == task.applied_version), None)
    return {"title": item.title, "sent_at": item.sent_at} if item else None


def what_is_known(item: Operation) -> str:
    if item.kind == Kind.PUSH:
        known = _("The push was sent, but no clear answer came: the task may be on air.")
    elif item.kind == Kind.STOP:
        known = _("The stop was sent, but no clear answer came: the task may still be on air.")
    else:
        known = _("The take was sent, but no clear answer came: either look may be on air.")
    if not item.looks:
        return known
    looked = ngettext(
        "Looked once: the cloud shows no sign of it so far.",
        "Looked %(count)d times: the cloud shows no sign of it so far.",
        item.looks,
    )
    return f"{known} {looked % {'count': item.looks}}"


def steps(item: Operation) -> list[dict[str, Any]]:
    """Recorded, sent, accepted, applied: how far it got and when."""
    applied = {
        Kind.PUSH: (_("Seen on air"), item.task.on_air_at),
        Kind.STOP: (_("Ended"), item.task.ended_at),
        Kind.TAKE: (_("Applied: it is on air"), item.applied_at),
    }[Kind(item.kind)]
    done = [
        (_("Recorded"), item.created_at),
        (_("Sent"), item.sent_at),
        (_("Accepted by the cloud"), item.settled_at if item.state == State.ACCEPTED else None),
        applied,
    ]
    shown = [{"text": text, "at": at, "state": "done" if at else "wait"} for text, at in done]
    waiting = next((step for step in shown if step["state"] == "wait"), None)
    if waiting:
        waiting |= fate(item)
    return shown


def fate(item: Operation) -> dict[str, str]:
    """What the first step that has not happened is waiting for, or why it never will."""
    if why := reason(item):
        return {"state": "fail", "note": why["message"]}
    if item.is_not_applied:
        return {"state": "fail", "note": still_on_air(item.task)}
    if item.is_unseen:
        return {"state": "unknown", "note": _("The cloud has not said whether it was applied.")}
    if item.state == State.UNKNOWN:
        return {"state": "unknown", "note": _("No clear answer came.")}
    return {"state": "now"}


def still_on_air(task: MixTask) -> str:
    """What viewers see although a take was accepted."""
    if not task.applied_version:
        return _("Not applied. The look before it is still on air.")
    return _("Not applied. Version %(version)d is still on air.") % {
        "version": task.applied_version
    }


def ended(task: MixTask, reader: User) -> dict[str, Any] | None:
    if not task.ended_at:
        return None
    stop = task.stop
    return {
        "at": task.ended_at,
        "by": by(stop, reader) if stop and stop.state == State.ACCEPTED else "",
        "ran": duration(task.runs) if task.runs is not None else "",
    }


def clock(task: MixTask) -> dict[str, str] | None:
    if task.runs is None or task.is_over:
        return None
    percent = min(100.0, 100 * task.runs / LIFETIME)
    return {"runs": duration(task.runs), "of": duration(LIFETIME), "percent": f"{percent:.1f}"}
