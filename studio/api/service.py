"""The addresses of the API: how an operation is described, and what every one has in common."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from http import HTTPStatus
from typing import Any, TypeVar

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError, ValidationErrorContext

from studio.accounts.models import Scope
from studio.api import faults, problems
from studio.api.bodies import JSON, StrictParser
from studio.api.problems import Declined
from studio.api.who import Bearer
from studio.documents.field import UnreadableRow
from studio.documents.unreadable import UNREADABLE
from studio.pages.answers import Refusal
from studio.rules.problems import InvalidDocument

View = TypeVar("View", bound=Callable[..., HttpResponse])
PROBLEM = {"$ref": "#/components/schemas/Problem"}
# Whatever is asked may be answered so: by what stands before the operation, or for its scope.
ALWAYS = (400, 401, 403, 404, 406, 429, 503)
WITH_A_BODY = (413, 415)

IF_MATCH = {
    "name": "If-Match",
    "in": "header",
    "required": True,
    "description": "The ETag of what you have seen.",
    "schema": {"type": "string", "pattern": '^"[!#-~]+"$'},
}
# Where whatever there is may be meant.
IF_ANY_MATCH = {
    **IF_MATCH,
    "description": "The ETag of what you have seen; * means whatever there is.",
    "schema": {"type": "string", "pattern": r'^(\*|"[!#-~]+")$'},
}
IF_NONE_MATCH = {
    "name": "If-None-Match",
    "in": "header",
    "description": "The ETag you have: 304 while it is the same.",
    "schema": {"type": "string", "pattern": '^"[!#-~]+"$'},
}
KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "description": "A UUID of your own: asked again with the same one, it is done once.",
    "schema": {"type": "string", "format": "uuid"},
}
NEEDED_KEY = KEY | {"required": True}


class Service(NinjaAPI):
    def validation_error_from_error_contexts(
        self, error_contexts: list[ValidationErrorContext[Any]]
    ) -> ValidationError:
        """As ours, which still says what was found."""
        return faults.Misfit(error_contexts)


service = Service(
    title="Mix Studio",
    version="1",
    description="Templates, pictures and tasks of one workspace, for scripts and panels.",
    openapi_url=None,
    docs_url=None,
    parser=StrictParser(),
    urls_namespace="api",
)


def operation(  # noqa: PLR0913  # each is a part of the description
    method: str,
    path: str,
    *,
    name: str,
    scope: Scope,
    summary: str,
    tag: str,
    ok: Mapping[int, Any],
    refusals: Iterable[int] = (),
    headers: Iterable[Mapping[str, Any]] = (),
    media_types: tuple[str, ...] = (JSON,),
    schema: Mapping[str, Any] | None = None,
    sent: Mapping[str, Any] | None = None,
) -> Callable[[View], View]:
    """Makes a view answer at an address of the API, and describes it.

    `ok` are the statuses of what was done, each with the shape of its answer; `refusals` those of
    what was not, beside `ALWAYS`. What is answered in other `media_types` than JSON are octets or
    has a `schema`. `sent` are the media types of a body that the view reads itself.
    """
    has_body = sent is not None or method in ("PUT", "PATCH") or 415 in refusals
    others = {*ALWAYS, *refusals, *(WITH_A_BODY if has_body else ())}
    extra: dict[str, Any] = {
        "x-scope": scope.value,
        "parameters": [dict(header) for header in headers],
        "responses": {status: refused(status) for status in sorted(others)},
    }
    if sent is not None:
        content = {media_type: {"schema": schema} for media_type, schema in sent.items()}
        extra["requestBody"] = {"required": True, "content": content}
    if media_types != (JSON,):
        extra["responses"][200] = {"description": "OK", "content": content_of(media_types, schema)}

    def described(view: View) -> View:
        return service.api_operation(
            [method],
            path,
            auth=Bearer(scope, media_types),
            response=dict(ok),
            operation_id=f"{method.lower()}-{name.removeprefix('api-')}",
            summary=summary,
            description=description_of(view, scope),
            tags=[tag],
            url_name=name,
            openapi_extra=extra,
        )(view)

    return described


def refused(status: int) -> dict[str, Any]:
    """How a problem of this status is described."""
    content = {problems.MEDIA_TYPE: {"schema": PROBLEM}}
    return {"description": HTTPStatus(status).phrase, "content": content}


def content_of(media_types: Iterable[str], schema: Mapping[str, Any] | None) -> dict[str, Any]:
    """How what is not JSON is described."""
    return {
        one: {"schema": schema or {"type": "string", "contentMediaType": one}}
        for one in media_types
    }


def description_of(view: Callable[..., Any], scope: Scope) -> str:
    told = " ".join(line.strip() for line in (view.__doc__ or "").splitlines())
    return f"{told.strip()} Scope: {scope.value}.".strip()


def answered(
    request: HttpRequest,
    body: Any,
    *,
    status: HTTPStatus = HTTPStatus.OK,
    tag: str = "",
    headers: Mapping[str, str] | None = None,
) -> HttpResponse:
    """The answer in JSON; 304 where who asks has what `tag` names already."""
    made: HttpResponse | None = None
    if tag and request.method == "GET":
        made = get_conditional_response(request, etag=tag)
    if made is None or made.status_code != HTTPStatus.NOT_MODIFIED:
        made = JsonResponse(body, status=status, headers=headers)
    if tag:
        made["ETag"] = tag
    return made


def urls() -> list[URLPattern]:
    """Every address; what the library adds of its own, for people, is ours to give."""
    patterns: list[URLPattern] = [
        row for row in service.urls[0] if isinstance(row, URLPattern) and row.name != "api-root"
    ]
    for pattern in patterns:
        pattern.callback = entry(pattern.callback)
    return patterns


def entry(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """No page's token and no session is asked for, since neither is looked at; a HEAD is a GET
    whose body nobody sends.
    """

    @csrf_exempt
    @login_not_required
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        method = request.method
        request.method = "GET" if method == "HEAD" else method
        response = view(request, *args, **kwargs)
        request.method = method
        if "Cache-Control" not in response:
            response["Cache-Control"] = "private, no-cache" if "ETag" in response else "no-store"
        patch_vary_headers(response, ["Authorization", "Accept"])
        return response

    return asked


@service.exception_handler(Declined)
def declined(_request: HttpRequest, exc: Declined) -> HttpResponse:
    return problems.told(exc)


@service.exception_handler(HttpError)
def http_error(_request: HttpRequest, exc: HttpError) -> HttpResponse:
    """What the library raises in place of what our parser said."""
    cause = exc.__cause__ or exc.__context__
    if isinstance(cause, Declined):
        return problems.told(cause)
    return problems.answer(exc.status_code)


@service.exception_handler(Http404)
def not_found(_request: HttpRequest, _exc: Http404) -> HttpResponse:
    return problems.answer(HTTPStatus.NOT_FOUND)


@service.exception_handler(PermissionDenied)
def forbidden(_request: HttpRequest, _exc: PermissionDenied) -> HttpResponse:
    sentence = _("Neither the role of its owner nor another scope of this token goes that far.")
    return problems.answer(HTTPStatus.FORBIDDEN, sentence)


@service.exception_handler(InvalidDocument)
def invalid_document(_request: HttpRequest, exc: InvalidDocument) -> HttpResponse:
    return problems.told(problems.of_rules(exc.problems))


@service.exception_handler(Refusal)
def refusal(_request: HttpRequest, exc: Refusal) -> HttpResponse:
    return problems.answer(exc.status, exc.sentence)


@service.exception_handler(UnreadableRow)
def unreadable_row(_request: HttpRequest, _exc: UnreadableRow) -> HttpResponse:
    return problems.answer(HTTPStatus.CONFLICT, str(UNREADABLE))


@service.exception_handler(faults.Misfit)
def misfit(_request: HttpRequest, exc: faults.Misfit) -> HttpResponse:
    return problems.told(exc.declined)
