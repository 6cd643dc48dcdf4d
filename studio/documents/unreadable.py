"""What is answered where a row holds a document that this version of the program can't read."""

from __future__ import annotations

import logging
from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from studio.documents.field import UnreadableRow
from studio.pages.answers import instead

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
        return instead(request, str(UNREADABLE), HTTPStatus.CONFLICT)
