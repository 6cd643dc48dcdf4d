"""Which version of a task is on air, and whether somebody else has changed it.

The cloud counts a task's versions (`LastOperationIndex`) and says which it has applied last
(`LastSuccessOperationIndex`): an update is accepted first and may fail later. What is on air is
what was applied last, never what was sent last. A version that none of our operations made is
drift: somebody changed the task elsewhere.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from django.utils import timezone

from studio.elapsed import long_ago
from studio.mixes.models.states import Kind, State
from studio.rules import codec
from studio.rules.document import MixedRules
from studio.rules.problems import InvalidDocument, Problem
from studio.volcengine.lenient_json import lenient_loads
from studio.volcengine.records import Detail

if TYPE_CHECKING:
    from studio.mixes.models.operation import Operation
    from studio.mixes.models.task import MixTask

# What an update need not say, and Go writes as null.
OPTIONAL = re.compile(r"MixedRules\.(InputLayout\.Logo(\[[0-9]+\]\..+)?|Output\.Callback(\.Url)?)")
# What of a task's row tells its versions, but for `rules`.
VERSION_FIELDS = [
    *("version", "applied_version", "detailed_at"),
    *("program", "program_title", "program_at"),
    *("drift", "drift_version", "drifted_at"),
]


def note_versions(task: MixTask, detail: Detail) -> None:
    """Write down which version is on air, and a version that is not ours.

    Of a row that is locked.
    """
    task.detailed_at = timezone.now()
    if detail.last_operation:
        note_drift(task, detail)
        note_applied(task, detail)
        note_missing(task)
    task.save(update_fields=["rules", *VERSION_FIELDS])


def note_drift(task: MixTask, detail: Detail) -> None:
    if not task.version:
        task.version = detail.last_operation
    if detail.last_operation <= max(task.version, task.drift_version):
        return
    if is_under_way(task):
        # It may well be ours: its own inquiry will tell.
        return
    running = readable(detail.rule)
    take = given_up_take(task, running)
    if take and take.happened_after_all():
        take.set_version(detail.last_operation)
        task.account_for(detail.last_operation, take.document)
        return
    task.drift_version = detail.last_operation
    task.drifted_at = task.drifted_at or timezone.now()
    task.drift = running


def note_applied(task: MixTask, detail: Detail) -> None:
    applied = detail.last_success
    if applied <= task.applied_version:
        return
    task.applied_version = applied
    take = next((row for row in task.history if row.version == applied), None)
    if take is not None:
        take.mark_applied()
        task.put_on_program(take.stored_document, take.title)
    elif applied == task.drift_version:
        task.put_on_program(type(task).drift.field.stored(task), "")
    elif task.drifted_at and applied > task.version:
        # Somebody else's version between two Details: nobody here knows what it shows.
        task.put_on_program(None, "")
    elif applied == task.version and task.rules != task.program:
        task.put_on_program(type(task).rules.field.stored(task), task.program_title)


def note_missing(task: MixTask) -> None:
    """Takes that should be on air by now.

    One that a later version has overtaken before anybody asked may have been on air.
    """
    missing = task.operations.filter(
        long_ago("settled_at", task.APPLY_PATIENCE),
        kind=Kind.TAKE,
        state=State.ACCEPTED,
        applied_at=None,
        not_applied_at=None,
        version__gt=task.applied_version,
    )
    missing.update(not_applied_at=task.detailed_at)


def given_up_take(task: MixTask, running: MixedRules | None) -> Operation | None:
    """The last take of this very look that was given up."""
    if running is None:
        return None
    takes = (row for row in task.history if (row.kind, row.state) == (Kind.TAKE, State.GIVEN_UP))
    return next((row for row in takes if running.looks_like(row.document)), None)


def is_under_way(task: MixTask) -> bool:
    """Whether a take of ours may have made a version that we do not know of yet."""
    return any(
        row.kind == Kind.TAKE and row.state in (State.SENDING, State.UNKNOWN)
        for row in task.history
    )


def readable(rule: str) -> MixedRules | None:
    """As `read_rule`; None where it is none."""
    try:
        return read_rule(rule)
    except InvalidDocument:
        return None


def read_rule(rule: str) -> MixedRules:
    """A Rule as a document without the address of its callbacks. Raises InvalidDocument.

    What else the cloud writes beside it may be odd; what is kept, and sent again, may not. What
    an update may leave out of a logo (its place, its address) is left blank.
    """
    try:
        reading = codec.survey(lenient_loads(rule))
        faults = [fault for fault in reading.faults if not is_left_out(fault)]
        if faults or reading.body is None:
            raise InvalidDocument(faults)
        rules = reading.body.rules.without_callback()
        codec.strict_loads(json.dumps(codec.write(rules)))
    except InvalidDocument:
        raise
    except (ValueError, RecursionError):
        # No JSON, or so deep that it could be parsed and no more be read: says which.
        codec.strict_loads(rule)
        raise
    return rules


def is_left_out(fault: Problem) -> bool:
    """Whether it is but the absence of what may be absent."""
    is_absent = fault.code == "missing" or fault.params.get("found") == "null"
    return is_absent and OPTIONAL.fullmatch(fault.path) is not None
