"""The invitation whose link this browser opened; its session remembers it until it is accepted."""

from __future__ import annotations

from django.http import HttpRequest

from studio.accounts.models import Invitation

KEY = "invitation"


def remember(request: HttpRequest, invitation: Invitation) -> None:
    """Signing in, or making an account, keeps what the session holds."""
    request.session[KEY] = invitation.pk


def pending(request: HttpRequest) -> Invitation | None:
    """The invitation this browser opened, while it still lets somebody in."""
    pk = request.session.get(KEY)
    if pk is None:
        return None
    together = Invitation.objects.open().select_related("workspace", "made_by")
    return together.filter(pk=pk).first()
