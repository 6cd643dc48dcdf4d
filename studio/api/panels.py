"""The state of a task for buttons and lights: one document that says it whole, asked for often, or
sent to who stays connected.

Whether it is as it was is told by the few columns that it comes from; only what has changed is
composed anew.
"""

from __future__ import annotations

from collections.abc import Iterable
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import UUIDField
from django.http import HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language

from studio.accounts.access import Request, get_owned
from studio.accounts.models import Scope, User
from studio.api.arming import Armed, armed_now
from studio.api.preconditions import tag_of
from studio.api.preparing import Shown, shown_to
from studio.api.service import IF_NONE_MATCH, answered, operation
from studio.api.shapes import answers
from studio.api.tasks import TAG, latest, look
from studio.elapsed import is_lately
from studio.mixes.control.page import program_name
from studio.mixes.control.preview import held, rundown
from studio.mixes.models import MixTask, Phase
from studio.mixes.models.rounds import MixTaskQuerySet
from studio.mixes.words.operations import operation as operation_row
from studio.rules.document import MixedRules

EVENTS = "text/event-stream"
# Milliseconds after which one who was cut off comes again.
RETRY = 1000
# Each of them.
EVENT = {
    "type": "object",
    "required": ["event", "id", "data"],
    "properties": {
        "event": {"const": "state"},
        "id": {"type": "string", "description": "The ETag of the state."},
        "retry": {"type": "integer"},
        "data": {
            "type": "string",
            "contentMediaType": "application/json",
            "contentSchema": {"$ref": "#/components/schemas/State"},
        },
    },
}
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


@operation(
    "GET",
    "/tasks/{uuid:pk}/state",
    name="api-task-state",
    scope=Scope.READ,
    summary="Tell a panel how a task stands",
    tag=TAG,
    ok={200: answers.State, 304: None},
    refusals=(409, 422),
    headers=(IF_NONE_MATCH,),
)
def state(request: Request, pk: UUID) -> HttpResponse:
    """Always whole: what is on air and in preview, each source, whether TAKE is armed, what is
    waited for, and what became of the last operation. Meant to be asked for with If-None-Match, a
    few times a second.
    """
    row: Any = get_owned(MixTask.objects.only("workspace", "watched_at", "ended_at"), request, pk)
    if not is_lately(row.watched_at, MixTaskQuerySet.WATCHED / 3):
        MixTask.objects.watch([row])
    armed = armed_now(pk)
    reader = request.user.pk, row.own_role, get_language()
    tag = tag_of(*reader, armed, *columns_of(pk))
    if unchanged := get_conditional_response(request, etag=tag):
        unchanged["ETag"] = tag
        return unchanged
    task = MixTask.objects.whole().get(pk=pk)
    return answered(request, whole(task, request.user, armed), tag=tag)


@operation(
    "GET",
    "/tasks/{uuid:pk}/events",
    name="api-task-events",
    scope=Scope.READ,
    summary="Stay connected, and be told how a task stands",
    tag=TAG,
    ok={200: None},
    refusals=(409, 422),
    media_types=(EVENTS,),
    schema=EVENT,
)
def events(request: Request, pk: UUID) -> HttpResponse:
    """Server-sent events, each named `state` and holding the whole document of
    `/tasks/{pk}/state`: one at once, and one whenever it changes. A connection that is lost is
    made anew, and told everything again.
    """
    answer = state(request, pk)
    if answer.status_code == HTTPStatus.OK:
        tag = answer["ETag"]
        said = f"retry: {RETRY}\nid: {tag}\nevent: state\ndata: {answer.content.decode()}\n\n"
        answer = HttpResponse(said, content_type=EVENTS, headers={"ETag": tag})
    return answer


def marks(tasks: Iterable[UUID]) -> dict[UUID, str]:
    """What of each changes whenever its state may."""
    return {task: tag_of(armed_now(task), *columns_of(task)) for task in tasks}


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


def whole(task: MixTask, reader: User, armed: Armed | None) -> dict[str, Any]:
    shown = None if task.is_over else shown_to(reader, task)
    rows = rundown(task)
    is_armed = armed is not None and shown is not None and armed["tag"] == shown.tag
    return {
        "task": task.pk,
        "title": task.title,
        "state": task.phase.value,
        "on_air": task.phase is Phase.ON_AIR,
        "version": task.newest_version,
        "applied_version": task.applied_version,
        "program": program(task),
        "preview": preview(task, shown),
        "sources": sources(task, shown, [row.look.rules for row in rows]),
        "looks": [look(row) for row in rows],
        "armed": {"by": armed["by"], "until": armed["until"]} if armed and is_armed else None,
        "held": held(task, shown.preview if shown else None, reader),
        "waiting": waiting(task, reader),
        "latest": latest(task, reader),
        "trouble": task.trouble,
        "in_trouble": task.in_trouble,
        "changed_elsewhere": task.drifted_at is not None,
    }


def seen(task: MixTask) -> MixedRules | None:
    """What viewers may see, as far as is known."""
    return task.shown if task.phase in MAY_BE_SEEN else None


def program(task: MixTask) -> dict[str, Any] | None:
    if seen(task) is None:
        return None
    return {"title": program_name(task), "at": task.program_at}


def preview(task: MixTask, shown: Shown | None) -> dict[str, Any] | None:
    """`tag` is what arming and a take name as If-Match."""
    if shown is None:
        return None
    return {
        "title": task.next_title,
        "look": task.next_look_id,
        "by": task.next_by.called() if task.next_by else "",
        "at": task.next_at,
        "tag": shown.tag,
    }


def sources(task: MixTask, shown: Shown | None, looks: list[MixedRules]) -> list[dict[str, Any]]:
    """Those of program, preview and rundown, each once, in that order."""
    on_air, next_up = placed(seen(task)), placed(shown.document if shown else None)
    known = [*on_air, *next_up, *(name for rules in looks for name in placed(rules))]
    return [
        {"id": name, "program": name in on_air, "preview": name in next_up}
        for name in dict.fromkeys(known)
    ]


def placed(rules: MixedRules | None) -> list[str]:
    """The sources that have a box: one without is not seen."""
    if rules is None:
        return []
    layers = {layout.layer for layout in rules.scene.layouts}
    return [source.id for source in rules.sources if source.layer in layers]


def waiting(task: MixTask, reader: User) -> dict[str, Any] | None:
    """What was asked for and may yet come about."""
    open_ones = (row for row in task.history if row.is_moving or row.may_still_change_program)
    row = next(open_ones, None)
    if row is None:
        return None
    told = operation_row(row, reader)
    return {"kind": told.kind, "title": told.title, "outcome": told.outcome.value, "by": told.by}
