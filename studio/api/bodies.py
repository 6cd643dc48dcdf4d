"""What is sent, read as strictly as anywhere: bounded first, then believed to be JSON."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.parser import Parser

from studio.api.problems import Declined
from studio.documents import wording
from studio.rules.document import Json
from studio.rules.limits import MAX_BODY_BYTES, MAX_SAVED_BYTES
from studio.rules.problems import InvalidDocument, Problem
from studio.rules.strict_json import WHOLE_TEXT, strict_loads

JSON = "application/json"


class StrictParser(Parser):
    """Reads the bodies that operations describe as objects of theirs."""

    def parse_body(self, request: HttpRequest) -> Any:
        return json_in(request, MAX_SAVED_BYTES)


def json_in(request: HttpRequest, most: int = MAX_BODY_BYTES) -> Json:
    """The value of the body. Raises Declined, also for what is no JSON: that can't be read."""
    data = bytes_in(request, most, (JSON,))
    try:
        return strict_loads(data)
    except InvalidDocument as error:
        said = wording.as_json(error.problems)
        raise Declined(HTTPStatus.BAD_REQUEST, problems=said) from None


def bytes_in(
    request: HttpRequest, most: int = MAX_BODY_BYTES, media_types: tuple[str, ...] = ()
) -> bytes:
    """The body, of one of these media types, of any where none is told. Raises Declined."""
    length = request.headers.get("Content-Length", "")
    told = int(length) if length.isascii() and length.isdigit() and len(length) < 16 else 0
    size = told if told > most else len(request.body)
    if size > most:
        problem = Problem(
            path=WHOLE_TEXT, code="json_too_large", params={"max": most, "size": size}
        )
        raise Declined(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, problems=wording.as_json([problem]))
    # What nobody has sent is of no type.
    if size and media_types and request.content_type not in media_types:
        sentence = _("Send it as %(types)s.") % {"types": ", ".join(media_types)}
        raise Declined(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, sentence)
    return request.body
