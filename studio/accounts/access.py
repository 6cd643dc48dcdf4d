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
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django_htmx.middleware import HtmxDetails

from studio.accounts.models import Role, User, Workspace


class Request(HttpRequest):
    """A signed-in request, as every view behind the login sees it."""

    user: User  # LoginRequiredMiddleware lets nobody else in
    htmx: HtmxDetails


OwnedModel = TypeVar("OwnedModel", bound=models.Model)


class OwnedQuerySet(models.QuerySet[OwnedModel]):
    """The rows of one's own workspaces: no view starts from `objects.all()`."""

    def for_user(self, user: User) -> Self:
        own = self.filter(workspace__memberships__user=user)
        return own.filter(workspace=user.token.workspace) if user.token else own


def get_owned(
    rows: OwnedQuerySet[OwnedModel], request: Request, pk: UUID, role: Role = Role.VIEWER
) -> OwnedModel:
    """The row with this key: 404 for a stranger, PermissionDenied below `role`."""
    own = rows.for_user(request.user).select_related("workspace")
    row: Any = get_object_or_404(own.annotate(own_role=F("workspace__memberships__role")), pk=pk)
    if not Role(row.own_role).held_by(request.user).includes(role):
        raise PermissionDenied
    found: OwnedModel = row
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


def current_workspace(user: User) -> Workspace:
    """The workspace new rows go to: the first one joined."""
    workspace = Workspace.objects.for_user(user).order_by("memberships__pk").first()
    if workspace is None:
        raise PermissionDenied
    return workspace
