"""Signing somebody in who has shown by other means than allauth's forms who they are."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from django.http import HttpRequest, HttpResponse

from studio.accounts.models import User


def come_in(request: HttpRequest, user: User, *, is_new: bool = False) -> HttpResponse:
    """Begins the person's session, and leads to where all begin."""
    adapter = get_adapter()
    adapter.login(request, user)
    answer: HttpResponse = adapter.post_login(
        request,
        user,
        email_verification="none",
        signal_kwargs=None,
        email=None,
        signup=is_new,
        redirect_url=None,
    )
    return answer
