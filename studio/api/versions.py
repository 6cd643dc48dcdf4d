"""The versions of a template: listed, compared, named, brought back."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from ninja import Query

from studio.accounts.access import Request, get_owned
from studio.accounts.models import Scope, name_of
from studio.api.paging import PAGE, listed, lost
from studio.api.preconditions import matched
from studio.api.service import IF_ANY_MATCH, answered, operation
from studio.api.shapes import answers, sent
from studio.api.templates import PICTURES, drawn, locked, named, rules_for, tag_for, whole_answer
from studio.documents.changes import sentences
from studio.editor.models import LayoutTemplate, TemplateVersion
from studio.editor.versions import MOST_SAID
from studio.pages.numbers import number

TAG = "versions"


@operation(
    "GET",
    "/templates/{uuid:pk}/versions",
    name="api-versions",
    scope=Scope.READ,
    summary="List the versions of a template",
    tag=TAG,
    ok={200: answers.Versions},
    refusals=(422,),
)
def every(request: Request, pk: UUID, asked: Query[sent.VersionsAsked]) -> HttpResponse:
    """Those that are kept, newest first. What the template holds now is among them once it is
    kept: by a name, a push, a take, or because somebody goes on with it later.
    """
    rows = kept_of(template_of(request, pk)).defer("rules", "editor_state").order_by("-pk")
    if asked.after:
        before = number(asked.after)
        if before is None:
            raise lost()
        rows = rows.filter(pk__lt=before)
    found = list(rows[: PAGE + 1])
    after = str(found[PAGE - 1].pk) if len(found) > PAGE else ""
    return listed(request, [brief(row) for row in found[:PAGE]], after)


@operation(
    "POST",
    "/templates/{uuid:pk}/versions",
    name="api-versions",
    scope=Scope.EDIT,
    summary="Keep what a template holds now",
    tag=TAG,
    ok={201: answers.Version},
    refusals=(409, 412, 415, 422, 428),
    headers=(IF_ANY_MATCH,),
)
def keep(request: Request, pk: UUID, body: sent.VersionKept) -> HttpResponse:
    """By that name, for good. If-Match is the template's ETag."""
    name = named(body.name)
    with transaction.atomic():
        row = locked(request, pk)
        matched(request, tag_for(request, row))
        kept = row.keep_by_name(name)
    place = reverse("api-version", args=[pk, kept.pk])
    told = brief(kept)
    return answered(request, told, status=HTTPStatus.CREATED, headers={"Location": place})


@operation(
    "GET",
    "/templates/{uuid:pk}/versions/{int:key}",
    name="api-version",
    scope=Scope.READ,
    summary="Read a version, and compare it",
    tag=TAG,
    ok={200: answers.VersionWhole},
    refusals=(409, 422),
)
def read(request: Request, pk: UUID, key: int, asked: Query[sent.VersionCompared]) -> HttpResponse:
    """Its document, masked as the template's; and in words what the later of two changes of the
    earlier: of this one and the version `with`, or what the template holds now.
    """
    template = template_of(request, pk)
    kept = kept_version(template, key)
    rules = rules_for(request, template, kept.rules)
    told = brief(kept) | {"rules": rules}
    return answered(request, told | {"changes": changes(template, kept, asked.other)})


@operation(
    "PATCH",
    "/templates/{uuid:pk}/versions/{int:key}",
    name="api-version",
    scope=Scope.EDIT,
    summary="Name a version",
    tag=TAG,
    ok={200: answers.Version},
    refusals=(422,),
)
def name(request: Request, pk: UUID, key: int, body: sent.VersionNamed) -> HttpResponse:
    """With a name it is kept for good, and without one again for as long as the workspace keeps
    any. Nobody else's change is lost by it, so no If-Match is asked for.
    """
    called = named(body.name) if body.name else ""
    with transaction.atomic():
        template = locked(request, pk)
        kept = kept_version(template, key)
        template.name_version(kept, called)
    return answered(request, brief(kept))


@operation(
    "POST",
    "/templates/{uuid:pk}/versions/{int:key}/restore",
    name="api-version-restore",
    scope=Scope.EDIT,
    summary="Go back to a version",
    tag=TAG,
    ok={200: answers.TemplateWhole},
    refusals=(409, 412, 422, 428),
    headers=(IF_ANY_MATCH,),
)
def restore(request: Request, pk: UUID, key: int) -> HttpResponse:
    """Makes it the template's next version; what that held till then is kept. If-Match is the
    template's ETag.
    """
    with transaction.atomic():
        row = locked(request, pk)
        matched(request, tag_for(request, row))
        row.go_back_to(kept_version(row, key), row.version, request.user)
    return whole_answer(request, row)


@operation(
    "GET",
    "/templates/{uuid:pk}/versions/{int:key}/picture",
    name="api-version-picture",
    scope=Scope.READ,
    summary="Draw a version",
    tag=TAG,
    ok={200: None},
    refusals=(409, 422),
    media_types=PICTURES,
)
def picture(request: Request, pk: UUID, key: int, asked: Query[sent.PictureAsked]) -> HttpResponse:
    """With the pictures of its sources as they are now."""
    template = template_of(request, pk)
    kept = kept_version(template, key)
    return drawn(template.workspace, kept.rules, asked, state=kept.state)


def template_of(request: Request, pk: UUID) -> LayoutTemplate:
    return get_owned(LayoutTemplate.objects.kept(), request, pk)


def kept_of(template: LayoutTemplate) -> Any:
    return template.versions.select_related("user")


def kept_version(template: LayoutTemplate, key: int) -> TemplateVersion:
    found: TemplateVersion = get_object_or_404(kept_of(template), pk=key)
    return found


def brief(kept: TemplateVersion) -> dict[str, Any]:
    return {
        "id": kept.pk,
        "version": kept.version,
        "name": kept.name,
        "reason": kept.reason,
        "by": name_of(kept.user),
        "at": kept.created_at,
    }


def changes(template: LayoutTemplate, kept: TemplateVersion, key: int | None) -> list[str]:
    """What the later changes of the earlier: of this one and another, or what it holds now."""
    other = None if key is None else kept_version(template, key)
    if other is None:
        said = sentences(kept.rules, template.rules)
    else:
        earlier, later = sorted([kept, other], key=lambda row: row.pk)
        said = sentences(earlier.rules, later.rules)
    return [one.text for one in said[:MOST_SAID]]
