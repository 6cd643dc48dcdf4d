"""What the workspace keeps by name: sources, logos and destinations, as their pages have them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.urls import reverse
from ninja import Query

from studio.accounts.access import Request, get_owned, may, require_role
from studio.accounts.models import Role, Scope, Workspace
from studio.api.paging import PAGE, check_form, listed, read_key
from studio.api.preconditions import beside, matched
from studio.api.problems import invalid
from studio.api.service import IF_ANY_MATCH, IF_NONE_MATCH, answered, operation
from studio.api.shapes import answers, sent
from studio.api.who import workspace_of
from studio.documents.veiling import veiled
from studio.library.models import Frame, Saved, Sort, stills_of
from studio.pages.answers import tag_of
from studio.saved import changes
from studio.saved.forms import SavedForm, name_taken
from studio.saved.rows import shown_url

TAG = "sources"


@operation(
    "GET",
    "/saved",
    name="api-saved",
    scope=Scope.READ,
    summary="List saved sources, logos and destinations",
    tag=TAG,
    ok={200: answers.SavedList},
    refusals=(422,),
)
def every(request: Request, asked: Query[sent.SavedAsked]) -> HttpResponse:
    """Each with its address, a signed one masked; a destination's is cut short. The size is that of
    its still, null while there is none.
    """
    workspace = workspace_of(request)
    rows = Saved.objects.filter(workspace=workspace)
    if asked.sort:
        rows = rows.filter(sort=asked.sort)
    if asked.after:
        rows = rows.filter(pk__gt=read_key(asked.after))
    found = list(rows.order_by("pk")[: PAGE + 1])
    shown = found[:PAGE]
    stills = stills_of(workspace, shown)
    is_editor = may_edit(request, workspace)
    items = [told(row, stills.get(row.pk), is_editor=is_editor) for row in shown]
    return listed(request, items, str(shown[-1].pk) if len(found) > PAGE else "")


@operation(
    "POST",
    "/saved",
    name="api-saved",
    scope=Scope.EDIT,
    summary="Save a source, a logo or a destination",
    tag=TAG,
    ok={201: answers.SavedOne},
    refusals=(413, 415, 422),
)
def make(request: Request, body: sent.SavedSent) -> HttpResponse:
    """By a name that no other of its sort has. Without a type a source has that of its address. A
    destination takes the scope `air` beside this one.
    """
    workspace, sort = workspace_of(request), Sort(body.sort)
    require_role(request, workspace, sort.role)
    form = checked(SavedForm(workspace, sort, body.model_dump()))
    with unless_taken():
        row = changes.add(workspace, request.user, sort, form.values())
    headers = {"Location": reverse("api-saved-one", args=[row.pk])}
    return whole_answer(request, row, status=HTTPStatus.CREATED, headers=headers)


@operation(
    "GET",
    "/saved/{uuid:pk}",
    name="api-saved-one",
    scope=Scope.READ,
    summary="Read a saved one",
    tag=TAG,
    ok={200: answers.SavedOne, 304: None},
    refusals=(422,),
    headers=(IF_NONE_MATCH,),
)
def read(request: Request, pk: UUID) -> HttpResponse:
    """As the list has it."""
    return whole_answer(request, get_owned(Saved.objects.all(), request, pk))


@operation(
    "PATCH",
    "/saved/{uuid:pk}",
    name="api-saved-one",
    scope=Scope.EDIT,
    summary="Give a saved one another name or address",
    tag=TAG,
    ok={200: answers.SavedOne},
    refusals=(409, 412, 422, 428),
    headers=(IF_ANY_MATCH,),
)
def amend(request: Request, pk: UUID, body: sent.SavedChanged) -> HttpResponse:
    """What is left out stays as it is. Another address reaches no template, and nothing on air."""
    with transaction.atomic():
        row = locked(request, pk)
        matched(request, tag_for(request, row))
        now = {"name": row.name, "type": row.type, "url": row.url}
        form = checked(
            SavedForm(
                row.workspace,
                Sort(row.sort),
                now | body.model_dump(exclude_none=True),
                own=row,
            )
        )
        with unless_taken():
            changes.change(row, row.version, form.values(), request.user)
    return whole_answer(request, row)


@operation(
    "DELETE",
    "/saved/{uuid:pk}",
    name="api-saved-one",
    scope=Scope.EDIT,
    summary="Delete a saved one",
    tag=TAG,
    ok={204: None},
    refusals=(409, 412, 422, 428),
    headers=(IF_ANY_MATCH,),
)
def delete(request: Request, pk: UUID) -> HttpResponse:
    """Templates and tasks that have its address keep it."""
    with transaction.atomic():
        row = locked(request, pk)
        matched(request, tag_for(request, row))
        changes.delete(row, row.version)
    return HttpResponse(status=HTTPStatus.NO_CONTENT)


# --- What they share --------------------------------------------------------------------


def locked(request: Request, pk: UUID) -> Saved:
    """The row, for who may change it, held until the transaction ends."""
    row = get_owned(Saved.objects.select_for_update(of=("self",)), request, pk)
    require_role(request, row.workspace, Sort(row.sort).role)
    return row


def checked(form: SavedForm) -> SavedForm:
    """Raises Declined with what is wrong with each field."""
    check_form(form)
    return form


@contextmanager
def unless_taken() -> Iterator[None]:
    """Of two that write one name at once one is told so. Raises Declined."""
    try:
        yield
    except IntegrityError:
        raise invalid("name", name_taken()) from None


def whole_answer(request: Request, row: Saved, **more: Any) -> HttpResponse:
    still = stills_of(row.workspace, [row]).get(row.pk)
    body = told(row, still, is_editor=may_edit(request, row.workspace))
    size = body["width"], body["height"]
    return answered(request, body, tag=beside(tag_for(request, row), *size), **more)


def told(row: Saved, still: Frame | None, *, is_editor: bool) -> dict[str, Any]:
    is_to_keep = is_editor and row.sort != Sort.DESTINATION and row.url
    return {
        "id": row.pk,
        "sort": row.sort,
        "name": row.name,
        "type": row.type,
        "url": veiled(row.url) if is_to_keep else shown_url(row),
        "version": row.version,
        "changed_at": row.changed_at,
        "width": still.width if still else None,
        "height": still.height if still else None,
    }


def may_edit(request: Request, workspace: Workspace) -> bool:
    return may(request.user, workspace, Role.EDITOR)


def tag_for(request: Request, row: Saved) -> str:
    """Names all that can be changed of it, and whom it is told."""
    return tag_of(row.pk, row.version, may_edit(request, row.workspace))
