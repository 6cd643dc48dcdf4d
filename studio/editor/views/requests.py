"""What the editor's scripts send, read strictly; what can't be read is told in a sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from http import HTTPStatus
from typing import Concatenate, ParamSpec, TypeVar

from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from studio.accounts.access import Request
from studio.documents import wording
from studio.documents.veils import unveiled
from studio.rules import codec
from studio.rules.document import Json, MixedRules
from studio.rules.limits import MAX_BODY_BYTES
from studio.rules.problems import InvalidDocument, Problem

P = ParamSpec("P")
Field = TypeVar("Field", str, int, bool, list[Json], dict[str, Json])


class Unreadable(Exception):
    """The request can't be served as it is; says with which status, and why."""

    def __init__(self, message: str, status: HTTPStatus = HTTPStatus.BAD_REQUEST) -> None:
        super().__init__(message)
        self.status = status


def speaks_json(
    view: Callable[Concatenate[Request, P], HttpResponse],
) -> Callable[Concatenate[Request, P], HttpResponse]:
    """Answers what a body can't be read for: 422 with its problems, or a 4xx with a message."""

    @wraps(view)
    def answered(request: Request, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except InvalidDocument as invalid:
            return invalid_document(invalid.problems)
        except Unreadable as error:
            return JsonResponse({"message": str(error)}, status=error.status)

    return answered


def invalid_document(problems: tuple[Problem, ...]) -> JsonResponse:
    answer = {"problems": wording.as_json(problems)}
    return JsonResponse(answer, status=HTTPStatus.UNPROCESSABLE_ENTITY)


def json_object(request: Request, most: int = MAX_BODY_BYTES) -> dict[str, Json]:
    """The body's object, in at most so many bytes. Raises InvalidDocument or Unreadable."""
    length = request.headers.get("Content-Length", "")
    if (length.isdigit() and int(length) > most) or len(request.body) > most:
        raise Unreadable(
            _("This is too large: more than %(most)d KiB.") % {"most": most // 1024},
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        )
    value = codec.strict_loads(request.body)
    if not isinstance(value, dict):
        raise Unreadable(_("The request is not a JSON object."))
    return value


def field(body: dict[str, Json], name: str, kind: type[Field]) -> Field:
    """One field of the body, of exactly this type. Raises Unreadable."""
    value = body.get(name)
    if type(value) is not kind:
        raise Unreadable(_("The request’s “%(name)s” is missing or malformed.") % {"name": name})
    return value


def whole_work(body: dict[str, Json], held: Iterable[Json]) -> tuple[MixedRules, dict[str, Json]]:
    """The document in the body's `rules` and what is kept beside it in its `editor_state`, with the
    secrets that are `held` in place of their veils. Raises InvalidDocument, also for a veil that
    stands for none of them, or Unreadable.
    """
    state: Json = field(body, "editor_state", dict)
    whole = unveiled({"MixedRules": body.get("rules"), "editor_state": state}, held)
    return codec.read_rules(whole["MixedRules"]), field(whole, "editor_state", dict)


def document(body: dict[str, Json]) -> MixedRules:
    """The well-shaped document in the body's `rules`. Raises InvalidDocument."""
    return codec.read_rules(body.get("rules"))
