"""What every page says to an admin: that the studio is not well, while it is not."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from studio.accounts.access import is_admin
from studio.processes import noting


def unwell(request: HttpRequest) -> dict[str, object]:
    """The names of what is not well; nothing for who can't mend it."""

    def labels() -> list[str]:
        noted = noting.noted()
        # A page of an error may come before anybody was asked who he is.
        reader = getattr(request, "user", AnonymousUser())
        return noted if noted and is_admin(reader) else []

    return {"unwell": SimpleLazyObject(labels)}
