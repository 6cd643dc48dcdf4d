"""The history of a workspace: its page, its files, and the pictures of what went on air."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from http import HTTPStatus
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import condition, require_safe

from studio.accounts.access import Request, current_workspace, get_owned
from studio.accounts.bearer import for_tokens
from studio.accounts.models import Scope
from studio.documents.jpegs import etag_of, picture_of
from studio.mixes.history import exports
from studio.mixes.history import rows as past
from studio.mixes.history.filter import HistoryFilter
from studio.mixes.history.rows import Entry
from studio.mixes.models import Operation
from studio.pages.answers import text_answer

PICTURE_WIDTH = 240
Writer = Callable[[Iterable[list[Entry]]], Iterator[str]]


@never_cache
@require_safe
def history(request: Request) -> HttpResponse:
    """What was asked of the cloud, newest first; a filter that can't be read is answered 422."""
    form = HistoryFilter(request.GET, current_workspace(request))
    valid = form.is_valid()
    entries, more = past.page(form.rows, form.cleaned_data["before"]) if valid else ([], False)
    context = {
        "list": "history",
        "form": form,
        "rows": [past.row(entry, request.user) for entry in entries],
        "last": entries[-1].operation.pk if more else None,
        "most": most_exported(),
        "zone": timezone.get_default_timezone_name(),
    }
    status = HTTPStatus.OK if valid else HTTPStatus.UNPROCESSABLE_ENTITY
    return render(request, "mixes/history/history.html", context, status=status)


@for_tokens(Scope.READ)
@gzip_page
@never_cache
@require_safe
def history_csv(request: Request) -> HttpResponseBase:
    return exported(request, exports.as_csv, "text/csv; charset=utf-8", "csv")


@for_tokens(Scope.READ)
@gzip_page
@never_cache
@require_safe
def history_json(request: Request) -> HttpResponseBase:
    return exported(request, exports.as_json, "application/json", "json")


def exported(request: Request, write: Writer, content_type: str, suffix: str) -> HttpResponseBase:
    """All rows the filter asks for, written while they are read; 422 with a sentence if not.

    It is compressed, so there is neither a key nor a token in it.
    """
    form = HistoryFilter(request.GET, current_workspace(request))
    if not form.is_valid():
        why = [str(sentence) for errors in form.errors.values() for sentence in errors]
        return text_answer(" ".join(why), HTTPStatus.UNPROCESSABLE_ENTITY)
    if past.is_too_long(form.rows):
        sentence = _("These are more than %(most)s operations: choose a shorter time.")
        return text_answer(sentence % {"most": most_exported()}, HTTPStatus.UNPROCESSABLE_ENTITY)
    name = f"history-{timezone.localdate():%Y-%m-%d}.{suffix}"
    return StreamingHttpResponse(
        write(past.parts(form.rows)),
        content_type=content_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def most_exported() -> str:
    return number_format(past.MOST_EXPORTED, force_grouping=True)


def picture_stamp(request: Request, pk: UUID) -> str:
    item = get_owned(Operation.objects.all(), request, pk)
    return etag_of(item.workspace, item.document)


@for_tokens(Scope.READ)
@require_safe
@condition(etag_func=picture_stamp)
def operation_picture(request: Request, pk: UUID) -> HttpResponse:
    """What an operation was to put on air, small; 404 for a stop."""
    item = get_owned(Operation.objects.all(), request, pk)
    if item.document is None:
        raise Http404
    return picture_of(item.workspace, item.document, width=PICTURE_WIDTH)
