"""Which version a request means, and which wish it is a repetition of.

What an answer holds is named by its ETag. Whoever changes it says by If-Match what they have seen:
428 without, 412 if it is another by now.
"""

from __future__ import annotations

import json
import re
from http import HTTPStatus
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.http import HttpRequest
from django.utils.translation import gettext as _

from studio.api.problems import Declined
from studio.pages.answers import tag_of

TAG = re.compile(r'(?:W/)?"[!#-~\x80-\xff]*"')
# In a tag: what comes after it nobody changes, so that a change need not have seen it.
BESIDE = "."
KEY = "Idempotency-Key"


def matched(request: HttpRequest, tag: str, *, is_any_good: bool = True) -> None:
    """Raises Declined where the request means another version, or does not say which.

    `*` means whatever there is; where that is not good enough it says nothing.
    """
    header = request.headers.get("If-Match", "").strip()
    if not header or (header == "*" and not is_any_good):
        raise Declined(
            HTTPStatus.PRECONDITION_REQUIRED,
            _("Send the ETag of what you have seen as If-Match."),
        )
    if header != "*" and tag not in map(without_beside, TAG.findall(header)):
        raise Declined(HTTPStatus.PRECONDITION_FAILED)


def beside(tag: str, *seen: Any) -> str:
    """The tag of an answer that also tells what becomes known by itself, such as a size."""
    return f'{tag[:-1]}{BESIDE}{tag_of(*seen)[1:9]}"'


def without_beside(tag: str) -> str:
    before, cut, _rest = tag.partition(BESIDE)
    return f'{before}"' if cut else tag


def key_of(request: HttpRequest) -> UUID | None:
    """The UUID by which a wish is known again, bare or in quotes; None without one. Raises Declined
    for any other text.
    """
    text = request.headers.get(KEY, "").strip()
    if not text:
        return None
    try:
        return UUID(text.strip('"'))
    except ValueError:
        raise Declined(
            HTTPStatus.BAD_REQUEST, _("%(header)s is a UUID.") % {"header": KEY}
        ) from None


def made_by(request: HttpRequest, *wish: Any) -> UUID | None:
    """The ID of what this wish (JSON) makes, the same whenever it is repeated with its key; None
    without one. Raises Declined.
    """
    key = key_of(request)
    return uuid5(NAMESPACE_URL, json.dumps([str(key), *wish])) if key else None


def needed_key(request: HttpRequest) -> UUID:
    key = key_of(request)
    if key is None:
        raise Declined(
            HTTPStatus.BAD_REQUEST,
            _("Send a new UUID as %(header)s, and the same one when you ask again.")
            % {"header": KEY},
        )
    return key


def reused() -> Declined:
    sentence = _("This key was used for something else already. Nothing was sent.")
    return Declined(HTTPStatus.CONFLICT, sentence)
