"""How a task stands, source by source: what panels and tallies are told, and where it is from."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import UUIDField
from django.utils import timezone

from studio.mixes.models import MixTask, Phase
from studio.rules.document import MixedRules

# What a task's state comes from, but for documents: those have a time beside them. Written out, for
# it is asked several times a second: Django takes ten times as long to put it into SQL as the
# database to answer.
OF_TASK = """
SELECT task.title, task.task_id, task.status, task.version, applied_version, program_at,
    program_title, next_at, next_title, drifted_at, drift_version, trouble_code, trouble,
    in_trouble, on_air_at, ended_at, cloud.version, cloud.deleted_at
FROM mixes_mixtask task JOIN mixes_connection cloud ON cloud.id = task.cloud_id
WHERE task.id = %s
"""
# The last tells when it is time for a take to have been applied.
OF_OPERATIONS = """
SELECT id, state, error_code, settled_at, applied_at, not_applied_at, settled_at > %s
FROM mixes_operation WHERE task_id = %s ORDER BY id
"""
OF_LOOKS = """
SELECT look.id, look.position, look.title, template_version, template.version
FROM mixes_look look LEFT JOIN editor_layouttemplate template ON template.id = look.template_id
WHERE look.task_id = %s ORDER BY look.id
"""
# What viewers may see.
MAY_BE_SEEN = (Phase.ON_AIR, Phase.STOPPING, Phase.UNKNOWN, Phase.OTHER)


def columns_of(task: UUID) -> list[Any]:
    """Changes whenever the state does."""
    key = UUIDField().get_db_prep_value(task, connection)
    patience = timezone.now() - MixTask.APPLY_PATIENCE
    lately = connection.ops.adapt_datetimefield_value(patience)
    found: list[Any] = []
    with connection.cursor() as cursor:
        for query, of in ((OF_TASK, [key]), (OF_OPERATIONS, [lately, key]), (OF_LOOKS, [key])):
            cursor.execute(query, of)
            found.append(cursor.fetchall())
    return found


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
