"""Whoever asks is who acts: what a request puts on record is theirs."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from studio.accounts.models import User
from studio.audit.actors import Actor, acting


class ActorMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with acting(lambda: actor_of(request)):
            return self.get_response(request)


def actor_of(request: HttpRequest) -> Actor:
    """Looked up when something is recorded: most requests record nothing."""
    person = request.user if isinstance(request.user, User) else None
    name = person.token.name if person and person.token else ""
    return Actor(person=person, token=name, address=request.META.get("REMOTE_ADDR", ""))
