"""What the audit log is told of tasks and of what is asked for them, each in its own transaction.

An operation is told twice: as asked, by whoever asked, and as settled, by the studio.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext, override

from studio.audit.actors import acting, current
from studio.audit.acts import Act, Outcome
from studio.audit.models import Entry
from studio.documents.changes import sentences
from studio.mixes.models.states import Kind, State

if TYPE_CHECKING:
    from studio.mixes.models.record import Record
    from studio.mixes.models.rundown import Look
    from studio.mixes.models.task import MixTask

ACTS = {Kind.PUSH: Act.PUSHED, Kind.TAKE: Act.TOOK, Kind.STOP: Act.STOPPED}
OUTCOMES = {
    State.ACCEPTED: Outcome.DONE,
    State.REFUSED: Outcome.REFUSED,
    State.FAILED: Outcome.FAILED,
    State.UNKNOWN: Outcome.UNKNOWN,
}


def asked(operation: Record) -> None:
    """Its row was written: nothing is sent yet. Of a command only the row says who asked."""
    actor = replace(current(), person=operation.person)
    with acting(lambda: actor):
        log(operation.task, ACTS[Kind(operation.kind)], changes(operation), Outcome.QUEUED)


def settled(operation: Record) -> None:
    """What the cloud said to it, or that nobody knows."""
    why = ": ".join(filter(None, (operation.error_code, operation.error_message)))
    log(operation.task, ACTS[Kind(operation.kind)], why, OUTCOMES[State(operation.state)])


def decided(operation: Record, act: Act) -> None:
    """What a person said of an unknown outcome."""
    log(operation.task, act, operation.get_kind_display())


def prepared(task: MixTask) -> None:
    """What a take would put on air now."""
    log(task, Act.PREPARED, task.next_title if task.next_rules else "nothing")


def rundown(look: Look, what: str) -> None:
    """What was done to one of its looks."""
    log(look.task, Act.RUNDOWN_CHANGED, f"{what} {look.title}")


def went_on_air(task: MixTask) -> None:
    """It is billed from when the cloud says it began."""
    log(task, Act.WENT_ON_AIR, task.began_at.isoformat(timespec="seconds") if task.began_at else "")


def ended(task: MixTask) -> None:
    """With what it cost: its time at the cloud."""
    log(task, Act.ENDED, on_air(task.run.lasts) if task.run.lasts is not None else "")


def log(task: MixTask, act: Act, difference: str = "", outcome: Outcome = Outcome.DONE) -> None:
    Entry.objects.record(
        act,
        workspace=task.workspace,
        thing=task,
        name=task.title,
        difference=difference,
        outcome=outcome,
    )


def changes(operation: Record) -> str:
    """What a take changes of what is on air; the log has one language, the code's."""
    before, after = operation.task.program, operation.document
    if operation.kind != Kind.TAKE or before is None or after is None:
        return operation.title
    with override("en"):
        return "; ".join([operation.title, *(said.text for said in sentences(before, after))])


def on_air(runs: timedelta) -> str:
    hours, minutes = divmod(int(runs.total_seconds()) // 60, 60)
    with override("en"):
        return gettext("on air %(hours)d h %(minutes)d min") % {"hours": hours, "minutes": minutes}
