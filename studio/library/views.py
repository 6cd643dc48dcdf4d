"""The stills themselves, as the stage shows them."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpResponse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from studio.accounts.access import Request, get_owned
from studio.library.fetching import TYPES
from studio.library.models import Frame


@require_safe
def stage(request: Request, pk: UUID, suffix: str) -> HttpResponse:
    """The frame's small proxy. Its address carries ?v=, so that it may be kept for a while."""
    frame = get_owned(Frame.objects.all(), request, pk)
    name = Path(frame.stage)
    if not frame.stage or name.suffix != f".{suffix}":
        raise Http404
    etag = f'"{name.stem}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        response = HttpResponse(content_of(name), content_type=TYPES[suffix])
    response["ETag"] = etag
    response["Cache-Control"] = "private, max-age=3600"
    return response


def content_of(name: Path) -> bytes:
    try:
        return Path(settings.FRAMES, name).read_bytes()
    except FileNotFoundError:
        raise Http404 from None
