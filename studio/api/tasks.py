"""Tasks, as their pages tell them."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Prefetch, Q
from django.http import HttpResponse
from django.urls import reverse
from ninja import Query

from studio.accounts.access import Request, get_owned
from studio.accounts.models import Scope, User
from studio.api.paging import PAGE, listed, place_of, read_place
from studio.api.preconditions import made_by
from studio.api.service import IF_NONE_MATCH, KEY, answered, operation
from studio.api.shapes import air, answers, sent
from studio.api.templates import made_before, whole_answer
from studio.api.who import workspace_of
from studio.mixes.clouds.connections import Connection
from studio.mixes.clouds.redaction import without_keys
from studio.mixes.control.keeping import edited, template_of
from studio.mixes.control.page import TaskPage, page_of
from studio.mixes.control.preview import RundownRow, held
from studio.mixes.models import Account, MixTask, Operation, Presence
from studio.mixes.models.rounds import MixTaskQuerySet
from studio.mixes.words.durations import ends_in
from studio.mixes.words.operations import operation as operation_row
from studio.pages.answers import tag_of

TAG = "tasks"


@operation(
    "GET",
    "/tasks",
    name="api-tasks",
    scope=Scope.READ,
    summary="List tasks",
    tag=TAG,
    ok={200: air.Tasks},
    refusals=(422,),
)
def every(request: Request, asked: Query[sent.TasksAsked]) -> HttpResponse:
    """Newest first. To list them is to look at them: the cloud is asked more often for a while."""
    workspace = workspace_of(request)
    rows = MixTask.objects.filter(workspace=workspace)
    if asked.running:
        rows = rows.known()
    if asked.after:
        at, key = read_place(asked.after)
        rows = rows.filter(Q(created_at__lt=at) | Q(created_at=at, pk__lt=key))
    found = list(told_of(rows).order_by("-created_at", "-pk")[: PAGE + 1])
    shown = found[:PAGE]
    MixTask.objects.watch(shown)
    Account.objects.watch({cloud.account_id for cloud in Connection.objects.of(workspace)})
    after = place_of(shown[-1].created_at, shown[-1].pk) if len(found) > PAGE else ""
    return listed(request, (brief(row, request.user) for row in shown), after)


@operation(
    "GET",
    "/tasks/{uuid:pk}",
    name="api-task",
    scope=Scope.READ,
    summary="Watch a task",
    tag=TAG,
    ok={200: air.TaskWhole, 304: None},
    refusals=(409, 422),
    headers=(IF_NONE_MATCH,),
)
def read(request: Request, pk: UUID) -> HttpResponse:
    """All that its page tells: what is on air, what is prepared, what is in doubt, and why TAKE is
    held.
    """
    row = get_owned(MixTask.objects.whole(), request, pk)
    MixTask.objects.watch([row])
    page = page_of(row, request.user, Presence.objects.here(row))
    body = whole(page, request.user)
    return answered(request, body, tag=tag_of(body))


@operation(
    "POST",
    "/tasks/{uuid:pk}/template",
    name="api-task-template",
    scope=Scope.EDIT,
    summary="Keep what a task shows",
    tag=TAG,
    ok={201: answers.TemplateWhole},
    refusals=(409, 422),
    headers=(KEY,),
)
def keep(request: Request, pk: UUID) -> HttpResponse:
    """A new template of what is on air; of a task made elsewhere, of what the cloud says of it. The
    same key makes it once.
    """
    task = edited(request, pk)
    made = made_by(request, str(task.pk))
    try:
        with transaction.atomic():
            row = template_of(task, request.user, made)
    except IntegrityError:
        if made is None:
            raise
        row = made_before(made)
    headers = {"Location": reverse("api-template", args=[row.pk])}
    return whole_answer(request, row, status=HTTPStatus.CREATED, headers=headers)


def told_of(rows: MixTaskQuerySet) -> MixTaskQuerySet:
    """With what `brief` tells, and without documents, which are the most of a row."""
    operations = Operation.objects.defer("body").select_related("person")
    return (
        rows.without_documents()
        .select_related("workspace")
        .prefetch_related("cloud", Prefetch("operations", operations))
    )


def brief(task: MixTask, reader: User) -> dict[str, Any]:
    return {
        "id": task.pk,
        "title": task.title,
        "name": task.name,
        "task_id": task.task_id,
        "state": task.phase.value,
        "status": task.status,
        "cloud": {"id": task.cloud.pk, "name": task.cloud.name, "kind": task.cloud.kind},
        "template": task.template_id,
        "shows": task.program_title,
        "is_billed": task.is_billed,
        "made_elsewhere": task.is_stranger,
        "created_at": task.created_at,
        "on_air_at": task.on_air_at,
        "ended_at": task.ended_at,
        "ends_in": ends_in(task.run),
        "latest": latest(task, reader),
    }


def latest(task: MixTask, reader: User) -> dict[str, Any] | None:
    if task.latest is None:
        return None
    told = operation_row(task.latest, reader)
    return {
        "id": told.pk,
        "kind": told.kind,
        "title": told.title,
        "outcome": told.outcome.value,
        "at": told.at,
        "why": told.note,
    }


def whole(page: TaskPage, reader: User) -> dict[str, Any]:
    task = page.task
    return {
        **brief(task, reader),
        "program": program(page),
        "in_preview": page.preview.title if page.preview else "",
        "held": held(task, page.preview, reader),
        "rundown": [look(row) for row in page.rundown],
        "back": page.back.pk if page.back else None,
        "unknown": page.unknown.what if page.unknown else "",
        "trouble": page.trouble.message if page.trouble else "",
        "in_trouble": page.trouble.sources if page.trouble else [],
        "changed_elsewhere": [said.text for said in page.drift.changes] if page.drift else None,
        "unreachable_sources": [source.name for source in page.lost_sources],
        "can": {"stop": page.can_stop, "push": page.can_push, "prepare": page.can_prepare},
    }


def program(page: TaskPage) -> dict[str, Any] | None:
    shown = page.task.shown
    if shown is None:
        return None
    return {
        "title": page.program_name,
        "at": page.program_at,
        "version": page.applied_version,
        "rules": without_keys(shown),
    }


def look(row: RundownRow) -> dict[str, Any]:
    return {
        "id": row.look.pk,
        "title": row.look.title,
        "template": row.look.template_id,
        "on_air": row.on_air,
        "next": row.next,
        "is_behind": row.behind,
    }
