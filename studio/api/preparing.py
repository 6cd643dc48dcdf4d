"""What a task shows next: put there, looked at, taken out. Nothing of it goes on air."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, NamedTuple
from uuid import UUID

from django.db import transaction
from django.http import HttpResponse
from django.utils.translation import gettext as _

from studio.accounts.access import Request, get_owned
from studio.accounts.models import Role, Scope, User
from studio.api.preconditions import matched
from studio.api.problems import Declined, invalid
from studio.api.service import IF_ANY_MATCH, answered, operation
from studio.api.shapes import air, sent
from studio.documents import wording
from studio.documents.checking import check
from studio.mixes.clouds.redaction import without_keys
from studio.mixes.control.preview import Preview, TakeForm, held, prepared, take
from studio.mixes.control.takes import ask_pictures, check_can_prepare, prepare_chosen
from studio.mixes.models import MixTask
from studio.pages.answers import tag_of
from studio.rules.document import MixedRules

TAG = "on air"
MAY_MATCH = {**IF_ANY_MATCH, "required": False}


class Shown(NamedTuple):
    """What is in preview, and the form that would take it; None of a task that is over."""

    preview: Preview
    document: MixedRules
    form: TakeForm | None
    tag: str


@operation(
    "GET",
    "/tasks/{uuid:pk}/preview",
    name="api-task-preview",
    scope=Scope.READ,
    summary="Look at what a take would send",
    tag=TAG,
    ok={200: air.Preview},
    refusals=(409, 422),
)
def look(request: Request, pk: UUID) -> HttpResponse:
    """What is prepared, seated on the task, what it changes of what is on air, and why it can't be
    taken. 404 where there is nothing. Its ETag is what arming and a take have to name; it changes
    with what is on air, too.
    """
    row = get_owned(MixTask.objects.whole(), request, pk)
    return told(request, row)


@operation(
    "PUT",
    "/tasks/{uuid:pk}/preview",
    name="api-task-preview",
    scope=Scope.PREPARE,
    summary="Prepare what a task shows next",
    tag=TAG,
    ok={200: air.Preview},
    refusals=(409, 412, 422),
    headers=(MAY_MATCH,),
)
def put(request: Request, pk: UUID, body: sent.PreviewSent) -> HttpResponse:
    """A template, a look of the rundown, or what an earlier operation put on air. Everybody at the
    task prepares the same picture; who sends If-Match replaces but what they have seen.
    """
    chosen = {name: str(value) for name, value in body if value is not None}
    if len(chosen) != 1:
        raise invalid("$", _("Choose one of these: template, look, operation."))
    with transaction.atomic():
        row = matched_task(request, pk)
        rules = prepare_chosen(request.user, row, chosen)
        # Before anybody else can prepare: the ETag is what is armed and taken next.
        answer = told(request, operated(request, pk))
    ask_pictures(row, rules)
    return answer


@operation(
    "DELETE",
    "/tasks/{uuid:pk}/preview",
    name="api-task-preview",
    scope=Scope.PREPARE,
    summary="Prepare nothing",
    tag=TAG,
    ok={204: None},
    refusals=(409, 412, 422),
    headers=(MAY_MATCH,),
)
def clear(request: Request, pk: UUID) -> HttpResponse:
    """Takes out what is prepared."""
    with transaction.atomic():
        matched_task(request, pk).prepare(None, "", request.user)
    return HttpResponse(status=HTTPStatus.NO_CONTENT)


def operated(request: Request, pk: UUID) -> MixTask:
    return get_owned(MixTask.objects.whole(), request, pk, Role.OPERATOR)


def matched_task(request: Request, pk: UUID) -> MixTask:
    """The task, held until the transaction ends. Raises Declined where something else is prepared
    than If-Match says, and Refusal where nothing can be.
    """
    rows = MixTask.objects.whole().select_for_update(of=("self",))
    row = get_owned(rows, request, pk, Role.OPERATOR)
    check_can_prepare(row)
    match_if_told(request, row)
    return row


def shown_to(person: User, task: MixTask) -> Shown | None:
    """None while nothing is prepared."""
    seating = task.seated()
    if seating is None:
        return None
    preview, change = prepared(task, seating, person), task.latest_change
    after = str(change.pk) if change else ""
    tag = tag_of("preview", str(task.pk), preview.shown, after, task.newest_version)
    form = take(task, preview, person)
    return Shown(preview=preview, document=seating.document, form=form, tag=tag)


def match_if_told(request: Request, task: MixTask) -> None:
    """Raises Declined where somebody else has prepared something since."""
    if "If-Match" in request.headers:
        shown = shown_to(request.user, task)
        matched(request, shown.tag if shown else "")


def told(request: Request, task: MixTask) -> HttpResponse:
    shown = shown_to(request.user, task)
    if shown is None:
        raise Declined(HTTPStatus.NOT_FOUND, _("Nothing is prepared."))
    # No 304: why TAKE is held, and what would change, are no part of what a take means.
    body, headers = as_json(task, shown, request.user), {"ETag": shown.tag}
    return answered(request, body, headers=headers)


def as_json(task: MixTask, shown: Shown, reader: User) -> dict[str, Any]:
    preview = shown.preview
    changes = preview.changes
    return {
        "title": preview.title,
        "template": preview.template,
        "by": task.next_by.called() if task.next_by else "",
        "at": preview.at,
        "rules": without_keys(shown.document),
        "changes": None if changes is None else [said.text for said in changes],
        "reseated": list(preview.reseated),
        "joining": list(preview.joining),
        "other_output": preview.other_output,
        "problems": wording.as_json(check(shown.document, beside=task.cloud.is_sandbox)),
        "held": held(task, preview, reader),
    }
