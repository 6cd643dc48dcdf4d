"""What the cloud says went wrong, written down where it belongs: at the task, while it says so, and
at the operations it concerns, for good.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from studio.mixes.clouds.redaction import secrets_of_rule
from studio.mixes.models.states import Kind
from studio.mixes.models.versions import readable
from studio.rules.document import MixedRules
from studio.rules.redaction import masked
from studio.volcengine.records import Detail
from studio.volcengine.troubles import NO_TROUBLES

if TYPE_CHECKING:
    from studio.mixes.models.operation import Operation
    from studio.mixes.models.task import MixTask


def note_troubles(task: MixTask, detail: Detail) -> None:
    """Of a row that is locked, once its versions are noted."""
    said, running = detail.troubles, readable(detail.rule)
    if said == NO_TROUBLES:
        task.note_trouble("", "", [])
        return
    secrets = task.secrets | secrets_of_rule(detail.rule, is_document=running is not None)
    names = shown_names(said.sources, [running, task.rules, task.program], secrets)
    task.note_trouble(said.task.code, masked(said.task.message, secrets), names)
    missing = missing_take(task, detail)
    if missing and said.operation:
        missing.note_why(said.operation.code, masked(said.operation.message, secrets))
    for row in (missing, task.on_air_by):
        if row and names:
            row.note_in_trouble(names)


def shown_names(
    names: Sequence[str], documents: Iterable[MixedRules | None], secrets: set[str]
) -> list[str]:
    """The sources' IDs; what is the ID of none is a text like any other."""
    known = {source.id for rules in documents if rules for source in rules.sources}
    return [name if name in known else masked(name, secrets) for name in names]


def missing_take(task: MixTask, detail: Detail) -> Operation | None:
    """The take that was accepted last, while it is not on air."""
    if detail.last_success >= detail.last_operation:
        return None
    takes = (row for row in task.history if row.kind == Kind.TAKE)
    return next((row for row in takes if row.version == detail.last_operation), None)
