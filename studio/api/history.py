"""What was asked of the cloud, and what became of it."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.db.models import prefetch_related_objects
from django.http import HttpResponse
from django.urls import reverse
from ninja import Query

from studio.accounts.access import Request, get_owned
from studio.accounts.models import Scope
from studio.api.paging import check_form, listed, lost, read_key
from studio.api.service import IF_NONE_MATCH, answered, operation
from studio.api.shapes import air, sent
from studio.api.who import workspace_of
from studio.mixes.history import rows as past
from studio.mixes.history.exports import record, shown_document
from studio.mixes.history.filter import HistoryFilter
from studio.mixes.history.rows import Entry
from studio.mixes.models import Operation
from studio.pages.answers import tag_of

TAG = "history"


@operation(
    "GET",
    "/history",
    name="api-history",
    scope=Scope.READ,
    summary="Read the history",
    tag=TAG,
    ok={200: air.History},
    refusals=(422,),
)
def history(request: Request, asked: Query[sent.HistoryAsked]) -> HttpResponse:
    """Every push, take and stop of the workspace, newest first. Days are those of the studio's own
    zone.
    """
    chosen = request.GET.copy()
    if asked.after:
        chosen["before"] = str(read_key(asked.after))
    form = HistoryFilter(chosen, workspace_of(request))
    if asked.after and "before" in form.errors:
        raise lost()
    check_form(form)
    entries, is_more = past.page(form.rows, form.cleaned_data["before"])
    prefetch_related_objects([entry.operation for entry in entries], "cloud")
    after = str(entries[-1].operation.pk) if is_more else ""
    return listed(request, map(brief, entries), after)


@operation(
    "GET",
    "/operations/{uuid:pk}",
    name="api-operation",
    scope=Scope.READ,
    summary="Ask what became of an operation",
    tag=TAG,
    ok={200: air.OperationWhole, 304: None},
    refusals=(409, 422),
    headers=(IF_NONE_MATCH,),
)
def read(request: Request, pk: UUID) -> HttpResponse:
    """`outcome` is applied once the cloud was seen to have done it, and refused, failed or
    not_applied once it is known that it did not; unknown is asked about by itself.
    """
    body = whole(get_owned(Operation.objects.all(), request, pk))
    return answered(request, body, tag=tag_of(body))


def accepted(request: Request, row: Operation) -> HttpResponse:
    """What was asked for is recorded, and how it goes is found where Location says."""
    headers = {"Location": reverse("api-operation", args=[row.pk])}
    return answered(request, whole(row), status=HTTPStatus.ACCEPTED, headers=headers)


def brief(entry: Entry) -> dict[str, Any]:
    return {**record(entry), "task_key": str(entry.operation.task_id)}


def whole(row: Operation) -> dict[str, Any]:
    (entry,) = past.entries([row.pk])
    return {**brief(entry), "document": shown_document(entry)}
