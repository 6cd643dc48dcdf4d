"""Whose row is this, and what may they do with it? Every view asks here.

A stranger's row answers 404, as if it were not there; a member whose role is too low gets 403.
"""

from __future__ import annotations

from typing import Any, Self, TypeVar
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import F
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django_htmx.middleware import HtmxDetails

from studio.accounts.models import Role, User, Workspace


class Request(HttpRequest):
    """A signed-in request, as every view behind the login sees it."""

    user: User  # LoginRequiredMiddleware lets nobody else in
    htmx: HtmxDetails
    workspace: Workspace  # whose page it is, once its row or list was looked for
    own_workspaces: list[Workspace]


class NoWorkspace(PermissionDenied):
    """Who asks is in no workspace."""


# What an address, a form and a session call the workspace that is meant.
WORKSPACE = "workspace"
OwnedModel = TypeVar("OwnedModel", bound=models.Model)


class OwnedQuerySet(models.QuerySet[OwnedModel]):
    """The rows of one's own workspaces: no view starts from `objects.all()`."""

    def for_user(self, user: User) -> Self:
        own = self.filter(workspace__memberships__user=user)
        return own.filter(workspace=user.token.workspace) if user.token else own

    def reached(self, user: User, key: int) -> Workspace | None:
        """For a query that is written out: the workspace by the key that it found, if `user`
        reaches it.
        """
        workspace = Workspace.from_db(self.db, ["id"], [key])
        return workspace if user.reaches(workspace) else None


def get_owned(
    rows: OwnedQuerySet[OwnedModel], request: Request, pk: UUID | int, role: Role = Role.VIEWER
) -> OwnedModel:
    """The row with this key: 404 for a stranger, PermissionDenied below `role`."""
    own = rows.for_user(request.user).select_related("workspace")
    row: Any = get_object_or_404(own.annotate(own_role=F("workspace__memberships__role")), pk=pk)
    found: OwnedModel = row
    return admitted(found, request, role)


def admitted(row: OwnedModel, request: Request, role: Role) -> OwnedModel:
    """The row, which somebody with its `own_role` asks for: PermissionDenied below `role`."""
    if not role_for(row, request.user).includes(role):
        raise PermissionDenied
    seen: Any = row
    request.workspace = seen.workspace
    return row


def role_for(row: models.Model, user: User) -> Role:
    """What `user` may in the workspace of a row that was found for them, with their `own_role`."""
    found: Any = row
    return Role(found.own_role).held_by(user)


def own_workspace(request: Request, pk: int, role: Role = Role.VIEWER) -> Workspace:
    """The workspace with this key, by the law of `get_owned`."""
    own = Workspace.objects.for_user(request.user).annotate(own_role=F("memberships__role"))
    found: Workspace = get_object_or_404(own, pk=pk)
    if not role_for(found, request.user).includes(role):
        raise PermissionDenied
    request.workspace = found
    return found


def may(user: User, workspace: Workspace, role: Role) -> bool:
    own = workspace.role_of(user)
    return own is not None and own.includes(role)


def is_admin(user: User | AnonymousUser) -> bool:
    """Whether this person looks after the studio."""
    return isinstance(user, User) and user.memberships.filter(role=Role.ADMIN).exists()


def require_role(request: Request, workspace: Workspace, role: Role) -> None:
    if not may(request.user, workspace, role):
        raise PermissionDenied


def own_workspaces(request: Request) -> list[Workspace]:
    """Those the person is in, the first joined first; asked for once a request."""
    if not hasattr(request, "own_workspaces"):
        own = Workspace.objects.for_user(request.user).order_by("memberships__pk")
        request.own_workspaces = list(own)
    return request.own_workspaces


def current_workspace(request: Request) -> Workspace:
    """The workspace whose lists are shown and that new rows go to: the one the page names, as
    `workspace`, else the one switched to last, else the first joined.

    So a page of one workspace never acts in another that was switched to in a second tab. Raises
    Http404 where it names one that the person is not in, and NoWorkspace.
    """
    own = {str(workspace.pk): workspace for workspace in own_workspaces(request)}
    if not own:
        raise NoWorkspace
    named = request.GET.get(WORKSPACE) or request.POST.get(WORKSPACE)
    if named and named not in own:
        raise Http404
    found = own.get(named or request.session.get(WORKSPACE, "")) or next(iter(own.values()))
    request.workspace = found
    return found


def switch_to(request: Request, workspace: Workspace) -> None:
    """What lists show from now on whose address names none."""
    request.session[WORKSPACE] = str(workspace.pk)
