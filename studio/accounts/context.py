"""Whose page it is, for the bar above it."""

from __future__ import annotations

from django.http import Http404
from django.utils.functional import SimpleLazyObject

from studio.accounts.access import NoWorkspace, Request, current_workspace, own_workspaces
from studio.accounts.models import User, Workspace


def workspaces(request: Request) -> dict[str, object]:
    """`workspaces` are those the reader is in, `workspace` the page's own, None without one.

    Parts of a page that name neither ask the database nothing.
    """
    return {
        "workspaces": SimpleLazyObject(lambda: own_of(request)),
        "workspace": SimpleLazyObject(lambda: page_s_own(request)),
    }


def own_of(request: Request) -> list[Workspace]:
    return own_workspaces(request) if isinstance(getattr(request, "user", None), User) else []


def page_s_own(request: Request) -> Workspace | None:
    if hasattr(request, "workspace") or not own_of(request):
        return getattr(request, "workspace", None)
    try:
        return current_workspace(request)
    except (Http404, NoWorkspace):
        return None
