"""The pictures themselves: as the stage shows them, and as the cloud fetches uploaded logos."""

from __future__ import annotations

from pathlib import PurePosixPath
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from studio.accounts.access import Request, get_owned
from studio.library.fetching import TYPES
from studio.library.models import Frame, Upload
from studio.library.stores import Store, frames, uploads

A_WHILE = "private, max-age=3600"
FOR_EVER = "public, max-age=31536000, immutable"


@require_safe
def frame(request: Request, pk: UUID, suffix: str) -> HttpResponse:
    """The frame's small proxy. Its address carries ?v=, so that it may be kept for a while."""
    row = get_owned(Frame.objects.all(), request, pk)
    return served(request, frames(), row.stage, suffix, A_WHILE)


@require_safe
def upload(request: Request, pk: UUID, suffix: str) -> HttpResponse:
    """The upload's small proxy."""
    row = get_owned(Upload.objects.all(), request, pk)
    return served(request, uploads(), row.stage, suffix, A_WHILE)


@login_not_required
@require_safe
def public_upload(request: HttpRequest, key: str, name: str, suffix: str) -> HttpResponse:
    """An upload whole, for whoever knows its key: the cloud has no other way to it. The name is
    for people alone.
    """
    row = get_object_or_404(Upload, key=key)
    return served(request, uploads(), row.picture, suffix, FOR_EVER)


def served(
    request: HttpRequest, store: Store, name: str, suffix: str, caching: str
) -> HttpResponse:
    """The file, under the one suffix it has."""
    path = PurePosixPath(name)
    if not name or path.suffix != f".{suffix}":
        raise Http404
    etag = f'"{path.stem}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        response = HttpResponse(content_of(store, name), content_type=TYPES[suffix])
    response["ETag"] = etag
    response["Cache-Control"] = caching
    return response


def content_of(store: Store, name: str) -> bytes:
    try:
        return store.read(name)
    except FileNotFoundError:
        raise Http404 from None
