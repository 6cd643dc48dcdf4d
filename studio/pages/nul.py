"""Text with a NUL character is turned away at the edge: no person types one, PostgreSQL can't keep
one in a text, and SQLite would.

Of the bodies only forms are looked through. JSON is read strictly where it is read, an upload's
bytes are no text, and what is posted without a page's token is no form of ours.
"""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _

from studio.pages.answers import instead

NUL = "\0"


class NulMiddleware:
    """404 for an address that names it, query and all; 400 for a form or a cookie that holds it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if NUL in request.path or holds_nul(request.GET):
            raise Http404
        if any(NUL in value for value in request.COOKIES.values()):
            raise BadRequest
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], *arguments: Any
    ) -> HttpResponse | None:
        if getattr(view, "csrf_exempt", False) or not holds_nul(request.POST):
            return None
        sentence = _("It holds a NUL character, which no text can. Nothing was saved or sent.")
        return instead(request, sentence, HTTPStatus.BAD_REQUEST)


def holds_nul(fields: QueryDict) -> bool:
    return any(NUL in text for name, values in fields.lists() for text in (name, *values))
