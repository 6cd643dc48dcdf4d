"""Who asks: a token of the right scope, and nobody else. A session in a browser is no token."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpRequest
from ninja.security.http import HttpAuthBase

from studio.accounts.access import Request
from studio.accounts.bearer import why_out_of_scope
from studio.accounts.models import Scope, Token, User, Workspace
from studio.api.problems import Declined


class Bearer(HttpAuthBase):
    """Lets in who sends a token that `TokenMiddleware` knows, with this scope.

    It is the first that is asked of a request, so it also looks whether what it is to be answered
    with, of one of these media types, is any that was asked for.
    """

    openapi_scheme = "bearer"

    def __init__(self, scope: Scope, media_types: tuple[str, ...]) -> None:
        super().__init__()
        self.scope, self.media_types = scope, media_types

    def __call__(self, request: HttpRequest) -> Token:
        token = request.user.token if isinstance(request.user, User) else None
        if token is None:
            raise Declined(HTTPStatus.UNAUTHORIZED, headers={"WWW-Authenticate": "Bearer"})
        if not token.allows(self.scope):
            raise Declined(HTTPStatus.FORBIDDEN, why_out_of_scope(self.scope))
        if not any(map(request.accepts, self.media_types)):
            raise Declined(HTTPStatus.NOT_ACCEPTABLE, ", ".join(self.media_types))
        return token


def workspace_of(request: Request) -> Workspace:
    """The one that the token speaks in."""
    token = request.user.token
    assert token  # Bearer lets nobody else in
    request.workspace = token.workspace
    return token.workspace
