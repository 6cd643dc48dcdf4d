"""How a task stands, source by source: what panels and tallies are told, and where it is from."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from studio.elapsed import is_lately
from studio.mixes.models import Look, MixTask, Operation, Phase
from studio.prepared import asked
from studio.rules.document import MixedRules

# What of a task's row its state comes from, but for documents: those have a time beside them.
COLUMNS = (
    *("title", "task_id", "status", "version", "applied_version", "program_at", "program_title"),
    *("next_at", "next_title", "drifted_at", "drift_version", "trouble_code", "trouble"),
    *("in_trouble", "on_air_at", "ended_at", "cloud__version", "cloud__deleted_at"),
)
OF_OPERATIONS = ("pk", "state", "error_code", "settled_at", "applied_at", "not_applied_at")
OF_LOOKS = ("pk", "position", "title", "template_version", "template__version")
SETTLED = OF_OPERATIONS.index("settled_at")
Values = QuerySet[Any, Any]
# What viewers may see.
MAY_BE_SEEN = (Phase.ON_AIR, Phase.STOPPING, Phase.UNKNOWN, Phase.OTHER)


def columns_of(task: UUID) -> list[Any]:
    """Changes whenever the state does: also when it is time for a take to have been applied. As
    panels and the look for them ask for it, many times a second.
    """
    operations = [
        (*row, is_lately(time_of(row[SETTLED]), MixTask.APPLY_PATIENCE))
        for row in asked(operations_of, task)
    ]
    return [asked(columns, task), operations, asked(looks_of, task)]


def columns(task: UUID) -> Values:
    return MixTask.objects.filter(pk=task).order_by().values_list(*COLUMNS)


def operations_of(task: UUID) -> Values:
    return Operation.objects.filter(task=task).order_by("pk").values_list(*OF_OPERATIONS)


def looks_of(task: UUID) -> Values:
    return Look.objects.filter(task=task).order_by("pk").values_list(*OF_LOOKS)


def time_of(stored: datetime | None) -> datetime | None:
    """SQLite keeps times without saying that they are UTC."""
    return stored.replace(tzinfo=stored.tzinfo or UTC) if stored else None


def seen(task: MixTask) -> MixedRules | None:
    """What viewers may see, as far as is known."""
    return task.shown if task.phase in MAY_BE_SEEN else None


def sources(
    task: MixTask, next_up: MixedRules | None, looks: list[MixedRules]
) -> list[dict[str, Any]]:
    """Those of program, preview and rundown, each once, in that order."""
    on_air, prepared = placed(seen(task)), placed(next_up)
    known = [*on_air, *prepared, *(name for rules in looks for name in placed(rules))]
    return [
        {"id": name, "program": name in on_air, "preview": name in prepared}
        for name in dict.fromkeys(known)
    ]


def placed(rules: MixedRules | None) -> list[str]:
    """The sources that have a box: one without is not seen."""
    if rules is None:
        return []
    layers = {layout.layer for layout in rules.scene.layouts}
    return [source.id for source in rules.sources if source.layer in layers]
