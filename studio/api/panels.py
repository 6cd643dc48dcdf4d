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

from django.http import HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language

from studio.accounts.access import Request
from studio.accounts.models import Scope, User
from studio.api.arming import Armed, armed_now
from studio.api.preparing import Shown, shown_to
from studio.api.service import IF_NONE_MATCH, answered, operation
from studio.api.shapes import air
from studio.api.tasks import TAG, latest, look
from studio.mixes.control.page import program_name
from studio.mixes.control.preview import held, rundown
from studio.mixes.models import MixTask, Phase
from studio.mixes.tally.lights import SourceLight, tally_with
from studio.mixes.tally.state import asked_about, columns_of, readable, seen
from studio.mixes.words.operations import operation as operation_row
from studio.pages.answers import tag_of
from studio.pages.events import EVENTS, state_event

# Each of those that are sent.
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


@operation(
    "GET",
    "/tasks/{uuid:pk}/state",
    name="api-task-state",
    scope=Scope.READ,
    summary="Tell a panel how a task stands",
    tag=TAG,
    ok={200: air.State, 304: None},
    refusals=(409, 422),
    headers=(IF_NONE_MATCH,),
)
def state(request: Request, pk: UUID) -> HttpResponse:
    """Always whole: what is on air and in preview, each source, whether TAKE is armed, what is
    waited for, and what became of the last operation. Meant to be asked for with If-None-Match, a
    few times a second.
    """
    row: Any = asked_about(request, pk)
    MixTask.objects.watch([row])
    armed = armed_now(pk)
    reader = request.user.pk, row.own_role, get_language()
    tag = tag_of(*reader, armed, row.is_elsewhere, *columns_of(pk))
    unchanged = get_conditional_response(request, etag=tag)
    # What else a request may make a condition of is none here: nothing is changed.
    if unchanged is not None and unchanged.status_code == HTTPStatus.NOT_MODIFIED:
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
        answer = state_event(answer.content.decode(), answer["ETag"])
    return answer


def marks(tasks: Iterable[UUID]) -> dict[UUID, str]:
    """What of each changes whenever its state may."""
    return {task: tag_of(armed_now(task), *columns_of(task)) for task in tasks}


def whole(task: MixTask, reader: User, armed: Armed | None) -> dict[str, Any]:
    shown = None if task.is_over else shown_to(reader, task)
    rows = rundown(task)
    tally = tally_with(task, shown.document if shown else None, readable(row.look for row in rows))
    is_armed = armed is not None and shown is not None and armed["tag"] == shown.tag
    return {
        "task": task.pk,
        "title": task.title,
        "state": task.phase.value,
        "known": tally.is_known,
        "silent_since": tally.silent_since,
        "light": tally.air.value,
        "on_air": task.phase is Phase.ON_AIR if tally.is_known else None,
        "version": task.newest_version,
        "applied_version": task.applied_version,
        "program": program(task),
        "preview": preview(task, shown),
        "sources": [source(row) for row in tally.lights],
        "looks": [look(row) for row in rows],
        "armed": {"by": armed["by"], "until": armed["until"]} if armed and is_armed else None,
        "held": held(task, shown.preview if shown else None, reader),
        "waiting": waiting(task, reader),
        "latest": latest(task, reader),
        "trouble": task.trouble,
        "in_trouble": task.in_trouble,
        "changed_elsewhere": task.drifted_at is not None,
    }


def source(row: SourceLight) -> dict[str, Any]:
    return {
        "id": row.name,
        "light": row.light.value,
        "program": row.in_program,
        "preview": row.in_preview,
    }


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


def waiting(task: MixTask, reader: User) -> dict[str, Any] | None:
    """What was asked for and may yet come about."""
    open_ones = (row for row in task.history if row.is_moving or row.may_still_change_program)
    row = next(open_ones, None)
    if row is None:
        return None
    told = operation_row(row, reader)
    return {"kind": told.kind, "title": told.title, "outcome": told.outcome.value, "by": told.by}
