"""What the API is: for programs as OpenAPI 3.1, for people as a page of the help."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from studio.api.problems import KINDS, PREFIX
from studio.api.service import answered, service
from studio.api.shapes.answers import Problem
from studio.pages.answers import tag_of

REFERENCE = "#/components/schemas/{model}"


@login_not_required
@require_safe
def openapi(request: HttpRequest) -> HttpResponse:
    """The document, for anybody: it tells of no workspace."""
    document = described()
    return answered(request, document, tag=tag_of(document))


@login_not_required
@require_safe
def reference(request: HttpRequest) -> HttpResponse:
    """Types of problems are addresses here, and a browser keeps what stands behind their #."""
    return redirect("help-page", "api")


def told() -> dict[str, Any]:
    """Every operation in a line, and every kind of problem."""
    return {"groups": groups(), "kinds": sorted(KINDS.items()), "address": PREFIX}


@cache
def described() -> dict[str, Any]:
    """Like what the library makes of the operations, with their problems."""
    # Every operation is known once the addresses are.
    import_module(settings.ROOT_URLCONF)
    document = dict(service.get_openapi_schema(path_prefix=PREFIX.lstrip("/")))
    schemas = Problem.model_json_schema(ref_template=REFERENCE, mode="serialization")
    document["components"]["schemas"] |= {**schemas.pop("$defs"), "Problem": schemas}
    document.pop("servers", None)
    for methods in document["paths"].values():
        for operation in methods.values():
            operation["responses"] = by_status(operation["responses"])
    return document


def by_status(responses: dict[int, Any]) -> dict[str, Any]:
    return {str(int(status)): responses[status] for status in sorted(responses)}


@cache
def groups() -> dict[str, list[dict[str, Any]]]:
    """The operations by their tags, each as `row` tells it."""
    found: dict[str, list[dict[str, Any]]] = {}
    for path, methods in described()["paths"].items():
        for method, operation in methods.items():
            (tag,) = operation["tags"]
            found.setdefault(tag, []).append(row(method, path, operation))
    return found


def row(method: str, path: str, operation: dict[str, Any]) -> dict[str, Any]:
    return {
        "method": method.upper(),
        "path": path,
        "summary": operation["summary"],
        "description": operation["description"].rpartition(" Scope: ")[0],
        "scope": operation["x-scope"],
        "needs": [one["name"] for one in operation["parameters"] if is_needed(one)],
    }


def is_needed(parameter: dict[str, Any]) -> bool:
    return parameter["in"] == "header" and bool(parameter.get("required"))
