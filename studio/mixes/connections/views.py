"""A workspace's clouds: everybody sees which there are, admins alone change them."""

from __future__ import annotations

import uuid
from functools import wraps
from http import HTTPStatus
from typing import Any, Protocol

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from studio.accounts.access import Request, current_workspace, get_owned, may, require_role
from studio.accounts.asking_again import asking
from studio.accounts.models import Role, Workspace
from studio.accounts.places import back_to
from studio.lists import said_of
from studio.mixes.clouds.connections import Colour, Connection
from studio.mixes.connections import changes
from studio.mixes.connections.changes import InUse
from studio.mixes.connections.forms import KeysForm, LooksForm, NewForm
from studio.mixes.connections.rows import is_own, row, rows
from studio.mixes.words.connections import tested
from studio.pages.answers import Refusal
from studio.pages.versions import StaleVersion, changed_meanwhile, shown_version

LIST, FORM, DELETE = (f"mixes/connections/{name}.html" for name in ("list", "form", "delete"))


@never_cache
@require_GET
def connections(request: Request) -> HttpResponse:
    return render(request, LIST, listed(request, current_workspace(request)))


def listed(request: Request, workspace: Workspace, refused: str = "") -> dict[str, Any]:
    """What the list names."""
    is_admin = may(request.user, workspace, Role.ADMIN)
    return {"rows": rows(workspace), "is_admin": is_admin, "refused": refused}


class Change(Protocol):
    def __call__(self, request: Request, connection: Connection) -> HttpResponse: ...


def of_own(change: Change) -> Any:
    """A view of a connection that its workspace's admins may change."""

    @wraps(change)
    def view(request: Request, pk: uuid.UUID) -> HttpResponse:
        connection = get_owned(Connection.objects.kept(), request, pk, Role.ADMIN)
        try:
            return change(request, connection)
        except Refusal as refusal:
            context = listed(request, connection.workspace, refusal.sentence)
            return render(request, LIST, context, status=refusal.status)

    return view


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Request) -> HttpResponse:
    """Add one, once its keys are let in."""
    workspace = current_workspace(request)
    require_role(request, workspace, Role.ADMIN)
    data = request.POST if request.method == "POST" else None
    form = NewForm(workspace, data, initial={"colour": Colour.BLUE})
    code = ""
    if form.is_valid():
        added, code = changes.add(workspace, dict(form.cleaned_data))
        if added:
            messages.success(request, _("“%(name)s” is added.") % {"name": added.name})
            return back_to(request, "connections")
    return filled(request, form, {"refused": tested(code) if code else ""})


@require_http_methods(["GET", "HEAD", "POST"])
@of_own
def edit(request: Request, connection: Connection) -> HttpResponse:
    """Its name, its colour and who may put something on air there."""
    refuse_own(connection)
    initial = {name: getattr(connection, name) for name in changes.LOOKS}
    data = request.POST if request.method == "POST" else None
    form = LooksForm(connection.workspace, data, own=connection, initial=initial)
    if form.is_valid():
        try:
            changes.change(connection, shown_version(request), form.cleaned_data)
        except StaleVersion:
            return stale(request, connection, form)
        return back_to(request, "connections")
    return filled(request, form, {"connection": connection})


@require_http_methods(["GET", "HEAD", "POST"])
@of_own
@asking
def keys(request: Request, connection: Connection) -> HttpResponse:
    """Other keys in place of those it has; tasks go on."""
    refuse_own(connection)
    form = KeysForm(request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {"connection": connection, "is_keys": True}
    if form.is_valid():
        try:
            code = changes.replace_keys(connection, shown_version(request), **form.cleaned_data)
        except StaleVersion:
            return stale(request, connection, form, is_keys=True)
        if not code:
            said = _("“%(name)s” signs with the new keys from now on.")
            messages.success(request, said % {"name": connection.name})
            return back_to(request, "connections")
        context["refused"] = tested(code)
    return filled(request, form, context)


@require_POST
@of_own
def test(request: Request, connection: Connection) -> HttpResponse:
    """Ask for a list, which costs nothing."""
    if not connection.can_be_asked:
        raise Refusal(row(connection, 0).silent)
    code = changes.try_it(connection)
    tell = messages.error if code else messages.success
    tell(request, said_of(connection.name, tested(code)))
    return back_to(request, "connections")


@require_http_methods(["GET", "HEAD", "POST"])
@of_own
def delete(request: Request, connection: Connection) -> HttpResponse:
    """The question before one is deleted, and that."""
    refuse_own(connection)
    if request.method != "POST":
        return render(request, DELETE, {"connection": connection})
    try:
        changes.delete(connection, shown_version(request))
    except InUse:
        raise Refusal(
            _("Tasks of “%(name)s” live, or nobody knows yet. Stop and settle them first.")
            % {"name": connection.name}
        ) from None
    except StaleVersion:
        raise Refusal(changed_meanwhile()) from None
    messages.success(request, _("“%(name)s” is deleted.") % {"name": connection.name})
    return back_to(request, "connections")


# --- What they share ------------------------------------------------------------------------


def refuse_own(connection: Connection) -> None:
    if is_own(connection):
        raise Refusal(_("This one is set up where the studio is started, and not changed here."))


def stale(
    request: Request, connection: Connection, form: forms.Form, *, is_keys: bool = False
) -> HttpResponse:
    """What was typed, over what it is by now."""
    now = Connection.objects.get(pk=connection.pk)
    context = {"connection": now, "is_keys": is_keys, "refused": changed_meanwhile()}
    return render(request, FORM, {"form": form} | context, status=HTTPStatus.CONFLICT)


def filled(request: Request, form: forms.Form, context: dict[str, Any]) -> HttpResponse:
    """The form, with what is wrong with it beside its fields."""
    is_wrong = form.is_bound
    status = HTTPStatus.UNPROCESSABLE_ENTITY if is_wrong else HTTPStatus.OK
    return render(request, FORM, {"form": form} | context, status=status)
