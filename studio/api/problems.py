"""What is answered instead of what was asked for: problem details, as RFC 9457 has them.

`problems` lists what is wrong with what was sent, each with its path, as `mix validate` does: of a
document the path is the cloud's own (`MixedRules.InputSource[0].Url`), of anything else the name of
a field, a parameter or a header.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from http import HTTPStatus
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from studio.documents import wording
from studio.rules.document import Json
from studio.rules.problems import Problem

PREFIX = "/api/v1/"
MEDIA_TYPE = "application/problem+json"
# Headers of an answer that stay when it is told as a problem.
KEPT = ("Allow", "Retry-After", "WWW-Authenticate")


class Kind(NamedTuple):
    """One kind of problem: its name, which ends its `type`, and its title."""

    name: str
    title: str | Promise


KINDS: Mapping[int, Kind] = {
    400: Kind("unreadable", _("The request can’t be read.")),
    401: Kind("no-token", _("This takes a token.")),
    403: Kind("not-allowed", _("This token may not do this.")),
    404: Kind("not-found", _("There is nothing here.")),
    405: Kind("method", _("This address does not answer that method.")),
    406: Kind("not-acceptable", _("This can’t be answered in a form that was asked for.")),
    408: Kind("too-slow", _("The request did not arrive in time.")),
    409: Kind("conflict", _("This can’t be done as things are now.")),
    412: Kind("stale", _("It has changed since. Nothing was done.")),
    413: Kind("too-large", _("This is too large.")),
    415: Kind("media-type", _("This can’t be read in the form that it was sent in.")),
    422: Kind("invalid", _("Something in it is wrong.")),
    428: Kind("no-precondition", _("The request does not say which version it means.")),
    429: Kind("too-many", _("These are too many requests at once.")),
    500: Kind("fault", _("The studio is at fault.")),
    503: Kind("away", _("The studio can’t go on at this moment.")),
    507: Kind("no-room", _("There is no room for it.")),
}


class Declined(Exception):
    """What was asked for is not done; `detail` says why, `problems` with what of it."""

    def __init__(
        self,
        status: HTTPStatus,
        detail: str | Promise = "",
        *,
        problems: Iterable[Json] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(status, str(detail))
        self.status = status
        self.detail = str(detail)
        self.problems = list(problems)
        self.headers = headers


def fault(path: str, message: str | Promise, code: str = "malformed") -> Json:
    """One thing that is wrong with what was sent: at `path`, told in a sentence."""
    return {"path": path, "code": code, "severity": "error", "message": str(message)}


def invalid(path: str, message: str | Promise, code: str = "malformed") -> Declined:
    return Declined(HTTPStatus.UNPROCESSABLE_ENTITY, problems=[fault(path, message, code)])


def of_rules(problems: Iterable[Problem], detail: str | Promise = "") -> Declined:
    """What is wrong with a document."""
    said = wording.as_json(problems)
    return Declined(HTTPStatus.UNPROCESSABLE_ENTITY, detail, problems=said)


def told(declined: Declined) -> JsonResponse:
    return answer(declined.status, declined.detail, declined.problems, declined.headers)


def answer(
    status: int,
    detail: str = "",
    problems: Iterable[Json] = (),
    headers: Mapping[str, str] | None = None,
) -> JsonResponse:
    """A status without a kind of its own is told by its number."""
    kind = KINDS.get(status)
    body: dict[str, Json] = {
        "type": f"{PREFIX}#{kind.name}" if kind else "about:blank",
        "title": str(kind.title) if kind else HTTPStatus(status).phrase,
        "status": int(status),
    }
    if detail:
        body["detail"] = detail
    if said := list(problems):
        body["problems"] = said
    made = JsonResponse(body, status=status, headers=headers, content_type=MEDIA_TYPE)
    made["Cache-Control"] = "no-store"
    return made


class ProblemsMiddleware:
    """Whatever turns a request of the API away, before any view of it or after, is told alike."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        is_told = response.headers.get("Content-Type") == MEDIA_TYPE
        if not request.path.startswith(PREFIX) or response.status_code < 400 or is_told:
            return response
        kept = {name: response[name] for name in KEPT if name in response}
        return answer(response.status_code, sentence_in(response), headers=kept)


def sentence_in(response: HttpResponse) -> str:
    """What a refusal in JSON says; nothing of a page."""
    if response.headers.get("Content-Type") != "application/json":
        return ""
    said = json.loads(response.content)
    return str(said.get("message", "")) if isinstance(said, dict) else ""
