"""Requests of scripts and panels, signed in by a token: `Authorization: Bearer mixstudio_…`.

A view says by `for_tokens` with which scope it answers one; every other view refuses it. The role
of the token's owner is asked as of any person, and no other workspace is there.
"""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.utils.translation import gettext as _

from studio.accounts.models import Scope, Token, User

SCHEME = "Bearer "
View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def for_tokens(scope: Scope) -> Callable[[View], View]:
    """Makes a view answer tokens of this scope, too."""

    def marked(view: View) -> View:
        view.scope = scope  # type: ignore[attr-defined]  # as Django marks views, too
        return view

    return marked


class TokenMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        header = request.headers.get("Authorization", "")
        if not header.startswith(SCHEME):
            return self.get_response(request)
        token = Token.objects.redeem(header.removeprefix(SCHEME))
        if token is None:
            return unknown()
        sign_in(request, token)
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], _args: Any, _kwargs: Any
    ) -> HttpResponse | None:
        # Of what anybody may ask, nobody looks up who it is.
        if not getattr(view, "login_required", True) or not isinstance(request.user, User):
            return None
        token = request.user.token
        if token is None:
            return None
        scope: Scope | None = getattr(view, "scope", None)
        return None if scope and token.allows(scope) else out_of_scope(scope)


def sign_in(request: HttpRequest, token: Token) -> None:
    """No page sends it, and no browser by itself: nobody else's page can make it ask for anything,
    so that no token of a form is wanted.
    """
    token.person.token = token
    request.user = token.person
    request.csrf_processing_done = True  # type: ignore[attr-defined]  # what Django's middleware asks


def unknown() -> JsonResponse:
    sentence = _("This token is unknown, was revoked, or has expired. Nothing was done.")
    status = HTTPStatus.UNAUTHORIZED
    return JsonResponse(
        {"message": sentence}, status=status, headers={"WWW-Authenticate": "Bearer"}
    )


def out_of_scope(scope: Scope | None) -> JsonResponse:
    return JsonResponse({"message": why_out_of_scope(scope)}, status=HTTPStatus.FORBIDDEN)


def why_out_of_scope(scope: Scope | None) -> str:
    if scope is None:
        return _("No token may do this: sign in at a page. Nothing was done.")
    sentence = _("This takes a token with the scope “%(scope)s”. Nothing was done.")
    return sentence % {"scope": scope.value}
