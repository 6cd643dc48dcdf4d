"""How a task stands, source by source: what panels and tallies are told, and where it is from."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import UUIDField
from django.http import Http404
from django.utils import timezone

from studio.accounts.access import Request, admitted
from studio.accounts.models import Role
from studio.documents.field import UnreadableRow
from studio.elapsed import CLOCKS_APART
from studio.mixes.control.notes import SILENCE
from studio.mixes.models import Look, MixTask, Operation, Phase
from studio.rules.document import MixedRules

# What a task's state comes from, but for documents: those have a time beside them. Written out, for
# it is asked several times a second: Django takes ten times as long to put it into SQL as the
# database to answer. What is between two times tells whether the cloud was heard of late.
OF_TASK = """
SELECT task.title, task.task_id, task.status, task.version, applied_version, program_at,
    program_title, next_at, next_title, drifted_at, drift_version, trouble_code, trouble,
    in_trouble, on_air_at, ended_at, cloud.version, cloud.deleted_at,
    task.seen_at BETWEEN %s AND %s, task.created_at BETWEEN %s AND %s
FROM mixes_mixtask task JOIN mixes_connection cloud ON cloud.id = task.cloud_id
WHERE task.id = %s
"""
# Of the last two one tells when it is time for a take to have been applied. What was applied a
# while ago stays as it is, and a long show has hundreds of those.
OF_OPERATIONS = """
SELECT id, state, error_code, settled_at, applied_at, not_applied_at, settled_at > %s,
    settled_at BETWEEN %s AND %s
FROM mixes_operation
WHERE task_id = %s AND (applied_at IS NULL OR settled_at IS NULL OR settled_at >= %s) ORDER BY id
"""
OF_LOOKS = """
SELECT look.id, look.position, look.title, template_version, template.version
FROM mixes_look look LEFT JOIN editor_layouttemplate template ON template.id = look.template_id
WHERE look.task_id = %s ORDER BY look.id
"""
COMING = (Phase.PUSHING, Phase.PREPARING)
# What viewers may see.
MAY_BE_SEEN = (Phase.ON_AIR, Phase.STOPPING, Phase.UNKNOWN, Phase.OTHER)


def asked_about(request: Request, pk: UUID) -> MixTask:
    """The task, briefly, by the law of `get_owned`."""
    try:
        row = MixTask.objects.briefly_for(pk, request.user)
    except MixTask.DoesNotExist:
        raise Http404 from None
    return admitted(row, request, Role.VIEWER)


def columns_of(task: UUID) -> list[Any]:
    """Changes whenever the state does."""
    key, now = UUIDField().get_db_prep_value(task, connection), timezone.now()
    times = (now - MixTask.APPLY_PATIENCE, now - SILENCE, now + CLOCKS_APART)
    applying, *heard = map(connection.ops.adapt_datetimefield_value, times)
    asked = (
        (OF_TASK, [*heard, *heard, key]),
        (OF_OPERATIONS, [applying, *heard, key, heard[0]]),
        (OF_LOOKS, [key]),
    )
    found: list[Any] = []
    with connection.cursor() as cursor:
        for query, of in asked:
            cursor.execute(query, of)
            found.append(cursor.fetchall())
    return found


def seen(task: MixTask) -> MixedRules | None:
    """What viewers may see, as far as is known."""
    return task.shown if task.phase in MAY_BE_SEEN else None


def to_come(task: MixTask) -> MixedRules | None:
    """What viewers are about to see for the first time."""
    return task.shown if task.phase in COMING else None


def doubted(task: MixTask) -> list[MixedRules | None]:
    """What viewers may see by now beside the program, or instead of it: takes that were sent and
    are not known to be applied, nor not to be, and what somebody else has sent. None is a document
    that nobody here knows.
    """
    if task.is_over:
        return []
    found = [row.document for row in task.history if is_open(task, row)]
    if task.drift_version > task.applied_version:
        found.append(task.drift)
    if task.phase in MAY_BE_SEEN and task.shown is None:
        found += [None, task.rules]
    return found


def is_open(task: MixTask, row: Operation) -> bool:
    """Whether viewers may see by now what it was to put on air."""
    if row.may_still_change_program:
        return row.unsure or row.sent_at is not None
    return row.is_unseen and (row.version or 0) > task.applied_version


def readable(looks: Iterable[Look]) -> list[MixedRules]:
    """The documents of those that can be read."""
    found: list[MixedRules] = []
    for look in looks:
        with suppress(UnreadableRow):
            found.append(look.rules)
    return found


def placed(rules: MixedRules | None) -> list[str]:
    """The sources that have a box: one without is not seen."""
    if rules is None:
        return []
    layers = {layout.layer for layout in rules.scene.layouts}
    return [source.id for source in rules.sources if source.layer in layers]
