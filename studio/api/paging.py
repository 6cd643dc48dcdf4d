"""Lists, page by page: each page names the next by a place that a client hands back as it is."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from studio.api.problems import Declined, fault, invalid
from studio.api.service import answered

PAGE = 50


def listed(request: HttpRequest, items: Iterable[Any], after: str) -> HttpResponse:
    """One page, with the place of the next: null, and no Link, on the last."""
    body = {"items": list(items), "next": after or None}
    if not after:
        return answered(request, body)
    query = request.GET.copy()
    query["after"] = after
    link = f'<{request.path}?{query.urlencode()}>; rel="next"'
    return answered(request, body, headers={"Link": link})


def check_form(form: forms.Form) -> None:
    """Raises Declined with what the form says of each field."""
    if form.is_valid():
        return
    said = [
        fault(name, str(sentence))
        for name, sentences in form.errors.items()
        for sentence in sentences
    ]
    raise Declined(HTTPStatus.UNPROCESSABLE_ENTITY, problems=said)


def place_of(at: datetime, key: UUID) -> str:
    return f"{at.isoformat()}~{key}"


def read_place(text: str) -> tuple[datetime, UUID]:
    """Raises Declined for what is no place of a page."""
    at, _between, key = text.rpartition("~")
    try:
        return datetime.fromisoformat(at).astimezone(UTC), UUID(key)
    except (ValueError, OverflowError):
        raise lost() from None


def read_key(text: str) -> UUID:
    """As `read_place`, of a list that is ordered by keys alone."""
    try:
        return UUID(text)
    except ValueError:
        raise lost() from None


def lost() -> Declined:
    return invalid("after", _("There is no such page."))
