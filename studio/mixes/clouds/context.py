"""What every page says: where a push goes from here."""

from __future__ import annotations

from contextlib import suppress

from django.utils.functional import SimpleLazyObject

from studio.accounts.access import Request
from studio.accounts.context import page_s_own
from studio.mixes.clouds.connections import CloudShown, Connection


def which_cloud(request: Request) -> dict[str, object]:
    """The usual connection, looked for where a page names it; those of a task name its own."""
    return {"cloud": SimpleLazyObject(lambda: usual(request))}


def usual(request: Request) -> CloudShown | None:
    """None where there is no workspace, or none any more."""
    workspace = page_s_own(request)
    with suppress(Connection.DoesNotExist):
        return Connection.objects.usual(workspace).described() if workspace else None
    return None
