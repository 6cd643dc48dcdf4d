"""Pushing, as the dialog does it: what would be sent is looked at, and that is sent or nothing."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.utils.translation import gettext as _

from studio.accounts.access import Request, get_owned
from studio.accounts.models import Role, Scope
from studio.api.history import accepted
from studio.api.preconditions import matched, needed_key, reused
from studio.api.problems import Declined, invalid, of_rules
from studio.api.service import IF_MATCH, NEEDED_KEY, answered, operation
from studio.api.shapes import air, sent
from studio.documents import wording
from studio.documents.facts import addresses
from studio.editor.models import LayoutTemplate
from studio.mixes.models import Kind, Operation
from studio.mixes.push.form import PushForm, of_template
from studio.mixes.push.views import record_push
from studio.pages.answers import tag_of

TAG = "on air"


@operation(
    "GET",
    "/templates/{uuid:pk}/push",
    name="api-template-push",
    scope=Scope.AIR,
    summary="Look at what a push would send",
    tag=TAG,
    ok={200: air.Push},
    refusals=(409, 422),
)
def look(request: Request, pk: UUID) -> HttpResponse:
    """What would go on air, where to, and what stands in the way. Nothing is sent. Its ETag is
    what a push has to name.
    """
    template = get_owned(LayoutTemplate.objects.kept(), request, pk, Role.OPERATOR)
    form = PushForm(of_template(template), request.user)
    # No 304: what is busy is no part of what a push means.
    headers = {"ETag": tag_for(template, form)}
    return answered(request, told(template, form), headers=headers)


@operation(
    "POST",
    "/templates/{uuid:pk}/push",
    name="api-template-push",
    scope=Scope.AIR,
    summary="Push a template",
    tag=TAG,
    ok={202: air.OperationWhole},
    refusals=(409, 412, 413, 415, 422, 428),
    headers=(IF_MATCH, NEEDED_KEY),
)
def push(request: Request, pk: UUID, body: sent.PushSent) -> HttpResponse:
    """Creates a task, which is billed while it runs. It is recorded, and sent by a worker: the
    operation says what became of it.
    """
    template = get_owned(LayoutTemplate.objects.kept(), request, pk, Role.OPERATOR)
    key = needed_key(request)
    if before := repeated(template, key, body):
        return accepted(request, before)
    pushable = of_template(template)
    seen = PushForm(pushable, request.user)
    matched(request, tag_for(template, seen), is_any_good=False)
    form = PushForm(pushable, request.user, posted(seen, key, body))
    recorded = record_push(request, form) if form.is_valid() else None
    if recorded is None:
        raise declined(form)
    recorded.wake()
    return accepted(request, recorded)


def told(template: LayoutTemplate, form: PushForm) -> dict[str, Any]:
    clouds = [
        {
            "id": choice.cloud.pk,
            "name": choice.cloud.name,
            "kind": choice.cloud.kind,
            "why_not": choice.why_not,
        }
        for choice in form.choices
    ]
    return {
        "template": template.pk,
        "version": template.version,
        "name": form.name,
        "cloud": form.cloud.pk,
        "clouds": clouds,
        "addresses": addresses(form.rules),
        "set_aside": form.pushable.parked,
        "busy": form.busy,
        "problems": wording.as_json(form.problems),
    }


def tag_for(template: LayoutTemplate, form: PushForm) -> str:
    """Names the document, what it is called, and the clouds as they are shown, also which is meant
    by itself.
    """
    clouds = [[choice.stamp, choice.why_not] for choice in form.choices]
    shown = template.pk, template.version, template.name
    return tag_of("push", *shown, form.choice.stamp, clouds)


def posted(seen: PushForm, key: UUID, body: sent.PushSent) -> QueryDict:
    """What the dialog would send. Raises Declined for a cloud that is not there."""
    chosen = seen.choice
    if body.cloud is not None:
        there = [choice for choice in seen.choices if choice.cloud.pk == body.cloud]
        if not there:
            raise invalid("cloud", _("This cloud is not set up. Choose another."))
        (chosen,) = there
    fields = QueryDict(mutable=True)
    fields.update(
        {
            "version": seen.pushable.version,
            "key": str(key),
            "cloud": chosen.stamp,
            "name": seen.name if body.name is None else body.name,
        }
    )
    return fields


def declined(form: PushForm) -> Declined:
    if form.refused:
        return Declined(HTTPStatus(form.status), form.refused)
    if form.name_error:
        return invalid("name", form.name_error)
    return of_rules(
        (problem for problem in form.problems if problem.severity == "error"),
        _("The document has errors."),
    )


def repeated(template: LayoutTemplate, key: UUID, body: sent.PushSent) -> Operation | None:
    """The push of this key, if there was one. Raises Declined where it was another."""
    row = Operation.objects.filter(workspace=template.workspace, key=str(key)).first()
    if row is None:
        return None
    is_same = row.kind == Kind.PUSH and row.task.template_id == template.pk
    is_so_called = body.name is None or body.name.strip() == row.task.title
    is_there = body.cloud is None or body.cloud == row.cloud_id
    if not (is_same and is_so_called and is_there):
        raise reused()
    return row
