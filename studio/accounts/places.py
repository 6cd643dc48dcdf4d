"""The addresses of lists: for who is in several workspaces they say which is meant."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponseRedirect
from django.urls import reverse

from studio.accounts.access import WORKSPACE, Request, own_workspaces


def place(request: Request, name: str, *args: Any, query: str = "", **more: Any) -> str:
    """The address of a list of the page's own workspace; `query` is encoded already."""
    return place_in(said_of(request), name, *args, query=query, **more)


def said_of(request: Request) -> int | None:
    """The key of the page's own workspace, None where there is no other that could be meant."""
    if hasattr(request, "workspace") and len(own_workspaces(request)) > 1:
        return request.workspace.pk
    return None


def place_in(said: int | None, name: str, *args: Any, query: str = "", **more: Any) -> str:
    """The same, of the workspace that is `said`."""
    asked = {key: value for key, value in (more | {WORKSPACE: said}).items() if value}
    whole = "&".join(filter(None, [query, urlencode(asked)]))
    address = reverse(name, args=args)
    return f"{address}?{whole}" if whole else address


def back_to(request: Request, name: str) -> HttpResponseRedirect:
    """To a list, of the workspace in which something was just done."""
    return HttpResponseRedirect(place(request, name))
