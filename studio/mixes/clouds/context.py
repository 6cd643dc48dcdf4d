"""What every page says: where a push goes from here."""

from __future__ import annotations

from contextlib import suppress

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from studio.accounts.access import current_workspace
from studio.accounts.models import User
from studio.mixes.clouds.connections import Connection


def which_cloud(request: HttpRequest) -> dict[str, object]:
    """The usual connection, looked for where a page names it; those of a task name its own."""
    return {"cloud": SimpleLazyObject(lambda: usual(request.user))}


def usual(user: object) -> dict[str, str | bool]:
    """Nothing of somebody who is in no workspace."""
    if not isinstance(user, User):
        return {}
    with suppress(PermissionDenied):
        return Connection.objects.usual(current_workspace(user)).described()
    return {}
