"""Making a workspace, naming it, and switching to another."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views import defaults
from django.views.decorators.http import require_http_methods, require_POST

from studio.accounts.access import (
    NoWorkspace,
    Request,
    is_admin,
    own_workspace,
    switch_to,
)
from studio.accounts.invitations import pending
from studio.accounts.models import Role, Workspace
from studio.accounts.places import back_to
from studio.accounts.team.forms import WorkspaceForm
from studio.accounts.team.page import members_page


def refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's `handler403`; who is in no workspace is told so."""
    if not isinstance(exception, NoWorkspace):
        return defaults.permission_denied(request, exception)
    context = {"invitation": pending(request)}
    return render(request, "accounts/team/nowhere.html", context, status=HTTPStatus.FORBIDDEN)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Request) -> HttpResponse:
    """Another workspace, made by who is an admin of one."""
    if not is_admin(request.user):
        raise PermissionDenied
    form = WorkspaceForm(request.POST or None)
    if not form.is_valid():
        status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
        return render(request, "accounts/team/new_workspace.html", {"form": form}, status=status)
    made = Workspace.objects.open_for(request.user, form.cleaned_data["name"])
    switch_to(request, made)
    request.workspace = made
    return back_to(request, "templates")


@require_POST
def rename(request: Request, pk: int) -> HttpResponse:
    workspace = own_workspace(request, pk, Role.ADMIN)
    # Another row: a name that is refused must not stand in the bar.
    form = WorkspaceForm(request.POST, instance=Workspace.objects.get(pk=workspace.pk))
    if not form.is_valid():
        return members_page(request, workspace, HTTPStatus.UNPROCESSABLE_ENTITY, rename=form)
    workspace.set_name(form.cleaned_data["name"])
    messages.success(request, _("The workspace is called “%(name)s” now.") % {"name": workspace})
    return back_to(request, "members")


@require_POST
def switch(request: Request, pk: int) -> HttpResponse:
    """To another workspace, for every address that names none."""
    switch_to(request, own_workspace(request, pk))
    return back_to(request, "templates")
