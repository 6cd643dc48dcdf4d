"""How far a task got: its clock, its end, and the steps of its last operation."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from django.utils.translation import gettext as _

from studio.accounts.models import User
from studio.mixes.models import Kind, MixTask, Operation, State
from studio.mixes.models.run import LIFETIME
from studio.mixes.words.durations import duration
from studio.mixes.words.operations import by, reason


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """One step of an operation; `at` is when it was done, `note` why it is not."""

    text: str
    at: datetime | None
    state: Literal["done", "now", "wait", "fail", "unknown"]
    note: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Clock:
    """How long a task runs, of how long it may; `percent` with one decimal."""

    runs: str
    of: str
    percent: str


@dataclass(frozen=True, kw_only=True, slots=True)
class End:
    """When a task ended, who stopped it ("" if nobody here) and how long it ran."""

    at: datetime
    by: str
    ran: str


def steps(item: Operation) -> list[Step]:
    """Recorded, sent, accepted, applied: how far it got and when."""
    applied = {
        Kind.PUSH: _("Seen on air"),
        Kind.STOP: _("Ended"),
        Kind.TAKE: _("Applied: it is on air"),
    }[Kind(item.kind)]
    done = [
        (_("Recorded"), item.created_at),
        (_("Sent"), item.sent_at),
        (_("Accepted by the cloud"), item.settled_at if item.state == State.ACCEPTED else None),
        (applied, item.took_effect_at),
    ]
    shown = [Step(text=text, at=at, state="done" if at else "wait") for text, at in done]
    waiting = next((place for place, step in enumerate(shown) if step.state == "wait"), None)
    if waiting is not None:
        shown[waiting] = fate(item, shown[waiting])
    return shown


def fate(item: Operation, step: Step) -> Step:
    """The first step that has not happened, with what it waits for or why it never will."""
    why = reason(item)
    if item.is_not_applied:
        fact = still_on_air(item.task)
        said = _("%(fact)s The cloud says: %(message)s")
        note = said % {"fact": fact, "message": why.message} if why else fact
        return replace(step, state="fail", note=note)
    if why:
        return replace(step, state="fail", note=why.message)
    if item.is_unseen:
        unseen = _("The cloud has not said whether it was applied.")
        return replace(step, state="unknown", note=unseen)
    if item.state == State.UNKNOWN:
        return replace(step, state="unknown", note=_("No clear answer came."))
    return replace(step, state="now")


def still_on_air(task: MixTask) -> str:
    """What viewers see although a take was accepted."""
    if not task.applied_version:
        return _("Not applied. The look before it is still on air.")
    return _("Not applied. Version %(version)d is still on air.") % {
        "version": task.applied_version
    }


def end(task: MixTask, reader: User) -> End | None:
    if not task.ended_at:
        return None
    stop = task.stop
    return End(
        at=task.ended_at,
        by=by(stop, reader) if stop and stop.state == State.ACCEPTED else "",
        ran=duration(task.run.lasts) if task.run.lasts is not None else "",
    )


def clock(task: MixTask) -> Clock | None:
    """None before it runs, and after."""
    lasts = task.run.lasts
    if lasts is None or task.is_over:
        return None
    percent = min(100.0, 100 * lasts / LIFETIME)
    return Clock(runs=duration(lasts), of=duration(LIFETIME), percent=f"{percent:.1f}")
