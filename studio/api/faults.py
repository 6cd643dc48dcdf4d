"""What is wrong with the shape of a request: found by the library, told in words of ours."""

from __future__ import annotations

from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

from django.utils.translation import gettext as _
from ninja.errors import ValidationError, ValidationErrorContext

from studio.api.problems import Declined, fault
from studio.documents.wording import sentence
from studio.rules.document import Json
from studio.rules.problems import Problem
from studio.rules.reader import kind_of

# Pydantic's words for a type that is another, with JSON's.
TYPES = {
    "string_type": "string",
    "list_type": "array",
    "dict_type": "object",
    "model_type": "object",
    "model_attributes_type": "object",
    "int_type": "integer",
    "int_parsing": "integer",
    "bool_type": "boolean",
}


class Misfit(ValidationError):
    """A request that does not fit what its operation describes."""

    def __init__(self, contexts: Iterable[ValidationErrorContext[Any]]) -> None:
        super().__init__([])
        found = [
            told(context.model, error)
            for context in contexts
            for error in context.pydantic_validation_error.errors(include_url=False)
        ]
        self.declined = Declined(HTTPStatus.UNPROCESSABLE_ENTITY, problems=found)


def told(model: Any, error: Any) -> Json:
    """One of pydantic's errors."""
    place = model.__ninja_flatten_map_reverse__.get(error["loc"], error["loc"])
    path = path_of(place if model.__ninja_param_source__ != "body" else place[1:])
    code, message = worded(error, path)
    return fault(path, message, code)


def path_of(place: Iterable[str | int]) -> str:
    """`tags[2]`, or `$` for the whole."""
    steps = [f"[{step}]" if isinstance(step, int) else f".{step}" for step in place]
    return "".join(steps).removeprefix(".") or "$"


def worded(error: Any, path: str) -> tuple[str, str]:
    """Its code and its sentence; never pydantic's own, which quotes what was sent."""
    problem = as_problem(error["type"], error.get("ctx", {}), error.get("input"), path)
    if problem is not None:
        return problem.code, sentence(problem)
    if error["type"] == "extra_forbidden":
        return "unknown_field", _("There is no such field.")
    return "malformed", _("This can’t be read.")


def as_problem(kind: str, more: Any, found: Any, path: str) -> Problem | None:
    """As a problem of a document would be told."""
    if kind in TYPES:
        kinds = {"expected": TYPES[kind], "found": kind_of(found)}
        return Problem(path=path, code="wrong_type", params=kinds)
    if kind == "missing":
        return Problem(path=path, code="missing")
    if kind == "string_too_long":
        params = {"length": len(found), "max": more["max_length"]}
        return Problem(path=path, code="too_long", params=params)
    if kind == "too_long":
        params = {"count": more["actual_length"], "max": more["max_length"]}
        return Problem(path=path, code="too_many", params=params)
    if kind == "literal_error":
        allowed = more["expected"].replace("'", "").replace(" or ", ", ")
        return Problem(path=path, code="not_in_list", params={"allowed": allowed})
    return None
