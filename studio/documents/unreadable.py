"""What is answered where a row holds a document that this version of the program can't read."""

from __future__ import annotations

import logging
from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django_htmx.http import reswap, retarget

from studio.documents.field import UnreadableRow

UNREADABLE = _(
    "This was saved by another version of Mix Studio, and this one can’t read it. "
    "It stays as it is."
)
logger = logging.getLogger(__name__)


class UnreadableRowMiddleware:
    """Answers 409 with one sentence: as JSON whoever asks for that, with a page anybody else.

    It is no fault of what was asked for, nor is it one that passes: the log names the row.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, fault: Exception) -> HttpResponse | None:
        if not isinstance(fault, UnreadableRow):
            return None
        logger.error("%s", fault)
        if request.get_preferred_type(["text/html", "application/json"]) == "application/json":
            return JsonResponse({"message": str(UNREADABLE)}, status=HTTPStatus.CONFLICT)
        page = render(request, "409.html", {"sentence": UNREADABLE}, status=HTTPStatus.CONFLICT)
        # What htmx asks for is a part of a page, and this stands for the whole of it.
        return retarget(reswap(page, "innerHTML"), "body")
